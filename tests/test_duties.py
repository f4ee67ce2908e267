"""Whoever owes can neither end, shrink nor hide what it owes, in any stream.

An act of the owing side received on a day changes nothing known of the days before it; from that
day on it only turns open or late into claimed, and refused it was never made.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arrears import payments
from arrears import service as arrears
from arrears.codes import InvoiceState, PaymentState
from commitments import fulfilment
from commitments.change import compensations
from commitments.steps import milestones
from commitments.steps.milestones import MilestoneState
from evaluations import service as evaluations
from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Role
from integrity.casework import streams
from integrity.casework.deadlines import Standing
from integrity.credit.records.models import RecordState
from integrity.streams.complaints import service as complaints
from integrity.streams.contracts import reports
from integrity.streams.courts import service as courts
from integrity.streams.grievances import service as grievances
from integrity.streams.lawsuits import service as lawsuits
from integrity.streams.pledges import service as pledges
from integrity.streams.rectifications import service as rectifications
from integrity.streams.tips import findings as tips
from tests.arrears.makers import CONTESTED, make_invoice
from tests.arrears.makers import supplier_of as creditor_of
from tests.commitments.makers import make_published
from tests.commitments.test_compensations import harmed, make_compensation, payer
from tests.complaints.makers import make_accepted
from tests.contracts.makers import firm_of, make_node
from tests.courts.makers import judge_of, make_performing
from tests.evaluations.makers import make_point
from tests.factories import NOW, TODAY, make_body, make_record, make_user, served
from tests.grievances.makers import found_not_right, make_true
from tests.lawsuits.makers import judge_of as judge_of_suit
from tests.lawsuits.makers import make_lost
from tests.losses.makers import found_unpaid, make_granted, report_paid
from tests.plans.makers import claimed, make_task, noted, refused
from tests.pledges.makers import make_pledge, officer_of, supplier_of
from tests.remnants.makers import make_remnant, stated
from tests.targets.makers import make_target, measured, said_reached
from tests.tips.makers import make_tip

DUE = TODAY + timedelta(days=10)
DAYS = [TODAY + timedelta(days=number) for number in (0, 10, 11, 15, 31)]

Act = Callable[[Any, Any, date, datetime], object]
"""An act of the owing side: (item, who, the day it names, when)."""


@dataclass(frozen=True)
class Owed:
    """What is owed in a stream: how it comes about, who owes, what they may do, who refuses it.

    refuse: None where the duty is done in this system, on the day received.
    """

    make: Callable[[], Any]
    acts: tuple[Act, ...]
    refuse: Callable[[Any, datetime], object] | None
    who: Callable[[Any], Any] = lambda item: make_user(Role.OFFICER, item.subject)
    stream: str = ""  # whose breach it is, where not its own
    about: Callable[[Any], Any] = lambda item: item  # the thing of that stream


def office() -> Any:
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def ordered() -> Any:
    record = make_record(state=RecordState.CONFIRMED, decided_on=TODAY)
    return served(rectifications.order(record, "示例", by=office(), at=NOW))


def deny(item: Any, at: datetime) -> None:
    for payment in item.payments:
        if payment.state is PaymentState.REPORTED:
            payments.deny(payment, "示例", by=creditor_of(item), at=at)


OWED = {
    "arrears": Owed(
        lambda: make_invoice(InvoiceState.FORWARDED),
        (
            lambda item, by, day, at: arrears.verify(
                item, item.amount, "示例质量争议", by=by, at=at, **CONTESTED
            ),
            lambda item, by, day, at: arrears.verify(item, Decimal(0), by=by, at=at),
            lambda item, by, day, at: arrears.plan(
                item, [(day, item.unpaid)], "示例", by=by, at=at
            ),
            lambda item, by, day, at: arrears.pay(item, day, Decimal(1), by=by, at=at, note="示例"),
            lambda item, by, day, at: arrears.pay(
                item, day, item.amount - item.pending, by=by, at=at, note="示例"
            ),
        ),
        deny,
    ),
    "contracts": Owed(
        make_node,
        (lambda item, by, day, at: reports.report(item, day, "示例", by=by, at=at),),
        lambda item, at: reports.deny(item, "示例", by=firm_of(item), at=at),
    ),
    "courts": Owed(
        make_performing,
        (
            lambda item, by, day, at: courts.perform(item, day, "示例", by=by, at=at),
            lambda item, by, day, at: courts.settle(item, day, "示例", by=by, at=at),
        ),
        lambda item, at: courts.send_back(item, "示例", by=judge_of(item), at=at),
    ),
    "commitments": Owed(
        make_published,
        (
            lambda item, by, day, at: fulfilment.progress(item, 99, "示例", by=by, at=at),
            lambda item, by, day, at: fulfilment.report(item, day, "1", "示例", by=by, at=at),
        ),
        lambda item, at: fulfilment.send_back(item, "示例", by=office(), at=at),
    ),
    "rectifications": Owed(
        ordered,
        (
            lambda item, by, day, at: rectifications.answer(item, "示例", by=by, at=at),
            lambda item, by, day, at: rectifications.put_right(item, "示例", by=by, at=at),
        ),
        lambda item, at: rectifications.send_back(item, "示例", by=office(), at=at),
    ),
    "targets": Owed(make_target, (said_reached,), lambda item, at: measured(item, 99)),
    "plans": Owed(make_task, (noted, claimed), refused),
    "grievances": Owed(
        make_true,
        (
            lambda item, by, day, at: grievances.refuse(item, "示例", by=by, at=at),
            lambda item, by, day, at: grievances.report(item, "示例", by=by, at=at),
        ),
        found_not_right,
    ),
    "losses": Owed(make_granted, (report_paid,), found_unpaid),
    "remnants": Owed(make_remnant, (stated,), None),
    "evaluations": Owed(
        make_point,
        (lambda item, by, day, at: evaluations.answer(item, "示例", by=by, at=at),),
        lambda item, at: evaluations.send_back(item, "示例", by=office(), at=at),
    ),
    "lawsuits": Owed(
        lambda: make_lost(DUE),
        (lambda item, by, day, at: lawsuits.end(item, "performed", day, by=by, at=at),),
        lambda item, at: lawsuits.urge(item, by=judge_of_suit(item), at=at),
    ),
    "pledges": Owed(
        make_pledge,
        (lambda item, by, day, at: pledges.report(item, day, "示例", by=by, at=at),),
        lambda item, at: pledges.send_back(item, "示例", by=officer_of(item), at=at),
        supplier_of,
    ),
    "compensations": Owed(
        make_compensation,
        (
            lambda item, by, day, at: compensations.report(
                item, day, item.amount, by=by, at=at, slip="示例"
            ),
        ),
        lambda item, at: compensations.deny(item, "示例", by=harmed(item), at=at),
        payer,
        "commitments",
        lambda item: item.change.commitment,
    ),
    "tips": Owed(
        make_tip, (lambda item, by, day, at: tips.find_untrue(item, "示例", by=by, at=at),), None
    ),
    "complaints": Owed(
        make_accepted,
        (lambda item, by, day, at: complaints.answer(item, "resolved", "示例", by=by, at=at),),
        None,
    ),
}
NOTHING_OWED = {"decisions"}
"""Who decided enters it; its subject owes nothing by a day, and no act of it changes the breach."""
acts = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 5), st.integers(0, 40)), min_size=1, max_size=4
)
fast = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def make(owed: Owed) -> Any:
    item = owed.make()
    item.due_on = item.first_due_on = DUE
    db.session.flush()
    return item


def known(owed: Owed, name: str, item: Any, days: list[date]) -> list[tuple[Standing, bool]]:
    """How it stood on each of these days, and whether it was a breach by then."""
    stream, number = streams.named(owed.stream or name), owed.about(item).id

    def breach(on: date) -> bool:
        rows = stream.breaches(on).subquery()
        found = sa.select(sa.func.count()).where(rows.c.item_id == number)
        return bool(db.session.scalar(found.select_from(rows)))

    return [(item.lateness(day), breach(day)) for day in days]


def overdue(item: Any, on: date) -> bool:
    wanted = sa.select(type(item).id).where(type(item).id == item.id, type(item).is_overdue(on))
    return db.session.scalar(wanted) is not None


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("name", OWED)
@fast
@given(done=acts)
def test_no_act_of_who_owes_changes_what_was_known_before_it(
    name: str, done: list[tuple[int, int, int]]
) -> None:
    """A day before the due day, typed months later, ended a duty as done in time."""
    owed = OWED[name]
    item = make(owed)
    by = owed.who(item)

    for after, number, ago in sorted(done):
        on = TODAY + timedelta(days=after)
        before = [day for day in DAYS if day < on]
        stood, late, closed = known(owed, name, item, before), overdue(item, on), item.closed_on
        act = owed.acts[number % len(owed.acts)]
        with suppress(Refused):
            act(item, by, on - timedelta(days=ago), clock.at(on, 9))
        db.session.flush()

        assert known(owed, name, item, before) == stood
        if owed.refuse:
            assert item.closed_on == closed
            assert overdue(item, on) == late
            assert not item.is_claimed or item.lateness(DAYS[-1]) is Standing.CLAIMED


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("name", [name for name, owed in OWED.items() if owed.refuse])
@fast
@given(after=st.integers(0, 20), ago=st.integers(0, 30))
def test_what_is_refused_was_never_done(name: str, after: int, ago: int) -> None:
    owed = OWED[name]
    item = make(owed)
    untouched = known(owed, name, item, DAYS)
    on = TODAY + timedelta(days=after)
    with suppress(Refused):
        owed.acts[-1](item, owed.who(item), on - timedelta(days=ago), clock.at(on, 9))

    if item.is_claimed and owed.refuse:
        owed.refuse(item, clock.at(on + timedelta(days=3), 9))
    db.session.flush()

    assert known(owed, name, item, DAYS) == untouched


@pytest.mark.usefixtures("app")
def test_every_stream_is_in_the_table() -> None:
    told = {name for name, owed in OWED.items() if not owed.stream}
    assert told | NOTHING_OWED == set(streams.registered())


@pytest.mark.usefixtures("app")
@fast
@given(after=st.integers(0, 30), ago=st.integers(0, 40))
def test_a_step_counts_from_the_day_the_body_spoke_whatever_day_it_names(
    after: int, ago: int
) -> None:
    """A step met months late was shown as met in time once the body typed an early day."""
    item = make_published(steps=[("示例阶段", DUE, 1)])
    step = milestones.of(item)[0]
    on = TODAY + timedelta(days=after)
    said = on - timedelta(days=ago)

    officer, at = make_user(Role.OFFICER, item.subject), clock.at(on, 9)
    milestones.record(step, MilestoneState.MET, "示例", met_on=said, by=officer, at=at)

    assert (step.met_on, step.received_on) == (said, on)
    assert step.days_late(DAYS[-1]) == max((on - DUE).days, 0)
