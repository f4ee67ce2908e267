"""What was signed on paper counts like what is signed here, once a second person compared it."""

import json
from datetime import date

import pytest

from arrears import disclosures
from commitments import service
from commitments.models import CommitmentState
from commitments.papers import commitment as paper_of
from commitments.signature import signatures, signed_documents
from commitments.takeover import office_terms
from commitments.takeover.office_terms import TaskState
from integrity.base.db import db
from integrity.base.errors import Forbidden
from integrity.base.permissions import Role
from integrity.casework.documents import on_paper
from integrity.casework.documents.scans import SamePerson, ScanState, WrongScan
from integrity.doors.desk import paper_tasks
from tests.commitments.makers import make_published, make_submitted, pdf
from tests.factories import NOW, TODAY, make_body, make_user
from tests.papers.makers import office

SIGNER = "示例局长"


@pytest.fixture(autouse=True)
def _request(app):
    with app.test_request_context():
        yield


def entered(thing, by):
    made = on_paper.enter(thing, pdf("承诺书.pdf"), TODAY, SIGNER, by=by, at=NOW)
    db.session.flush()
    return made


def officer_of(item):
    return make_user(Role.OFFICER, item.subject)


def test_a_promise_signed_on_paper_is_signed_when_another_person_has_compared_it():
    """A head who signs with a pen could sign no promise at all."""
    item = make_submitted()
    scan = entered(item, officer_of(item))
    assert item.state is CommitmentState.SUBMITTED

    on_paper.agree(scan, by=office(), at=NOW)
    db.session.flush()

    assert item.state is CommitmentState.SIGNED
    assert (item.signed_by_name, item.signed_sha256) == (SIGNER, scan.sha256)


def test_the_signed_document_says_by_what_it_is_signed_and_verifies():
    item = make_submitted()
    scan = entered(item, officer_of(item))
    on_paper.agree(scan, by=office(), at=NOW)
    db.session.flush()

    found = json.loads(json.dumps(signatures.document(item)))
    said = " ".join(signed_documents.verify(found))

    assert f"signed on paper {TODAY}" in said and scan.files[0].sha256 in said
    assert signatures.is_valid(item)
    assert "手签盖章件" in str(paper_of(signatures.of(item)[-1]).paper.body)
    found["signatures"][0]["client_data"] = json.dumps({"day": "2020-01-01", "scan": "0" * 64})
    with pytest.raises(signed_documents.NotVerified):
        signed_documents.verify(found)


def test_who_sent_it_in_does_not_compare_it_and_nor_does_the_body_that_owes():
    item, clerk = make_submitted(), office()
    scan = entered(item, clerk)

    with pytest.raises(SamePerson):
        on_paper.agree(scan, by=clerk, at=NOW)
    with pytest.raises(Forbidden):
        on_paper.agree(scan, by=officer_of(item), at=NOW)
    with pytest.raises(Forbidden):
        on_paper.enter(make_submitted(), pdf(), TODAY, SIGNER, by=officer_of(item), at=NOW)

    assert item.state is CommitmentState.SUBMITTED


def test_what_was_changed_after_it_was_signed_on_paper_is_signed_anew():
    item = make_submitted()
    scan = entered(item, officer_of(item))
    service.decline(item, "改", by=make_user(Role.HEAD, item.subject), at=NOW)
    item.title = "改造老旧小区94个"
    service.submit(item, by=officer_of(item), at=NOW)

    with pytest.raises(WrongScan):
        on_paper.agree(scan, by=office(), at=NOW)
    on_paper.refuse(scan, "文本已变化", by=office(), at=NOW)

    assert scan.state is ScanState.REFUSED and entered(item, officer_of(item))


def test_a_head_takes_over_on_paper_all_that_waits_and_nothing_else():
    item = make_published()
    office_terms.begin(item.subject, "局长（第1任）", date(2024, 1, 1), by=office(), at=NOW)
    term = office_terms.begin(item.subject, "局长（第2任）", date(2026, 11, 2), by=office(), at=NOW)
    scan = entered(term, officer_of(item))

    on_paper.agree(scan, by=office(), at=NOW)

    (task,) = office_terms.of_term(term)
    assert (task.state, task.done_on) == (TaskState.ACCEPTED, TODAY)
    assert SIGNER in on_paper.words(term)


def test_the_published_figures_of_a_year_say_by_whom_they_were_signed_on_paper(client):
    found = disclosures.publish(2025, by=office(), at=NOW)
    scan = entered(found, office())
    assert SIGNER not in client.get("/arrears/disclosure/2025").text

    on_paper.agree(scan, by=office(), at=NOW)
    db.session.commit()

    assert SIGNER in client.get("/arrears/disclosure/2025").text


def test_the_pages_lead_from_the_one_to_the_other(login):
    item = make_submitted()
    officer, second = officer_of(item), office()
    page = f"/commitments/{item.ref}"
    address = f"/desk/signatures/commitment/{item.id}"
    client = login(officer)
    assert address in client.get(page).text

    said = {"upload": (pdf().stream, "a.pdf"), "day": str(TODAY), "signer": SIGNER}
    assert client.post(address, data=said).status_code == 302
    (scan,) = on_paper.scans.of(item, on_paper.Shows.SIGNATURE)
    compared = f"/desk/signatures/{scan.id}/agree"
    assert compared not in client.get(page).text
    assert client.get(compared).status_code == 404

    client = login(second)
    assert compared in {task.act_url for task in paper_tasks.duties(second)}
    assert SIGNER in client.get(compared).text and compared in client.get(page).text
    client.post(compared)

    assert item.state is CommitmentState.SIGNED
    assert "手签盖章件" in client.get(page).text


def test_a_body_without_the_permission_is_not_asked(login):
    item = make_submitted()
    client = login(make_user(Role.OFFICER, make_body()))

    assert client.get(f"/desk/signatures/commitment/{item.id}").status_code == 403
    assert client.get("/desk/signatures/user/1").status_code == 404
