"""三方对账单: who owes, who is owed and finance speak of every sum of a contract, one by one."""

from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from arrears import reconciliations, service
from arrears.codes import InvoiceState
from arrears.errors import WrongInvoice
from arrears.reconciliations import Reconciliation, ReconciliationState, Said
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotAllowed
from integrity.base.permissions import Role
from integrity.casework.documents.models import Document
from tests.arrears.makers import CONTESTED, clerk_of, make_invoice, supplier_of
from tests.factories import NOW, TODAY, make_user

pytestmark = pytest.mark.usefixtures("app")
S = ReconciliationState
YES, NO = Said(True, ""), Said(False, "少计二千元")


@pytest.fixture
def sheet() -> Reconciliation:
    """Two deliveries under one contract, drawn by the supplier."""
    first = make_invoice(InvoiceState.FORWARDED, due_on=TODAY, contract_no="HT-对账")
    more = {"contract_no": "HT-对账", "amount": Decimal(2000)}
    make_invoice(InvoiceState.FORWARDED, debtor=first.subject, creditor=first.creditor, **more)
    return reconciliations.draw(first, by=supplier_of(first), at=NOW)


def say(sheet: Reconciliation, *words: Said) -> dict[int, Said]:
    return dict(zip([line.id for line in sheet.lines], words, strict=True))


def answered(sheet: Reconciliation, *words: Said) -> None:
    """The debtor confirms all, the supplier says this, finance confirms the debtor's sums."""
    invoice = sheet.invoice
    reconciliations.state_lines(sheet, say(sheet, YES, YES), by=clerk_of(invoice), at=NOW)
    reconciliations.answer_lines(sheet, say(sheet, *words), by=supplier_of(invoice), at=NOW)
    finance = make_user(Role.OFFICE)
    reconciliations.certify(sheet, say(sheet, YES, YES), by=finance, at=NOW)


def paper() -> Any:
    return db.session.scalars(sa.select(Document).where(Document.kind == "account-sheet")).one()


def test_what_three_parties_confirm_is_agreed_on_paper_and_contested_no_more(sheet):
    answered(sheet, YES, YES)

    assert sheet.state is S.AGREED and "三方核对一致" in paper().content
    assert sheet.amount == Decimal(12000) and "12,000.00元" in paper().content
    invoice = sheet.invoice
    with pytest.raises(WrongInvoice, match="书面确认"):
        service.verify(invoice, Decimal(1), "质量", by=clerk_of(invoice), at=NOW, **CONTESTED)


def test_a_supplier_contests_one_line_and_its_difference_is_on_the_sheet(sheet):
    answered(sheet, YES, NO)

    assert sheet.state is S.DIFFERING and "少计二千元" in paper().content


def test_every_line_is_spoken_of_and_what_is_contested_has_reasons(sheet):
    clerk, first = clerk_of(sheet.invoice), sheet.lines[0].id

    for said in ({first: YES}, say(sheet, YES, Said(False, " "))):
        with pytest.raises(WrongInvoice):
            reconciliations.state_lines(sheet, said, by=clerk, at=NOW)


def test_nobody_speaks_for_another_or_out_of_turn(sheet):
    invoice, said = sheet.invoice, say(sheet, YES, YES)
    with pytest.raises(Forbidden):
        reconciliations.state_lines(sheet, said, by=supplier_of(invoice), at=NOW)
    with pytest.raises(NotAllowed):
        reconciliations.answer_lines(sheet, said, by=supplier_of(invoice), at=NOW)
    with pytest.raises(NotAllowed, match="正在对账"):
        reconciliations.draw(invoice, by=supplier_of(invoice), at=NOW)


def test_a_sum_that_came_later_begins_no_second_sheet_of_the_contract(sheet):
    """It stood on none: with it all sums of the contract were on two sheets at once."""
    first = sheet.invoice
    more = {"debtor": first.subject, "creditor": first.creditor, "amount": Decimal(300)}
    later = make_invoice(InvoiceState.FORWARDED, contract_no=first.contract_no, **more)

    with pytest.raises(NotAllowed, match="正在对账"):
        reconciliations.draw(later, by=supplier_of(later), at=NOW)


def test_the_debtor_speaks_on_the_page_and_what_it_typed_is_kept(login, sheet):
    invoice = sheet.invoice
    address = f"/arrears/{invoice.ref}/sheets/{sheet.id}/state_lines"
    clerk, (one, two) = login(clerk_of(invoice)), (line.id for line in sheet.lines)
    assert address in clerk.get("/desk/").text
    data = {f"agrees_{one}": "yes", f"agrees_{two}": "no", f"words_{one}": "示例说明"}

    refused = clerk.post(address, data=data)
    assert refused.status_code in (400, 409, 422) and "示例说明" in refused.text
    assert clerk.post(address, data=data | {f"words_{two}": "已付一千元"}).status_code == 302

    assert "有异议：已付一千元" in clerk.get(f"/arrears/{invoice.ref}").text
    assert sheet.state is S.STATED
