"""A claim leaves the ledger on the word of who was owed, or on what the law has in its place."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from arrears import clearing, corrections, payments, plans, service, strikings
from arrears.codes import InvoiceState
from arrears.models import Invoice
from arrears.strikings import StrikingState, Substitute
from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotAllowed
from integrity.base.permissions import Role
from integrity.casework.documents.models import Document
from tests.arrears.makers import (
    all_of,
    clerk_of,
    make_finder,
    make_invoice,
    make_paid,
    report,
    supplier_of,
)
from tests.factories import NOW, TODAY, make_user

pytestmark = pytest.mark.usefixtures("app")
S = StrikingState
WEEKS = timedelta(days=60)
AUTUMN = clock.at(TODAY - timedelta(days=30), 9)


@pytest.fixture
def paid() -> Invoice:
    """A claim of which the finance department says that it is paid; the supplier was not asked."""
    invoice = make_invoice(due_on=TODAY)
    finance = make_user(Role.OFFICE)
    payments.receive(invoice, TODAY, invoice.amount, "国库 0001", by=finance, at=NOW)
    return invoice


def in_ledger(invoice: Invoice) -> bool:
    db.session.flush()
    return any(one.invoice is invoice for one in clearing.items(sa.true(), TODAY))


def papers(kind: str) -> Any:
    kept = sa.select(Document).where(Document.kind == kind).order_by(Document.id)
    return db.session.scalars(kept).all()


def test_what_is_paid_stays_in_the_ledger_until_the_supplier_signs(paid):
    striking = strikings.of(paid)
    assert (paid.state, striking.state, in_ledger(paid)) == (InvoiceState.PAID, S.ASKED, True)
    with pytest.raises(Forbidden):
        strikings.sign_off(striking, by=clerk_of(paid), at=NOW)

    strikings.sign_off(striking, by=supplier_of(paid), at=NOW)

    (signed,) = papers("strike-signature")
    assert "10,000.00元" in signed.content and signed.body_id == paid.creditor_id
    assert not in_ledger(paid)


def test_a_supplier_that_refuses_and_is_right_gets_its_claim_back(paid):
    """Finance had paid another firm of the same name: the claim counted as paid, and was gone."""
    striking, supplier = strikings.of(paid), supplier_of(paid)
    strikings.withhold(striking, "账户没有收到", by=supplier, at=NOW)
    wrong = corrections.correct(
        paid.payments[0], TODAY, Decimal(0), "没有收到", by=supplier, at=NOW
    )
    with pytest.raises(NotAllowed, match="更正"):
        strikings.find_settled(striking, Substitute.VOUCHER, "回单", by=make_finder(), at=NOW)

    corrections.admit(wrong, by=clerk_of(paid), at=NOW)

    assert (paid.state, paid.closed_on, striking.state) == (InvoiceState.VERIFIED, None, S.DROPPED)
    make_paid(paid, all_of(paid))
    assert strikings.of(paid).state is S.ASKED  # and is asked anew once all is paid


def test_who_is_silent_is_replaced_by_evidence_that_the_department_finds(paid):
    striking, finder = strikings.of(paid), make_finder()
    with pytest.raises(NotAllowed):
        strikings.find_settled(striking, Substitute.VOUCHER, "回单", by=finder, at=NOW)
    assert strikings.leave_unanswered(on=TODAY + WEEKS, at=NOW + WEEKS) == 1
    db.session.refresh(striking)

    strikings.find_open(striking, "回单户名不符", by=finder, at=NOW + WEEKS)
    assert (striking.state, in_ledger(paid)) == (S.ASKED, True)
    strikings.withhold(striking, "户名不符", by=supplier_of(paid), at=NOW + WEEKS)
    strikings.find_settled(striking, Substitute.DEPOSIT, "已提存", by=finder, at=NOW + WEEKS)

    assert "不予销号" in papers("strike-finding")[0].content
    assert "提存" in papers("strike-finding")[1].content
    assert not in_ledger(paid)


def test_the_office_reports_how_a_claim_ended(paid):
    striking = strikings.of(paid)
    strikings.sign_off(striking, by=supplier_of(paid), at=NOW)
    strikings.close_claim(striking, "督促后十日内付清", by=make_user(Role.OFFICE), at=NOW)

    (closing,) = papers("arrears-closing")
    assert "督促后十日内付清" in closing.content and "销号确认书" in closing.content
    assert {to.subject_id for to in closing.deliveries} == paid.parties


def test_the_supplier_signs_on_the_page_that_its_desk_leads_to(login, paid):
    address = f"/arrears/{paid.ref}/strikings/{strikings.of(paid).id}/sign_off"
    supplier = login(supplier_of(paid))
    assert address in supplier.get("/desk/").text

    assert supplier.post(address).status_code == 302

    page = supplier.get(f"/arrears/{paid.ref}").text
    assert "供应商确认" in page and "销号确认书" in page


def planned() -> Invoice:
    """Both have agreed to two parts, the first of which is due ten days ago."""
    invoice = make_invoice(due_on=TODAY - WEEKS)
    half, days = invoice.amount / 2, (TODAY - timedelta(days=10), TODAY + timedelta(days=20))
    clerk = clerk_of(invoice)
    service.plan(invoice, [(day, half) for day in days], "已协商", by=clerk, at=AUTUMN)
    service.agree_plan(invoice, by=supplier_of(invoice), at=AUTUMN)
    db.session.flush()
    return invoice


def test_an_agreement_names_its_days_and_who_signed(paid):
    invoice = planned()

    (agreement,) = papers("repayment-agreement")
    for part in invoice.instalments:
        day = part.due_on
        assert f"{day.year}年{day.month}月{day.day}日" in agreement.content
    assert agreement.content.count("2026年10月21日") == 2  # each side has signed by its move
    assert {to.subject_id for to in agreement.deliveries} == invoice.parties


def test_a_plan_of_which_a_part_was_not_paid_is_broken_and_all_is_owed():
    """Nobody noticed a missed instalment: the plan went on standing on the page as agreed."""
    invoice = planned()

    assert plans.break_missed(on=TODAY, at=NOW) == 1

    assert invoice.state is InvoiceState.BROKEN
    assert plans.break_missed(on=TODAY, at=NOW) == 0


def test_what_was_reported_in_time_keeps_a_plan_until_it_is_denied():
    invoice = planned()
    said = report(invoice, AUTUMN.date(), Decimal(5000), at=AUTUMN)

    assert plans.break_missed(on=TODAY, at=NOW) == 0
    payments.deny(said, "没有到账", by=supplier_of(invoice), at=NOW)
    assert plans.break_missed(on=TODAY, at=NOW) == 1
