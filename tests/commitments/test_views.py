import io
import json
import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa

from commitments.models import Commitment, CommitmentState
from commitments.signature import canonical_text
from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.files.attached import Attachment
from integrity.people.accounts.security_log import SecurityEvent, What
from tests.commitments.makers import PDF, make_draft, make_published, make_reported, make_submitted
from tests.factories import NOW, PASSWORD, TODAY, make_body, make_user

DRAFT = {
    "title": "改造老旧小区",
    "target": "49个",
    "category": "service",
    "due_on": "2026年12月31日",
    "body_text": "我局承诺。",
}


def state(item: Commitment) -> CommitmentState:
    return db.session.scalars(sa.select(Commitment.state).where(Commitment.id == item.id)).one()


def test_a_draft_is_made_for_ones_own_body(login):
    officer = make_user(Role.OFFICER, make_body())

    answer = login(officer).post("/commitments/new", data=DRAFT)

    item = db.session.scalars(sa.select(Commitment)).one()
    assert answer.headers["Location"] == f"/commitments/{item.ref}"
    assert (item.subject_id, item.due_on) == (officer.body_id, date(2026, 12, 31))


def test_a_tampered_form_changes_only_what_it_may(login):
    officer, other = make_user(Role.OFFICER, make_body()), make_body()
    forged = DRAFT | {"state": "verified", "outcome": "fulfilled", "subject_id": str(other.id)}

    login(officer).post("/commitments/new", data=forged)

    item = db.session.scalars(sa.select(Commitment)).one()
    assert (item.state, item.outcome) == (CommitmentState.DRAFTED, None)
    assert item.subject_id == officer.body_id


def test_a_wrong_form_keeps_what_was_typed(login):
    client = login(make_user(Role.OFFICER, make_body()))

    answer = client.post("/commitments/new", data=DRAFT | {"due_on": "年底", "target": ""})

    assert answer.status_code == 422
    assert "改造老旧小区" in answer.text
    assert "年底" in answer.text


def test_the_password_is_asked_again_to_sign(login):
    item = make_submitted()
    client = login(make_user(Role.HEAD, item.subject))

    data = {"password": PASSWORD, "digest": canonical_text.digest(item)}
    answer = client.post(f"/commitments/{item.ref}/do/sign", data=data)

    assert answer.status_code == 302
    assert state(item) is CommitmentState.SIGNED


def test_a_wrong_password_signs_nothing_and_is_counted(login):
    item = make_submitted()
    head = make_user(Role.HEAD, item.subject)

    data = {"password": "wrong", "digest": canonical_text.digest(item)}
    answer = login(head).post(f"/commitments/{item.ref}/do/sign", data=data)

    assert answer.status_code == 422
    assert state(item) is CommitmentState.SUBMITTED
    assert db.session.query(SecurityEvent).one().what is What.FAILURE


def test_looking_at_an_act_changes_nothing(login):
    item = make_submitted()

    answer = login(make_user(Role.HEAD, item.subject)).get(f"/commitments/{item.ref}/do/sign")

    assert answer.status_code == 200
    assert state(item) is CommitmentState.SUBMITTED


@pytest.mark.parametrize("move", ["progress", "report"])
def test_no_body_reports_for_another(login, move):
    item = make_published()

    answer = login(make_user(Role.OFFICER, make_body("另一局"))).post(
        f"/commitments/{item.ref}/do/{move}",
        data={"text": "完成", "done_on": "2026-11-01", "measured": "49个"},
    )

    assert answer.status_code == 403
    assert state(item) is CommitmentState.PUBLISHED


def test_the_draft_of_another_body_is_not_even_there(login):
    item = make_draft()

    client = login(make_user(Role.OFFICER, make_body("另一局")))

    assert client.get(f"/commitments/{item.ref}").status_code == 404
    assert client.post(f"/commitments/{item.ref}/edit", data=DRAFT).status_code == 404


def test_a_published_commitment_is_not_edited(login):
    item = make_published()
    client = login(make_user(Role.OFFICER, item.subject))

    answer = client.post(f"/commitments/{item.ref}/edit", data=DRAFT)

    assert answer.status_code == 409


def test_done_is_reported_with_evidence(login):
    item = make_published(at=NOW)
    day = clock.today().isoformat()
    fields = {"done_on": day, "measured": "51个", "text": "完工"}
    client = login(make_user(Role.OFFICER, item.subject))
    where = f"/commitments/{item.ref}/do/report"

    without = client.post(where, data=fields)
    given = client.post(where, data=fields | {"evidence": (io.BytesIO(PDF), "证据.pdf")})

    assert (without.status_code, given.status_code) == (422, 302)
    assert db.session.scalars(sa.select(Attachment)).one().name == "证据.pdf"


def test_a_program_under_the_name_of_a_picture_is_no_evidence(login):
    item = make_published()
    client = login(make_user(Role.OFFICER, item.subject))
    fields = {"text": "进展", "evidence": (io.BytesIO(b"MZ\x90" + bytes(99)), "照片.png")}

    answer = client.post(f"/commitments/{item.ref}/do/progress", data=fields)

    assert answer.status_code == 422
    assert "不符" in answer.text
    assert db.session.scalars(sa.select(Attachment)).all() == []


def test_the_page_says_that_nobody_has_verified_it(client):
    page = client.get(f"/commitments/{make_reported().ref}").text

    assert "自报完成，待核验" in page
    assert "尚未经他人核验" in page


def test_what_was_signed_can_be_compared_by_anybody(client):
    item = make_published()

    answer = client.get(f"/commitments/{item.ref}/signed.txt")

    assert answer.data.decode() == item.signed_text
    assert item.signed_sha256 in client.get(f"/commitments/{item.ref}/history").text


@pytest.mark.parametrize("feed", ["feed.atom", "{ref}/feed.atom"])
def test_the_feeds_are_well_formed(client, feed):
    item = make_published(title="改造 <b>49</b> & 1 个")

    answer = client.get("/commitments/" + feed.format(ref=item.ref))

    assert answer.mimetype == "application/atom+xml"
    assert item.ref in answer.text
    assert ET.fromstring(answer.data).tag.endswith("feed")


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ("q=小区", 1),
        ("q=医院", 0),
        ("category=service", 1),
        ("category=policy", 0),
        ("lateness=overdue", 1),
        ("lateness=timely", 0),
        ("year=2020", 1),
        ("state=published", 1),
    ],
)
def test_the_list_is_narrowed_by_its_address(client, arguments, found):
    make_published(due_on=date(2020, 6, 30))

    answer = client.get(f"/commitments/?{arguments}&format=json")

    assert len(json.loads(answer.data)) == found


def test_the_list_is_narrowed_to_one_body_by_the_address_of_its_page(client):
    item, other = make_published(), make_published(make_body("另一局"))

    page = client.get(f"/commitments/?body={item.subject.slug}").text

    assert item.ref in page
    assert other.ref not in page


def test_odd_arguments_in_the_address_do_no_harm(client):
    answer = client.get("/commitments/?_scheme=javascript&endpoint=x&year=never&body=nobody&size=x")

    assert answer.status_code == 200
    assert 'href="javascript' not in answer.text


def test_drafts_are_not_in_the_public_list(client):
    make_draft()

    assert json.loads(client.get("/commitments/?format=json").data) == []


def test_the_list_takes_as_many_queries_for_many_as_for_few(client):
    counted: list[str] = []

    def queries() -> int:
        db.session.commit()  # what was published is logged and told before the page is asked for
        counted.clear()
        client.get("/commitments/")
        return len([s for s in counted if s.startswith("SELECT")])

    @sa.event.listens_for(db.engine, "before_cursor_execute")
    def count(connection, cursor, statement, *more):
        counted.append(statement)

    make_published()
    few = queries()
    for number in range(30):
        make_published(make_body(f"示例{number}局"), due_on=date(2026, 1, 1) + timedelta(number))
    many = queries()

    assert few == many <= 12


def test_a_late_promise_offers_the_office_to_order_and_not_to_wait(login):
    """On every published commitment the one blue button of the office was 延期."""
    late = make_published(due_on=TODAY - timedelta(days=30))
    page = login(make_user(Role.OFFICE)).get(f"/commitments/{late.ref}").text

    primary = re.findall(r'class="button primary" href="[^"]*">([^<]*)<', page)

    assert primary == ["责令限期整改"] and "提出延期" in page


def test_a_draft_offers_nothing_that_needs_the_public(login):
    """It offered to complain about it, a feed and a calendar, though nobody could see it."""
    draft = make_draft()
    page = login(make_user(Role.OFFICER, draft.subject)).get(f"/commitments/{draft.ref}").text

    assert "全部历史" in page
    assert not [words for words in ("投诉这一事项", "Atom", "加入日历") if words in page]
