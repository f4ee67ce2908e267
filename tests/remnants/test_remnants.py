"""A body that uses what it said it had dropped is heard, found out by two, and on record."""

import io
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.casework.documents import service as documents
from integrity.casework.urging import service as urging
from integrity.credit.checks.models import Check
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.pushes import answers
from integrity.credit.sanctions.pushes import service as pushes
from integrity.credit.sanctions.pushes.models import Push, PushState
from integrity.people.subjects.models import Subject
from integrity.streams.remnants import leads, service
from integrity.streams.remnants.errors import AlreadyOpen, NotYours, WrongReport
from integrity.streams.remnants.models import (
    Remnant,
    RemnantOutcome,
    RemnantSource,
    RemnantState,
)
from tests.checks.makers import make_check
from tests.factories import NOW, TODAY, make_body, make_user
from tests.remnants.makers import (
    TEXT,
    WHY,
    claimant,
    make_confirmed,
    make_heard,
    make_proposed,
    make_remnant,
    make_true,
    office,
    officer_of,
    stated,
)
from tests.sanctions.makers import CLEARED, later, make_listed, make_receivers

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)


def posted() -> list[CreditRecord]:
    records.post(service.breaches(TODAY), on=TODAY, at=NOW)
    wanted = sa.select(CreditRecord).where(CreditRecord.stream == "remnants")
    return list(db.session.scalars(wanted))


def asked(push: Push, body: Subject | None = None) -> Check:
    """A body asks, after the removal, how things stood when the entry was in force."""
    query = {"q": {"code": push.entry.subject.uscc}}
    return make_check(query, TODAY - 5 * DAY, body or push.body, later(1))


def test_what_two_people_find_true_is_a_record_of_the_body_and_owed_again() -> None:
    item = make_true()

    assert (item.state, item.outcome) == (RemnantState.CLOSED, RemnantOutcome.TRUE)
    (record,) = posted()
    assert (record.subject_id, record.rule) == (item.subject_id, "still-used")
    assert (record.since, record.ruled_on) == (item.seen_on, item.decided_on)
    assert "示例已移出有限公司" not in record.summary
    push = item.push
    assert (push.state, push.closed_on, push.digest) == (PushState.DELIVERED, None, "")
    assert (push.reused_on, push.due_on) == (TODAY, date(2026, 11, 25))
    assert (pushes.removal_progress(push.entry), pushes.reused(push.entry)) == ((0, 1), 1)
    kinds = {paper.kind for paper in documents.of_thing("remnant", item.id)}
    assert kinds == {"remnant-finding"}


def test_what_is_found_untrue_leaves_the_confirmation_as_it_was() -> None:
    item = make_heard()
    service.find_untrue(item, WHY, by=office(), at=NOW)
    service.confirm(item, WHY, by=office(), at=NOW)

    assert (item.outcome, item.closed_on) == (RemnantOutcome.UNTRUE, TODAY)
    assert posted() == []
    assert item.push.state is PushState.CONFIRMED and item.push.reused_on is None


def test_what_one_person_finds_is_no_finding_and_is_not_confirmed_by_the_same() -> None:
    item, first = make_heard(), office()
    service.find_true(item, WHY, by=first, at=NOW)

    assert posted() == []
    with pytest.raises(NotYours):
        service.confirm(item, WHY, by=first, at=NOW)
    service.send_back(item, WHY, by=office(), at=NOW)
    assert (item.state, item.found) == (RemnantState.HEARD, None)


def test_the_body_ends_nothing_by_what_it_says() -> None:
    item = make_remnant()
    stated(item, officer_of(item), TODAY, NOW)

    assert (item.closed_on, item.is_claimed) == (None, True)
    for act in (service.find_untrue, service.confirm, service.withdraw):
        with pytest.raises((NotYours, NotAllowed)):
            act(item, WHY, by=officer_of(item), at=NOW)


def test_nobody_finds_before_the_body_was_heard_or_its_day_passed() -> None:
    item = make_remnant()

    with pytest.raises(NotAllowed):
        service.find_true(item, WHY, by=office(), at=NOW)
    assert service.leave_unstated(on=item.due_on, at=NOW) == 0
    assert service.leave_unstated(on=item.due_on + DAY, at=NOW) == 1
    db.session.refresh(item)
    service.find_true(item, WHY, by=office(), at=NOW)
    assert item.state is RemnantState.PROPOSED


def test_the_department_that_listed_finds_and_the_office_is_second_where_it_has_one() -> None:
    push, department = make_confirmed(), make_body("示例发起局")
    push.entry.initiated_by_id = push.entry.acting_id = department.id
    first = make_user(Role.OFFICER, department)
    item = service.file(push, TEXT, TODAY, by=claimant(push), at=NOW)
    stated(item, officer_of(item), TODAY, NOW)
    assert (item.finder_id, item.deciding_id) == (department.id, department.id)

    service.find_true(item, WHY, by=first, at=NOW)
    assert item.deciding_id is None
    service.confirm(item, WHY, by=office(), at=NOW)

    (record,) = posted()
    assert record.found_by_id == department.id


def test_a_department_does_not_find_about_itself() -> None:
    push = make_confirmed()
    push.entry.initiated_by_id = push.body_id

    item = service.file(push, TEXT, TODAY, by=claimant(push), at=NOW)

    assert (item.finder_id, item.deciding_id) == (None, None)


@pytest.mark.parametrize("seen_on", [TODAY - DAY, TODAY + DAY])
def test_it_was_seen_after_the_confirmation_and_not_in_the_future(seen_on: date) -> None:
    push = make_confirmed()

    with pytest.raises(WrongReport):
        service.file(push, TEXT, seen_on, by=claimant(push), at=NOW)


def test_only_what_was_confirmed_is_reported_and_once_at_a_time() -> None:
    item = make_remnant()
    with pytest.raises(AlreadyOpen):
        service.file(item.push, TEXT, TODAY, by=claimant(item.push), at=NOW)
    make_receivers(1)
    entry = make_listed()
    sanctions.repair(entry, "修复", by=make_user(Role.OFFICE), at=NOW)
    for push in db.session.scalars(sa.select(Push).where(Push.entry_id == entry.id)):
        with pytest.raises(WrongReport):
            service.file(push, TEXT, TODAY, by=claimant(push), at=NOW)


def test_who_was_found_out_confirms_again_and_is_urged_until_then() -> None:
    item = make_true()
    push = item.push
    push.due_on = TODAY - 5 * DAY
    db.session.flush()

    assert urging.remind_overdue(on=TODAY, at=NOW) == 1
    answers.confirm(push, CLEARED, by=officer_of(item), at=later(1))

    assert pushes.removal_progress(push.entry) == (1, 1)
    assert [e.move for e in audit.history(push)].count("confirm") == 2


def test_a_check_that_cites_what_was_dropped_is_a_lead_by_itself_and_only_once() -> None:
    push = make_confirmed(listed_at=later(-10))
    before = asked(push)
    asked(push, make_body("示例别的局"))

    assert leads.raise_from_checks(at=later(2)) == 1
    assert leads.raise_from_checks(at=later(3)) == 0

    (item,) = db.session.scalars(sa.select(Remnant))
    assert (item.source, item.check_id, item.push_id) == (RemnantSource.CHECK, before.id, push.id)
    assert before.ref in item.text
    stated(item, officer_of(item), TODAY, later(3))
    service.find_untrue(item, WHY, by=office(), at=later(3))
    service.confirm(item, WHY, by=office(), at=later(3))
    assert leads.raise_from_checks(at=later(4)) == 0


def test_a_check_that_finds_nothing_of_it_is_no_lead() -> None:
    push = make_confirmed(listed_at=later(-10))
    make_check({"q": {"code": push.entry.subject.uscc}}, body=push.body, at=later(1))

    assert leads.raise_from_checks(at=later(2)) == 0


def test_the_party_reports_from_the_page_of_its_entry_and_sees_what_becomes_of_it(login) -> None:
    push = make_confirmed()
    push.entry.notified_on = TODAY
    client, address = login(claimant(push)), f"/remnants/new?entry={push.entry_id}"
    said = {"push": str(push.id), "seen_on": str(TODAY), "text": TEXT}

    assert address in client.get(f"/lists/entries/{push.entry_id}").text
    refused = client.post(address, data=said | {"push": ""})
    file = (io.BytesIO("示例证据".encode()), "证据.txt")
    filed = client.post(address, data=said | {"document": file})

    assert (refused.status_code, filed.status_code) == (422, 302)
    (item,) = db.session.scalars(sa.select(Remnant))
    assert TEXT in client.get(filed.location).text
    assert "证据.txt" in login(officer_of(item)).get(filed.location).text
    stranger = login(make_user(Role.OFFICER, make_body("示例别的局")))
    assert stranger.get(filed.location).status_code == 404
    assert stranger.get(address).status_code == 404


def test_who_has_no_account_reports_with_the_number_and_the_code_of_the_paper(client) -> None:
    push = make_confirmed()
    papers = documents.of_thing("list_entry", push.entry_id)
    paper = next(p for p in papers if p.kind == "listing-decision")
    assert paper.ref
    said = {
        "entry": push.entry.ref,
        "proof": f"http://localhost/documents/{paper.token}/verify",
        "body": push.body.slug or push.body.uscc,
        "seen_on": str(TODAY),
        "text": TEXT,
    }
    page = client.get(f"/lists/entries/{push.entry_id}").text
    assert f"/remnants/report?entry={push.entry.ref}" in page

    for wrong in ({"proof": "0" * 32}, {"entry": "MD99999999"}, {"body": make_body().uscc}):
        assert client.post("/remnants/report", data=said | wrong).status_code == 422
    assert client.post("/remnants/report", data=said).status_code == 302

    (item,) = db.session.scalars(sa.select(Remnant))
    assert (item.push_id, item.claimant_id) == (push.id, push.entry.subject_id)


def test_everybody_reads_that_a_body_used_it_all_the_same_and_not_whose_it_was(client) -> None:
    item = make_true()

    page = client.get(f"/lists/entries/{item.push.entry_id}").text

    assert "已清除 0/1" in page and "1 个单位（经两人认定）" in page
    assert "示例已移出有限公司" not in page


def test_two_people_find_on_the_pages(login) -> None:
    item = make_heard()
    first, second = office(), office()
    address = f"/remnants/{item.ref}/do/"

    assert login(first).post(f"{address}find_true", data={"finding": WHY}).status_code == 302
    assert login(first).post(f"{address}confirm", data={"why": WHY}).status_code == 403
    assert login(second).post(f"{address}confirm", data={"why": WHY}).status_code == 302

    db.session.refresh(item)
    assert item.outcome is RemnantOutcome.TRUE


def test_a_sign_of_the_register_is_not_taken_back() -> None:
    item = make_proposed()
    with pytest.raises(NotAllowed):
        service.withdraw(item, WHY, by=claimant(item.push), at=NOW)
    push = make_confirmed(listed_at=later(-10))
    asked(push)
    leads.raise_from_checks(at=later(2))
    found = db.session.scalars(sa.select(Remnant).where(Remnant.push_id == push.id)).one()
    with pytest.raises(NotYours):
        service.withdraw(found, WHY, by=claimant(push), at=later(2))
