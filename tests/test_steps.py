"""Every step has its clock: who is late with it is counted, shown, and kept when it is done."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from arrears.codes import DisputeState, PaymentState
from integrity.base import clock, states
from integrity.base.db import db
from integrity.base.late_steps import LateStep
from integrity.base.permissions import Role
from integrity.base.runs import timetable
from integrity.base.states import Flow
from integrity.casework import delays
from integrity.casework.steps import BOUND, step_in
from integrity.credit.objections import service as objections
from integrity.credit.sanctions import removals
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.pushes import service as pushes
from integrity.doors.desk import things
from integrity.streams.complaints import service as complaints
from integrity.streams.complaints.contacts import CONTACTS
from integrity.streams.courts import service as courts
from jobs import runner
from tests.arrears.makers import contested, make_invoice, report
from tests.complaints.makers import make_answered, make_complaint
from tests.courts.makers import make_assigned, make_case, make_reported
from tests.factories import NOW, TODAY, make_body, make_record, make_user, served
from tests.queries import number_of
from tests.sanctions.makers import make_listed, make_nominated, make_receivers
from tests.test_states import FLOWS

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)


def counted(on: date) -> dict[tuple[str, str], int]:
    db.session.flush()
    return {(row.thing, row.state.value): row.number for row in delays.counts(on)}


def kept() -> list[tuple[str, str, str]]:
    rows = db.session.scalars(sa.select(LateStep).order_by(LateStep.id))
    return [(row.thing, row.state, row.who) for row in rows]


def make_objected() -> None:
    record = make_record()
    filed = objections.file(record, "不属实", by=make_user(body=record.subject), at=NOW)
    filed.due_on = TODAY - DAY


def make_pushed() -> None:
    if not db.session.scalar(sa.select(pushes.Receiver.body_id)):
        make_receivers(1)
    make_listed()
    db.session.execute(sa.update(pushes.Push).values(due_on=TODAY - DAY))


@pytest.mark.parametrize("flow", FLOWS.values(), ids=[m.__tablename__ for m in FLOWS])
def test_every_family_is_in_force_and_only_who_is_bound_is_late(flow: Flow) -> None:
    """A supplier who did not answer in ten days was shown as late by a rule of the office."""
    for step in flow.steps.values():
        thing: Any = SimpleNamespace(**{step.day: TODAY - 9 * DAY})

        assert step.within is None or step.due(TODAY)
        assert (step.days_late(thing, TODAY) > 0) is (step.who in BOUND)


def test_every_step_that_is_counted_has_a_name_for_the_dashboard() -> None:
    for model, state, _step in delays.steps():
        names = (things.title(model.__tablename__), states.word(state))

        assert not {"其他事项", "其他状态"} & {str(name) for name in names}, model


def test_a_complaint_that_nobody_takes_in_makes_the_office_late():
    """What the public said could lie with the office for ever, and nobody was late."""
    complaint = make_complaint()

    assert complaint.step_due_on == date(2026, 11, 27)
    assert counted(date(2026, 11, 27)) == {}
    assert counted(date(2026, 11, 28)) == {("complaint", "received"): 1}


def test_who_complained_is_waited_for_and_never_late():
    complaint = make_answered()
    later = TODAY + 40 * DAY

    words, tone = step_in(complaints.FLOW, complaint, later)

    assert ("已等待 40 天" in words, tone) == (True, "plain")
    assert counted(later) == {}


def test_a_court_is_waited_for_and_never_late():
    case = make_reported(TODAY)

    words, _tone = step_in(courts.FLOW, case, TODAY + 90 * DAY)

    assert "已等待 90 天" in words and counted(TODAY + 90 * DAY) == {}


def test_a_body_signs_for_a_case_by_a_day_of_its_own():
    case = make_assigned()

    assert case.step_due_on == date(2026, 11, 25)
    assert counted(date(2026, 11, 26)) == {("court_case", "assigned"): 1}


def test_an_objection_is_the_offices_to_decide_until_it_is_decided():
    record = make_record()
    objection = objections.file(record, "不属实", by=make_user(body=record.subject), at=NOW)
    office, late = make_user(Role.OFFICE), objection.due_on + DAY
    assert counted(late) == {("objection", "filed"): 1}

    objections.accept(objection, by=office, at=clock.at(late, 9))

    assert counted(late) == {("objection", "accepted"): 1}
    assert kept() == []  # the day is that of the answer, and nobody has answered

    objections.reject(objection, "示例：属实", by=office, at=clock.at(late, 10))

    db.session.flush()
    assert kept() == [("objection", "accepted", "office")]


def pushed(on):
    """How many receivers are late with an answer."""
    return counted(on).get(("push", "delivered"), 0)


def test_the_page_of_what_is_no_streams_says_who_must_act_and_how_late(login):
    """An objection showed a day; that the office had let it go by, its page did not say."""
    record = make_record()
    objection = objections.file(record, "不属实", by=make_user(body=record.subject), at=NOW)
    objection.due_on = TODAY - 3 * DAY
    record.step_since, record.step_due_on = TODAY, TODAY + DAY
    entry = make_nominated()
    entry.step_due_on = TODAY - 2 * DAY
    db.session.flush()
    client = login(make_user(Role.OFFICE))

    said = "待领导小组办公室办理，办理环节逾期"
    assert f"{said} 3 天" in client.get(f"/objections/{objection.id}").text
    assert f"{said} 2 天" in client.get(f"/lists/entries/{entry.id}").text
    assert f"{said} 3 天" in client.get("/desk/").text


def test_a_push_that_is_not_answered_makes_its_receiver_late():
    """Seven pushes were late up to 622 days, on no page of the office."""
    make_receivers(2)
    make_listed()
    db.session.flush()
    due_on = db.session.scalars(sa.select(pushes.Push.due_on)).first()
    pushes.deliver(at=NOW)

    assert pushed(due_on) == 0
    assert pushed(due_on + DAY) == 2


def test_a_hearing_is_closed_by_a_day_after_its_term():
    entry = make_nominated()

    sanctions.notify(entry, by=make_user(Role.OFFICE), at=NOW)
    assert entry.step_due_on is None

    served(entry)

    assert entry.step_due_on > entry.statement_due
    assert counted(entry.step_due_on + DAY)["list_entry", "notified"] == 1


def test_who_proposes_a_removal_starts_the_clock_of_the_second_person():
    entry, office = make_listed(), make_user(Role.OFFICE)
    assert entry.step_due_on is None

    ground = removals.RemovalGround.DOCUMENT_REVOKED
    removals.propose_removal(entry, ground, "示例决定书", "文书已撤销", by=office, at=NOW)
    due_on = entry.step_due_on
    removals.keep(entry, "文书有效", by=make_user(Role.OFFICE), at=NOW)

    assert due_on == date(2026, 12, 4)
    assert (entry.step_due_on, entry.removal_on) == (None, None)


def test_a_request_to_know_who_complained_is_decided_by_a_day():
    complaint = make_complaint(name="示例群众", contact="示例电话")

    asked = CONTACTS.ask(complaint, "核实", by=make_user(Role.OFFICE), at=NOW)

    assert asked.step_due_on == date(2026, 11, 24)


def test_a_set_that_is_moved_late_is_kept_as_one_thing_is():
    make_receivers(2)
    entry = make_listed()
    db.session.flush()
    due_on = db.session.scalars(sa.select(pushes.Push.due_on)).first()
    ids = sa.select(sa.literal(entry.id))

    pushes.recall(ids, due_on + DAY, clock.at(due_on + DAY, 9))

    assert kept() == [("push", "pending", "receiver")] * 2


def test_what_a_supplier_leaves_unanswered_is_the_departments_to_find():
    """Nobody had a day once the supplier had let its own go by."""
    invoice, disputed = make_invoice(), contested(TODAY + 9 * DAY)
    payment = report(invoice)
    dispute, until = disputed.dispute, payment.step_due_on
    leave = timetable()["leave_claims"].work
    db.session.flush()

    others, later = {"strikings": 0, "plans": 0}, clock.at(until + DAY, 1)
    assert leave(until, NOW) == {"payments": 0, "disputes": 0} | others
    assert leave(until + DAY, later) == {"payments": 1, "disputes": 1} | others

    db.session.expire_all()
    assert (payment.state, dispute.state) == (PaymentState.LEFT, DisputeState.CONTESTED)
    assert invoice.pending == payment.amount
    late = counted(payment.step_due_on + DAY)
    assert late == {("payment", "left"): 1, ("dispute", "contested"): 1}


def test_a_clock_that_a_migration_began_is_counted_by_night():
    complaint = make_complaint()
    complaint.step_due_on = None
    db.session.flush()

    runner.run("recount_deadlines", TODAY)

    db.session.expire_all()
    assert complaint.step_due_on == date(2026, 11, 27)


def test_the_dashboard_counts_the_steps_and_leads_to_them(login):
    case = make_case()
    case.step_due_on = TODAY - 12 * DAY
    client = login(make_user(Role.OFFICE))

    page = client.get("/desk/dashboard").text
    behind = client.get("/desk/delays/court_case/received").text

    assert "/desk/delays/court_case/received" in page and "领导小组办公室逐月情况" in page
    assert f'href="/courts/{case.ref}"' in behind and ">12<" in behind
    assert "领导小组办公室 1 件" in client.get("/desk/").text


def test_a_head_sees_the_number_and_only_the_things_it_may_know(login):
    case, body = make_case(), make_body()
    case.step_due_on = TODAY - DAY
    client = login(make_user(Role.HEAD, body))

    behind = client.get("/desk/delays/court_case/received")

    assert behind.status_code == 200 and case.ref not in behind.text
    assert client.get("/desk/delays/court_case/closed").status_code == 404
    assert client.get("/desk/delays/nothing/received").status_code == 404


def test_nobody_but_the_office_learns_from_a_number_that_somebody_complained(login):
    complaint = make_complaint()
    complaint.step_due_on = TODAY - DAY
    client = login(make_user(Role.HEAD, complaint.subject))

    page = client.get("/desk/dashboard").text

    assert "/desk/delays/complaint" not in page and "领导小组办公室逐月情况" not in page
    assert client.get("/desk/delays/complaint/received").status_code == 404


@pytest.mark.parametrize(("thing", "make"), [("push", make_pushed), ("objection", make_objected)])
def test_what_is_no_streams_is_listed_in_as_few_statements(login, thing, make):
    client = login(make_user(Role.OFFICE))
    state = {"push": "pending", "objection": "filed"}[thing]
    make()
    address = f"/desk/delays/{thing}/{state}"
    before = number_of(client, address)

    for _each in range(4):
        make()

    assert number_of(client, address) == before
    assert client.get(address).text.count('<tr class="late">') == 5


def test_the_number_of_delays_asks_no_more_of_the_database(login):
    client = login(make_user(Role.OFFICE))
    make_case().step_due_on = TODAY - DAY
    pages = ("/desk/dashboard", "/desk/delays/court_case/received")
    before = [number_of(client, page) for page in pages]

    for _each in range(9):
        make_case().step_due_on = TODAY - DAY

    assert [number_of(client, page) for page in pages] == before
