"""A supplier that wants to raise money on a debt has it confirmed within thirty days (第十六条)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from arrears import receivables, service
from arrears.codes import InvoiceState
from arrears.errors import WrongInvoice
from arrears.receivables import ReceivableState
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotAllowed
from integrity.casework.documents.models import Document
from tests.arrears.makers import CONTESTED, clerk_of, make_invoice, supplier_of
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("app")
S = ReceivableState


@pytest.fixture
def asked():
    invoice = make_invoice(InvoiceState.FORWARDED)
    return receivables.ask(invoice, "示例银行", by=supplier_of(invoice), at=NOW)


def test_the_debtor_has_thirty_days_and_silence_confirms_nothing(asked):
    assert asked.step_due_on == date(2026, 12, 21)  # the thirtieth day is a Sunday

    later = asked.step_due_on + timedelta(days=3)

    assert (asked.state, asked.step_days_late(later)) == (S.ASKED, 3)
    with pytest.raises(NotAllowed, match="已经提出"):
        receivables.ask(asked.invoice, "", by=supplier_of(asked.invoice), at=NOW)


def test_what_the_debtor_confirms_is_on_paper_and_is_contested_no_more(asked):
    invoice = asked.invoice
    receivables.confirm(asked, Decimal("10000"), by=clerk_of(invoice), at=NOW)

    paper = db.session.scalars(sa.select(Document).where(Document.thing == "receivable")).one()
    assert "10,000.00元" in paper.content and paper.body_id == invoice.subject_id
    with pytest.raises(WrongInvoice, match="书面确认"):
        service.verify(invoice, Decimal(1), "质量", by=clerk_of(invoice), at=NOW, **CONTESTED)


def test_less_than_asked_needs_reasons_and_more_is_none(asked):
    clerk = clerk_of(asked.invoice)

    for sum_ in (Decimal("9000"), Decimal(0), Decimal("10000.01")):
        with pytest.raises(WrongInvoice):
            receivables.confirm(asked, sum_, by=clerk, at=NOW)
    receivables.confirm(asked, Decimal("9000"), "一千元已付", by=clerk, at=NOW)

    assert (asked.state, asked.confirmed) == (S.CONFIRMED, Decimal("9000"))


def test_the_sides_do_not_answer_for_each_other(asked):
    with pytest.raises(Forbidden):
        receivables.confirm(asked, Decimal(1), by=supplier_of(asked.invoice), at=NOW)
    with pytest.raises(Forbidden):
        receivables.withdraw(asked, by=clerk_of(asked.invoice), at=NOW)


def test_an_objection_is_answered_on_paper_and_ends_nothing(asked):
    receivables.contradict(asked, "合同没有签订", by=clerk_of(asked.invoice), at=NOW)

    assert (asked.state, asked.invoice.closed_on) == (S.OBJECTED, None)
    assert receivables.may_ask(asked.invoice, supplier_of(asked.invoice))


def test_the_supplier_asks_on_the_page_and_the_debtor_has_it_on_its_desk(login):
    invoice = make_invoice(InvoiceState.FORWARDED)
    supplier = login(supplier_of(invoice))
    assert supplier.post(f"/arrears/{invoice.ref}/receivable").status_code == 302

    (asked,) = receivables.of(invoice)
    address = f"/arrears/{invoice.ref}/receivables/{asked.id}/confirm"
    clerk = login(clerk_of(invoice))
    assert address in clerk.get("/desk/").text
    assert clerk.post(address, data={"confirmed": "10000"}).status_code == 302
    assert "已确认债权债务关系" in clerk.get(f"/arrears/{invoice.ref}").text
