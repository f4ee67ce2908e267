"""The wrong body was named: the office puts it right, with a trace, and nobody's duty is lost."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from arrears import service as arrears
from arrears.codes import InvoiceState
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework import extensions, streams
from integrity.casework.extensions import ExtensionState
from integrity.casework.rules import service as rules
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.streams.complaints import service as complaints
from tests.arrears.makers import make_invoice
from tests.complaints.makers import make_accepted
from tests.courts.makers import make_assigned, make_case, make_performing
from tests.factories import NOW, TODAY, make_body, make_user, served

MADE = {
    "courts": make_performing,
    "arrears": lambda: make_invoice(InvoiceState.FORWARDED),
    "complaints": make_accepted,
}
EVERY = pytest.mark.parametrize("stream", MADE)


def address(stream: str, item: Any) -> str:
    return f"/{stream}/{item.ref}/do/readdress"


def asked(body: Any, item: Any) -> dict[str, Any]:
    return {"body-named": body.name, "why": "示例：合同由该局订立", "moves": item.moves}


@EVERY
def test_the_office_gives_it_to_the_right_body_and_the_log_names_both(login, stream):
    """Seen: a case and an invoice filed against the first body of a list could not be put right."""
    item, right = MADE[stream](), make_body("示例正确的局")
    wrong = item.subject

    answer = login(make_user(Role.OFFICE)).post(address(stream, item), data=asked(right, item))

    assert answer.status_code == 302
    db.session.refresh(item)
    assert item.subject_id == right.id
    said = next(e for e in audit.history(item) if e.move == "readdress")
    assert wrong.name in said.why and right.name in said.why and "合同由该局订立" in said.why
    assert said.facts == {"old": wrong.id, "new": right.id}


@EVERY
@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.COURT, Role.SUPPLIER])
def test_nobody_but_the_office_pushes_a_duty_away(login, stream, role):
    item, right = MADE[stream](), make_body("示例正确的局")
    person = make_user(role, item.subject)

    answer = login(person).post(address(stream, item), data=asked(right, item))

    assert answer.status_code in (403, 404)
    db.session.refresh(item)
    assert item.subject_id != right.id


@EVERY
def test_the_office_does_not_push_away_what_its_own_body_owes(login, stream):
    item, right = MADE[stream](), make_body("示例正确的局")
    person = make_user(Role.OFFICE, item.subject)

    answer = login(person).post(address(stream, item), data=asked(right, item))

    assert answer.status_code == 403
    db.session.refresh(item)
    assert item.subject_id != right.id


@EVERY
def test_who_comes_second_is_told_who_was_first(login, stream):
    item, first, second = MADE[stream](), make_body("示例先到的局"), make_body("示例后到的局")
    seen = item.moves
    late = asked(second, item) | {"moves": seen}

    login(make_user(Role.OFFICE)).post(address(stream, item), data=asked(first, item))
    answer = login(make_user(Role.OFFICE)).post(address(stream, item), data=late)

    assert answer.status_code == 409
    db.session.refresh(item)
    assert item.subject_id == first.id


@EVERY
def test_the_same_body_again_is_refused_and_the_page_says_who_owes_and_by_when(login, stream):
    item = MADE[stream]()
    office = login(make_user(Role.OFFICE))

    page = office.get(address(stream, item)).text
    same = office.post(address(stream, item), data=asked(item.subject, item))

    assert item.subject.name in page.partition("<form")[0] or item.subject.name in page
    assert "改正责任单位" in page and same.status_code == 422


def test_a_debt_stays_due_on_its_day_and_the_new_body_has_the_whole_time_to_answer(login):
    invoice = make_invoice(InvoiceState.FORWARDED, due_on=TODAY - timedelta(days=30))
    right = make_body("示例正确的局")

    login(make_user(Role.OFFICE)).post(address("arrears", invoice), data=asked(right, invoice))

    db.session.refresh(invoice)
    assert invoice.due_on == TODAY - timedelta(days=30)
    assert (invoice.state, invoice.step_since) == (InvoiceState.REGISTERED, TODAY)


def test_a_new_body_performs_within_a_term_of_its_own(login):
    case = make_assigned(at=NOW - timedelta(days=100))
    right = make_body("示例正确的局")

    login(make_user(Role.OFFICE)).post(address("courts", case), data=asked(right, case))

    db.session.refresh(case)
    assert case.due_on == rules.due("LOCAL-COURT", TODAY).due_on and not case.assigned


def test_a_new_body_answers_a_complaint_within_a_term_of_its_own(login):
    complaint = make_accepted(at=NOW - timedelta(days=60))
    right = make_body("示例正确的局")

    login(make_user(Role.OFFICE)).post(
        address("complaints", complaint), data=asked(right, complaint)
    )

    db.session.refresh(complaint)
    assert complaint.due_on == rules.due("CMP-BIZ", TODAY).due_on


def test_more_time_that_the_old_body_asked_for_is_ended_with_a_trace(login):
    """Seen: it could still be granted, and moved the new body's day for the old one's reason."""
    complaint, right = make_accepted(), make_body("示例正确的局")
    head, office = make_user(Role.HEAD, complaint.subject), make_user(Role.OFFICE)
    until = complaint.due_on + timedelta(days=1)
    more = complaints.ask_extension(complaint, until, "示例", by=head, at=NOW)

    login(office).post(address("complaints", complaint), data=asked(right, complaint))
    page = login(office).get(f"/complaints/{complaint.ref}").text
    granted = login(office).post(
        f"/complaints/{complaint.ref}/extensions/{more.id}/grant", data={"why": "同意"}
    )

    assert (more.state, more.approved_by) == (ExtensionState.ENDED, office.name)
    assert "因改正责任单位终止" in page and right.name in more.decision
    assert [event.move for event in audit.history(more)] == ["readdress"]
    assert granted.status_code == 409
    assert complaint.due_on == rules.due("CMP-BIZ", TODAY).due_on
    assert extensions.pending("complaints", complaint) is None


def late_invoice() -> Any:
    invoice = make_invoice(InvoiceState.FORWARDED, due_on=TODAY - timedelta(days=30))
    records.post(arrears.breaches(TODAY), on=TODAY, at=NOW)
    return invoice


def of(invoice: Any) -> list[tuple[int, RecordState]]:
    rows = sa.select(CreditRecord).where(CreditRecord.item_id == invoice.id)
    found = db.session.scalars(rows.order_by(CreditRecord.id))
    return [(record.subject_id, record.state) for record in found]


def test_what_was_proposed_against_the_wrong_body_is_withdrawn_and_the_right_one_gets_its_own(
    login,
):
    invoice, right = late_invoice(), make_body("示例正确的局")
    wrong = invoice.subject_id

    office = make_user(Role.OFFICE)
    login(office).post(address("arrears", invoice), data=asked(right, invoice))
    db.session.refresh(invoice)
    arrears.refer(invoice, by=office, at=NOW)
    records.post(arrears.breaches(TODAY), on=TODAY, at=NOW)
    records.post(arrears.breaches(TODAY), on=TODAY, at=NOW)

    assert of(invoice) == [(wrong, RecordState.WITHDRAWN), (right.id, RecordState.PROPOSED)]


def test_a_record_that_counts_is_not_put_right_in_passing(login):
    invoice, right = late_invoice(), make_body("示例正确的局")
    wrong = invoice.subject_id
    record = served(db.session.scalars(sa.select(CreditRecord)).one())
    records.confirm(record, by=make_user(Role.OFFICE), at=NOW + timedelta(days=60))

    answer = login(make_user(Role.OFFICE)).post(
        address("arrears", invoice), data=asked(right, invoice)
    )

    assert answer.status_code == 409
    assert of(invoice) == [(wrong, RecordState.CONFIRMED)]


def test_nothing_waits_for_the_office_because_it_could_put_a_mistake_right(app):
    office = make_user(Role.OFFICE)

    waiting = streams.named("courts").work.flow.waiting_for(office)

    assert make_case().state in waiting
    assert make_performing().state not in waiting
