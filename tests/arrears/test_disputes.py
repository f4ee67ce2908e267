"""A dispute needs a lawful ground and silences nothing: supplier, department or court decide."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from arrears import disputes, service
from arrears.codes import DisputeState, InvoiceState
from arrears.errors import WrongInvoice
from arrears.grounds import NoGround
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.casework.deadlines import Standing
from tests.arrears.makers import (
    CONTESTED,
    clerk_of,
    contested,
    late,
    make_finder,
    make_invoice,
    make_paid,
    supplier_of,
    total,
)
from tests.factories import NOW, TODAY, make_user

pytestmark = pytest.mark.usefixtures("app")
S = InvoiceState
ONE = timedelta(days=1)


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


def test_paying_what_was_disputed_concedes_it_with_its_interest():
    """To dispute all of it and then to pay must not be a way around the interest."""
    invoice = contested(TODAY - 20 * ONE)

    make_paid(invoice, invoice.amount)

    assert (invoice.interest_paid, invoice.paid) == (Decimal("99.01"), Decimal("9900.99"))
    assert (invoice.closed_on, invoice.disputed) == (None, Decimal("99.01"))
    make_paid(invoice, Decimal("100.00"))
    assert (invoice.state, invoice.interest_paid) == (S.PAID, Decimal("100.00"))


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
