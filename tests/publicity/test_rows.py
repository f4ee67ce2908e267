"""One row at a time, by page and by interface: the same checks, the same rows, the same figures."""

import json

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.publicity import single
from integrity.credit.publicity.models import Layout, Posting, PostingFile, PostingState
from integrity.people.subjects import identifiers
from tests.api.makers import bearer, make_token
from tests.factories import NOW, make_body, make_enterprise, make_user
from tests.publicity.makers import PERSON, licence, make_posting, penalty, penalty_of_person, posted

NEW = "/publicity/own/new/penalty-of-firm"


@pytest.fixture
def body(login):
    body = make_body()
    login(make_user(Role.OFFICER, body))
    return body


def typed(row, **more):
    """As a form sends it: the kinds of penalty are boxes."""
    said = row | more
    return said | ({"cf_cflb": said["cf_cflb"].split("；")} if "cf_cflb" in said else {})


def test_one_that_is_entered_by_page_is_what_a_file_would_have_made(client, body):
    firm = make_enterprise()
    page = client.post(NEW, data=typed(penalty(body, firm)))

    [one] = posted()
    assert page.location == f"/publicity/{one.id}"
    assert (one.party_id, one.state, one.public) == (firm.id, PostingState.STANDING, True)
    one_file = db.session.scalars(sa.select(PostingFile)).one()
    assert (one_file.added, one_file.body_id) == (1, body.id)
    twice = single.enter(
        Layout.PENALTY_FIRM, penalty(body, firm), by=make_user(Role.OFFICE), at=NOW
    )
    assert twice is None


def test_each_wrong_cell_is_told_at_its_field_and_nothing_stays(client, body):
    wrong = typed(penalty(body, cf_nr_fk="", cf_jdrq="2099-01-01", cf_wsh="示罚字〔2026〕第77号"))

    page = client.post(NEW, data=wrong)

    assert page.status_code == 422
    assert "处罚类别有罚款的，须填写罚款金额。" in page.text
    assert "决定日期还没有到。" in page.text
    assert "示罚字〔2026〕第77号" in page.text
    assert posted() == [] and db.session.scalars(sa.select(PostingFile)).all() == []


def test_nobody_enters_what_another_body_decided(client, body):
    page = client.post(NEW, data=typed(penalty(make_body("示例别的局"))))

    assert page.status_code == 422
    assert posted() == []


def test_a_person_who_is_entered_by_page_is_not_public_and_sealed(client, body):
    client.post("/publicity/own/new/penalty-of-person", data=typed(penalty_of_person(body)))

    [one] = posted()
    assert not one.public
    assert PERSON not in json.dumps(one.said) and PERSON in identifiers.unseal(one.sealed)


def test_one_is_corrected_by_page_and_what_was_said_before_stays(client, body):
    one = make_posting(body)
    address = f"/publicity/{one.id}/correct"
    assert "示例违法事实" in client.get(address).text
    said = typed(penalty(body), cf_sy="示例更正后的事实", cf_frdb="")

    page = client.post(address, data=said)

    before, after = posted()
    assert page.location == f"/publicity/{after.id}"
    assert (before.state, after.corrects_id) == (PostingState.CORRECTED, before.id)
    assert (after.said["cf_sy"], after.number, after.on) == (
        "示例更正后的事实", before.number, before.on,
    )  # fmt: skip
    assert "示例人" in identifiers.unseal(after.sealed)
    assert client.post(f"/publicity/{after.id}/correct", data=said).status_code == 422


def test_what_another_body_decided_is_not_corrected(client, body):
    other = make_posting(make_body("示例别的局"))

    assert client.get(f"/publicity/{other.id}/correct").status_code == 403
    assert f"{other.id}/correct" not in client.get(f"/publicity/{other.id}").text


def test_a_template_that_is_none_is_not_found_and_one_is_chosen_first(client, body):
    assert client.get("/publicity/own/new/nothing").status_code == 404
    page = client.post("/publicity/own/new", data={"layout": "licence-of-firm"})
    assert page.location == "/publicity/own/new/licence-of-firm"
    assert body.name in client.get(page.location).text


def head(body):
    return bearer(make_token("records", body))


def call(client, body, *rows, layout="licence-of-firm"):
    said = {"layout": layout, "rows": list(rows)}
    return client.post("/api/v1/postings", headers=head(body), json=said)


def test_a_system_reports_rows_and_hears_of_each(client):
    body, firm = make_body(), make_enterprise()
    bad = licence(body, firm, xk_xkbh="示证2号", xk_nr="", xk_zt="9")

    said = call(client, body, licence(body, firm), bad).json
    again = call(client, body, licence(body, firm)).json
    changed = call(client, body, licence(body, firm, xk_nr="示例别的内容")).json

    first, second = said["rows"]
    one, after = posted()
    assert (first["result"], first["ref"], first["faults"]) == ("added", one.ref, [])
    assert second["result"] is None
    assert "xk_nr" in {fault["column"] for fault in second["faults"]}
    assert again["rows"][0]["result"] == "unchanged"
    assert (changed["rows"][0]["result"], changed["rows"][0]["number"]) == ("updated", after.id)
    files = db.session.scalars(sa.select(PostingFile).order_by(PostingFile.id)).all()
    assert (files[0].ref, files[0].refused) == (said["receipt"], 1)


def test_a_system_reports_only_for_its_own_body_and_only_known_columns(client):
    body, other = make_body(), make_body("示例别的局")

    refused = call(client, body, licence(other)).json["rows"][0]
    unknown = call(client, body, licence(body) | {"xk_none": "1"})

    assert refused["result"] is None and refused["faults"]
    assert unknown.status_code == 422 and "xk_none" in unknown.text
    assert unknown.json["code"] == "unknown-column"
    assert posted() == []


def test_a_system_takes_back_what_was_annulled_and_nothing_of_others(client):
    body, other = make_body(), make_body("示例别的局")
    one = make_posting(body)
    said = {"annulment": "revoked-in-law", "annulled_on": "2026-11-18", "annulled_by": "示例决定书"}
    address = f"/api/v1/postings/{one.id}"

    assert client.post(f"{address}/annulment", headers=head(other), json=said).status_code == 404
    first = client.post(f"{address}/annulment", headers=head(body), json=said).json
    second = client.post(f"{address}/withdrawal", headers=head(body), json={"why": "示例理由"}).json

    assert (first["state"], second["state"]) == ("annulled-in-law", "taken-back")
    assert db.session.get(Posting, one.id).why == "示例理由"
