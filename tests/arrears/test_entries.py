"""How a claim comes in: a lead of the supplier, handed over, or from the debtor itself."""

from datetime import date, timedelta

import pytest

from arrears import service, transfers
from arrears.codes import Entry, InvoiceState, Rejection
from arrears.errors import AlreadyRegistered, WrongInvoice
from arrears.transfers import TransferState
from integrity.base.errors import Forbidden
from integrity.base.permissions import Role
from integrity.casework.documents import service as documents
from tests.arrears.makers import make_draft, make_finder, make_invoice, make_transferred
from tests.factories import NOW, TODAY, example_code, make_body, make_user

pytestmark = pytest.mark.usefixtures("app")
S = InvoiceState
CONTENT = {
    "size": "small",
    "kind": "goods",
    "contract_no": "HT-示例-7",
    "contract_name": "示例采购合同",
    "delivered_on": "2026-06-01",
    "amount": "5万元",
    "creditor_code": example_code(7001, "91"),
    "creditor_name": "示例新供应商有限公司",
}
HANDED = {
    "platform": "province",
    "number": "鲁示例〔2026〕7号",
    "sender": "示例省工业和信息化厅",
    "taken_on": "2026-11-16",
    "came_on": "2026-11-18",
}


def papers(thing):
    return {paper.kind: paper for paper in documents.of_thing(thing.__tablename__, thing.id)}


def test_a_lead_goes_to_the_department_with_a_letter_that_says_it_is_no_acceptance():
    """Seen: the credit office "accepted" complaints, which only a province's department does."""
    invoice = make_invoice(S.REGISTERED)

    service.refer(invoice, by=make_user(Role.OFFICE), at=NOW)

    letter = papers(invoice)["lead-referral"]
    assert invoice.entry is Entry.LEAD and invoice.state is S.REFERRED
    assert "线索登记不是受理投诉" in letter.content and invoice.ref in letter.content


def test_what_the_department_does_not_handle_ends_with_its_reasons_on_paper():
    invoice = make_invoice(S.REGISTERED)
    service.refer(invoice, by=make_user(Role.OFFICE), at=NOW)

    service.turn_down(invoice, Rejection.OUT_OF_SCOPE, "示例理由", by=make_finder(), at=NOW)

    assert (invoice.state, invoice.rejection) == (S.REJECTED, Rejection.OUT_OF_SCOPE)
    assert "示例理由" in papers(invoice)["lead-refusal"].content


def test_the_debtor_never_answers_a_lead_about_itself():
    invoice = make_invoice(S.REGISTERED)
    service.refer(invoice, by=make_user(Role.OFFICE), at=NOW)
    own = make_user(Role.FINDER, invoice.subject)

    with pytest.raises(Forbidden):
        service.take_on(invoice, "示例", by=own, at=NOW)


def test_what_was_handed_over_has_the_terms_of_the_law_from_the_days_of_the_law():
    invoice = make_transferred()
    transfer = transfers.of(invoice)

    assert invoice.state is S.ACCEPTED
    assert invoice.step_due_on == date(2026, 11, 27), "ten working days from acceptance there"
    assert transfer.step_due_on == date(2026, 12, 18), "thirty days from the materials"
    receipt = papers(transfer)["transfer-receipt"].content
    assert transfer.number in receipt and transfer.sender in receipt


def test_the_result_goes_to_who_complained_and_to_who_handed_it_over():
    invoice = make_transferred()
    transfer = transfers.of(invoice)

    transfers.report(transfer, "示例结果：督促付款", by=make_user(Role.OFFICE), at=NOW)

    letter = papers(transfer)["transfer-result"]
    assert transfer.state is TransferState.ANSWERED
    assert [to.name for to in letter.deliveries] == [transfer.sender, invoice.creditor.name]
    assert "示例结果：督促付款" in letter.content


def test_a_number_comes_in_once_and_no_day_lies_ahead():
    make_transferred("示例 9 号")

    with pytest.raises(AlreadyRegistered):
        make_transferred("示例 9 号")
    ahead = (transfers.Platform.CITY, "示例", "示例部门", TODAY, TODAY + timedelta(days=1))
    draft, office = make_draft(), make_user(Role.OFFICE)
    with pytest.raises(WrongInvoice):
        transfers.take_in(draft, *ahead, by=office, at=NOW)


def test_the_office_enters_what_was_handed_over_for_a_supplier_nobody_knew(login):
    browser = login(make_user(Role.OFFICE))
    body = make_body("示例付款局")
    said = CONTENT | HANDED | {"debtor": str(body.id)}

    wrong = browser.post("/arrears/transfers/new", data=said | {"came_on": "2026-11-10"})
    answer = browser.post("/arrears/transfers/new", data=said)
    page = browser.get(answer.location).text

    assert wrong.status_code == 422 and "鲁示例〔2026〕7号" in wrong.text
    assert "示例新供应商有限公司" in page and "受理部门转办" in page and "反馈处理结果" in page


def test_a_body_reports_what_it_owes_itself_and_it_counts_at_once(login):
    """Seen: whoever owed could not say so: 403."""
    body = make_body("示例自报局")
    browser = login(make_user(Role.OFFICER, body))

    answer = browser.post("/arrears/own/new", data=CONTENT)
    page = browser.get(answer.location).text

    assert "单位自报" in page and "已核实" in page
    assert service.disclosed(TODAY)[0] == 1


def test_an_impossible_code_is_refused_and_nothing_typed_is_lost(login):
    browser = login(make_user(Role.OFFICER, make_body()))

    answer = browser.post("/arrears/own/new", data=CONTENT | {"creditor_code": "91370101X"})

    assert answer.status_code == 422
    assert "91370101X" in answer.text and "HT-示例-7" in answer.text


def test_a_supplier_reports_reprisals_from_its_claim_without_a_name(login, client):
    """Article 20 forbids reprisals; there was no kind of complaint for them."""
    invoice = make_invoice()
    page = login(make_user(Role.SUPPLIER, invoice.creditor)).get(f"/arrears/{invoice.ref}").text
    other = login(make_user(Role.OFFICER, invoice.subject)).get(f"/arrears/{invoice.ref}").text
    address = f"/complaints/new?body={invoice.subject.slug}&kind=retaliation"

    form = client.get(address).text

    assert address.replace("&", "&amp;") in page and "kind=retaliation" not in other
    assert 'value="retaliation"' in form and invoice.subject.name in form
