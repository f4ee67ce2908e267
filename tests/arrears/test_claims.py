"""What the debtor says ends nothing: the supplier, a slip, finance or the department decides."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arrears import disputes, payments, service
from arrears.codes import DisputeState, PaymentState
from arrears.errors import WrongInvoice, WrongPayment
from arrears.grounds import NoGround
from arrears.models import InvoiceState
from integrity.db import db
from integrity.deadlines import Standing
from integrity.errors import Forbidden, NotAllowed, Refused
from integrity.permissions import Role
from tests.arrears.makers import CONTESTED, clerk_of, make_invoice, make_paid, supplier_of
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user

pytestmark = pytest.mark.usefixtures("app")
S = InvoiceState
ONE = timedelta(days=1)


def late(on: date = TODAY) -> list[int]:
    db.session.flush()
    return [row.item_id for row in db.session.execute(service.breaches(on))]


def total(on: date = TODAY) -> Decimal:
    db.session.flush()
    return sum((amount for _label, _count, amount in service.ageing(on)), Decimal(0))


def make_finder():
    return make_user(Role.FINDER, make_body("示例工业和信息化局"))


def report(invoice, day=TODAY, amount=None, at=NOW):
    said = (day, amount or invoice.amount)
    return service.pay(invoice, *said, by=clerk_of(invoice), at=at, note="示 1")


def test_a_back_dated_payment_of_the_debtor_closes_nothing():
    """Seen: 275 days late became 已付清 · 按期 by one line of the debtor, without a voucher."""
    invoice = make_invoice(due_on=TODAY - 275 * ONE)

    payment = report(invoice, TODAY - 280 * ONE)

    assert (invoice.closed_on, invoice.paid, invoice.state) == (None, 0, S.VERIFIED)
    assert late() == [invoice.id]
    assert total() == invoice.amount
    assert service.interest(invoice, TODAY) > 0
    assert payment.step_due_on == date(2026, 12, 4)


def test_a_payment_needs_something_that_shows_it():
    invoice = make_invoice()

    with pytest.raises(WrongPayment, match="凭证"):
        service.pay(invoice, TODAY, Decimal(1), by=clerk_of(invoice), at=NOW, note=" ")


def test_a_payment_reported_in_time_keeps_it_in_time_until_it_is_denied():
    invoice = make_invoice(due_on=TODAY)
    payment, later = report(invoice), TODAY + 5 * ONE

    assert late(later) == []
    assert invoice.lateness(later) is Standing.CLAIMED
    payments.deny(payment, "没有到账", by=supplier_of(invoice), at=NOW + 5 * ONE)

    assert late(later) == [invoice.id]
    assert invoice.lateness(TODAY + ONE) is Standing.LATE


def test_a_confirmed_payment_counts_from_the_report_unless_the_supplier_names_an_earlier_day():
    due = TODAY - 5 * ONE
    first, second = make_invoice(due_on=due), make_invoice(due_on=due)
    for invoice, day in ((first, None), (second, due)):
        payment = report(invoice, due)
        payments.confirm(payment, day, by=supplier_of(invoice), at=NOW)

    assert (first.closed_on, second.closed_on) == (TODAY, due)
    assert late() == [first.id]


def test_only_the_supplier_of_the_invoice_confirms():
    invoice = make_invoice()
    payment = report(invoice)

    for who in (clerk_of(invoice), make_user(Role.SUPPLIER, make_enterprise("另一企业"))):
        with pytest.raises(Forbidden):
            payments.confirm(payment, None, by=who, at=NOW)


def test_a_slip_is_checked_by_the_office_but_not_by_people_of_the_debtor():
    invoice = make_invoice(due_on=TODAY - 5 * ONE)
    payment = report(invoice, TODAY - 6 * ONE)

    with pytest.raises(Forbidden):
        payments.check(payment, "回单 1", TODAY, by=make_user(Role.OFFICE, invoice.subject), at=NOW)
    payments.check(payment, "回单 1", TODAY - 6 * ONE, by=make_user(Role.OFFICE), at=NOW)

    assert (invoice.state, late()) == (S.PAID, [])


def test_the_department_finds_when_the_supplier_is_silent_or_has_denied():
    invoice, finder = make_invoice(), make_finder()
    payment = report(invoice)

    with pytest.raises(NotAllowed, match="到期后"):
        payments.find_paid(payment, TODAY, "回单属实", by=finder, at=NOW)
    payments.deny(payment, "没有到账", by=supplier_of(invoice), at=NOW)
    payments.find_paid(payment, TODAY, "回单属实", by=finder, at=NOW)

    assert (payment.state, invoice.state) == (PaymentState.CONFIRMED, S.PAID)


def test_the_department_does_not_find_about_itself():
    invoice = make_invoice()
    payment = report(invoice)
    payments.deny(payment, "没有到账", by=supplier_of(invoice), at=NOW)

    with pytest.raises(Forbidden):
        payments.find_paid(
            payment, TODAY, "属实", by=make_user(Role.FINDER, invoice.subject), at=NOW
        )


def test_a_payment_of_the_finance_system_counts_and_confirms_what_was_reported():
    invoice = make_invoice()
    payment = report(invoice)

    found = payments.receive(
        invoice, TODAY - ONE, invoice.amount, "国库 1", by=make_user(Role.OFFICE), at=NOW
    )

    assert found is payment
    assert (invoice.state, invoice.closed_on) == (S.PAID, TODAY - ONE)


@pytest.mark.parametrize(
    "words",
    [
        "新任局长不认可前任签的合同，法定代表人变更",
        "正在履行内部付款流程",
        "须等待决算审计",
        "等待竣工验收备案",
        "财政资金没有到位",
    ],
)
def test_the_excuses_of_article_14_are_refused(words):
    """Seen: all of them were accepted as a dispute of 100 %, and nothing was late any more."""
    invoice = make_invoice(S.FORWARDED)

    with pytest.raises(NoGround, match=r"第十四条|不构成"):
        service.verify(invoice, invoice.amount, words, by=clerk_of(invoice), at=NOW, **CONTESTED)


def test_an_audit_that_was_agreed_is_a_ground_and_no_ground_is_none():
    invoice, clerk = make_invoice(S.FORWARDED), None
    clerk = clerk_of(invoice)
    why = "合同第七条约定以审计结果结算，审计没有完成"

    with pytest.raises(NoGround, match="选择"):
        service.verify(invoice, Decimal(1), "争议", by=clerk, at=NOW, evidence="报告")
    with pytest.raises(WrongInvoice, match="证据"):
        service.verify(invoice, Decimal(1), "争议", by=clerk, at=NOW, ground="quality")
    service.verify(
        invoice, Decimal(1), why, by=clerk, at=NOW, ground="audit_agreed", evidence="合同"
    )

    assert invoice.disputed == 1


def contested(due_on, amount=Decimal("10000")):
    invoice = make_invoice(S.FORWARDED, due_on=due_on)
    service.verify(invoice, amount, "质量争议", by=clerk_of(invoice), at=NOW, **CONTESTED)
    return invoice


def test_a_dispute_of_everything_silences_nothing():
    """Seen: 100 % disputed was no breach, bore no interest, and nobody had to decide it."""
    invoice = contested(TODAY - ONE)

    assert late() == [invoice.id]
    assert total() == invoice.amount
    assert invoice.lateness(TODAY) is Standing.DISPUTED
    assert invoice.dispute.step_due_on == date(2026, 12, 4)


def test_a_dispute_raised_in_time_and_found_against_the_debtor_is_late_from_the_first_day():
    invoice, later = contested(TODAY + ONE), TODAY + 40 * ONE
    assert late(later) == []
    assert total(later) == invoice.amount

    disputes.contest(invoice.dispute, "货物合格", by=supplier_of(invoice), at=NOW)
    disputes.find(invoice.dispute, Decimal("9000"), "检测合格", by=make_finder(), at=NOW + 30 * ONE)

    assert late(later) == [invoice.id]
    assert (invoice.unpaid, invoice.excused) == (Decimal("9000"), Decimal("1000"))
    assert invoice.days_late(later) == 39


def test_what_the_supplier_accepts_is_not_owed():
    whole, part = contested(TODAY - ONE), contested(TODAY - ONE, Decimal("4000"))

    for invoice in (whole, part):
        disputes.agree(invoice.dispute, by=supplier_of(invoice), at=NOW)

    assert (whole.state, part.unpaid) == (S.NOT_OWED, Decimal("6000"))
    assert late() == [part.id]


def test_the_debtor_may_give_up_and_is_late_from_the_first_day():
    invoice = contested(TODAY + ONE)

    disputes.concede(invoice.dispute, by=clerk_of(invoice), at=NOW)

    assert (invoice.dispute.state, invoice.unpaid) == (DisputeState.DECIDED, invoice.amount)
    assert late(TODAY + 2 * ONE) == [invoice.id]


def test_a_court_decides_what_is_before_it():
    invoice, finder = contested(TODAY - ONE), make_finder()
    service.dispute(invoice, "（2026）鲁01民初1号", "立案", by=make_user(Role.OFFICE), at=NOW)

    with pytest.raises(NotAllowed, match="裁判"):
        disputes.find(invoice.dispute, Decimal(0), "不应付", by=finder, at=NOW + 60 * ONE)
    service.judge(invoice, Decimal("4000"), "判决", by=finder, at=NOW)

    assert (invoice.disputed, invoice.unpaid) == (0, Decimal("6000"))
    assert late() == [invoice.id]


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


def test_the_page_lets_the_supplier_deny_and_its_desk_says_so(login):
    invoice = make_invoice()
    payment = report(invoice)
    supplier = login(supplier_of(invoice))

    assert f"/payments/{payment.id}/confirm" in supplier.get("/desk/").text
    assert "没有收到" in supplier.get(f"/arrears/{invoice.ref}").text
    answer = supplier.post(
        f"/arrears/{invoice.ref}/payments/{payment.id}/deny", data={"why": "没有到账"}
    )

    assert answer.status_code == 302
    assert payment.state is PaymentState.DENIED


def test_the_department_sees_every_claim_and_a_finder_of_nothing_else(login):
    invoice = contested(TODAY - ONE)
    disputes.contest(invoice.dispute, "合格", by=supplier_of(invoice), at=NOW)
    client = login(make_finder())

    assert f"/arrears/{invoice.ref}/dispute/find" in client.get("/desk/").text
    page = client.post(
        f"/arrears/{invoice.ref}/dispute/find", data={"owed": "10000", "why": "检测合格"}
    )

    assert page.status_code == 302
    assert invoice.dispute.owed == Decimal("10000")


def test_paying_and_confirming_twice_pays_once():
    invoice = make_invoice()
    payment = make_paid(invoice, Decimal("4000"))

    with pytest.raises(NotAllowed):
        payments.confirm(payment, None, by=supplier_of(invoice), at=NOW)

    assert invoice.paid == Decimal("4000")
