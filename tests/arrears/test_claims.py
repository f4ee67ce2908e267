"""No act of the debtor changes a day before it, whatever it claims, contests or plans."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arrears import disputes, service
from arrears.codes import InvoiceState
from integrity.base.errors import Refused
from integrity.casework.deadlines import Standing
from tests.arrears.makers import CONTESTED, clerk_of, late, make_invoice, total
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.usefixtures("app")
S = InvoiceState
ONE = timedelta(days=1)


def act(invoice, kind, day, amount, at):
    clerk = clerk_of(invoice)
    if kind == "pay":
        service.pay(invoice, day, amount, by=clerk, at=at, note="示 1")
    elif kind == "verify":
        service.verify(invoice, amount, "质量争议", by=clerk, at=at, **CONTESTED)
    elif kind == "plan":
        service.plan(invoice, [(day, invoice.unpaid)], "协商", by=clerk, at=at)
    elif invoice.dispute:
        disputes.concede(invoice.dispute, by=clerk, at=at)


@pytest.mark.slow
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    due=st.integers(-20, 20),
    acts=st.lists(
        st.tuples(
            st.sampled_from(["pay", "verify", "plan", "concede"]),
            st.integers(-30, 10),
            st.sampled_from([Decimal("1"), Decimal("4000"), Decimal("10000")]),
            st.integers(0, 9),
        ),
        min_size=1,
        max_size=5,
    ),
)
def test_no_act_of_the_debtor_changes_a_day_before_it_or_takes_a_yuan_out(due, acts):
    invoice = make_invoice(S.FORWARDED, due_on=TODAY + due * ONE)
    now, end = NOW, TODAY + 60 * ONE
    owed = total(end)
    for kind, said, amount, pause in acts:
        now += pause * ONE
        today = TODAY + (now - NOW)
        days = [today - n * ONE for n in range(1, 31)]
        before = ([set(late(day)) for day in days[:5]], [invoice.lateness(day) for day in days])
        try:
            act(invoice, kind, TODAY + said * ONE, amount, now)
        except Refused:
            continue
        after = ([set(late(day)) for day in days[:5]], [invoice.lateness(day) for day in days])
        if kind == "concede":  # as a finding against it: what was disputed or claimed is late
            assert all(old <= new for old, new in zip(before[0], after[0], strict=True))
            assert all(
                new in (old, Standing.LATE) for old, new in zip(before[1], after[1], strict=True)
            )
        else:
            assert after == before
        assert invoice.closed_on is None
        assert total(end) == owed
