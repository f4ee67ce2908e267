"""Receipts and statements: written from the register for whoever needs them, and never kept."""

from decimal import Decimal

import pytest

from arrears import papers as arrears_papers
from integrity.base.permissions import Role
from integrity.casework.documents import deliveries, kinds, templates
from integrity.casework.documents.amounts import capitals
from integrity.casework.documents.models import Way
from integrity.credit.checks import papers as check_papers
from integrity.credit.objections import service as objections
from integrity.streams.complaints import papers as complaint_papers
from integrity.streams.complaints import service
from tests.arrears.makers import make_invoice, supplier_of
from tests.checks.makers import make_check
from tests.complaints.makers import answer, make_accepted, make_receipt
from tests.evaluations.makers import make_assignment, publish, score_all
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.papers.makers import issued, office, received
from tests.papers.test_files import words


@pytest.fixture(autouse=True)
def _app(app):
    return app


def told(client, receipt, paper, secret=""):
    data = {"ref": receipt.thing.ref, "secret": secret or receipt.secret, "paper": paper}
    return client.post("/complaints/track/paper", data=data)


def test_a_check_has_a_receipt_on_paper(login):
    subject = make_enterprise()
    made = make_check({"1": {"code": subject.uscc}, "2": {"name": "没有这家示例公司"}})
    client = login(make_user(Role.OFFICER, made.body))

    said = words(client.get(f"/checks/{made.ref}/receipt.pdf").data)

    assert made.ref in said and made.answer_digest in said
    assert subject.name in said and "无法判断" in said
    assert f"/checks/{made.ref}/receipt.pdf" in client.get(f"/checks/{made.ref}").text


def test_a_check_of_a_thousand_has_one_too():
    made = make_check({str(n): {"name": f"示例公司{n}"} for n in range(1000)})

    table = next(
        part for part in check_papers.receipt(made).paper.body if not isinstance(part, str)
    )

    assert len(table.rows) == 1000


def test_another_body_has_no_receipt(login):
    made = make_check({"1": {"name": "示例公司"}})
    client = login(make_user(Role.OFFICER, make_body("另一个示例局")))

    assert client.get(f"/checks/{made.ref}/receipt.pdf").status_code == 404


def test_a_complainant_has_the_receipt_without_its_secret(client):
    receipt = make_receipt()

    page = client.post(
        "/complaints/track", data={"ref": receipt.thing.ref, "secret": receipt.secret}
    )
    made = told(client, receipt, "receipt")

    assert "/complaints/track/paper" in page.text
    assert made.headers["Cache-Control"] == "no-store"
    said = words(made.data)
    assert receipt.thing.ref in said and receipt.secret not in said
    assert "查询码不在本回执上" in said


def test_a_wrong_secret_gives_no_paper(client):
    assert told(client, make_receipt(), "receipt", "1" * 16).status_code == 422


def test_an_answer_is_on_paper_as_soon_as_there_is_one(client):
    receipt = make_receipt()
    early = told(client, receipt, "answer").status_code
    service.accept(receipt.thing, 0, by=make_user(Role.OFFICE), at=NOW)
    answer(receipt.thing)

    said = words(told(client, receipt, "answer").data)

    assert early == 404
    assert "示例：已经办结。" in said and receipt.thing.subject.name in said
    assert "已解决" in said


def test_what_was_erased_is_on_no_paper():
    """A paper that was kept would tell what the register has forgotten."""
    complaint = make_accepted()
    answer(complaint)
    complaint.erased_on = TODAY

    assert complaint_papers.answer(complaint) is None


def test_a_supplier_has_the_receipt_of_a_claim_and_its_interest(login):
    invoice = make_invoice(due_on=TODAY.replace(month=8))
    client = login(supplier_of(invoice))

    page = client.get(f"/arrears/{invoice.ref}").text
    receipt = words(client.get(f"/arrears/{invoice.ref}/receipt.pdf").data)
    interest = words(client.get(f"/arrears/{invoice.ref}/interest.pdf").data)

    assert f"/arrears/{invoice.ref}/receipt.pdf" in page
    assert "10,000.00" in receipt and capitals(Decimal(10000)) in receipt
    assert "不是对债权债务的认定" in receipt and "不是对债权债务的认定" in interest
    assert "2026年8月21日" in interest and "利息合计" in interest


def test_nobody_else_has_a_paper_about_an_invoice(login):
    invoice = make_invoice()
    client = login(make_user(Role.OFFICER, make_body("另一个示例局")))

    for name in ("receipt", "interest"):
        assert client.get(f"/arrears/{invoice.ref}/{name}.pdf").status_code in (403, 404)


def test_the_same_row_gives_the_same_paper():
    invoice = make_invoice()

    assert arrears_papers.receipt(invoice) == arrears_papers.receipt(invoice)


def test_whoever_serves_a_paper_in_person_has_something_to_be_signed(login):
    document = issued(make_body())
    delivery = document.deliveries[0]
    deliveries.send(delivery, Way.PERSON, by=office(), at=NOW)
    client = login(office())

    page = client.get(f"/desk/documents/{document.id}").text
    said = words(client.get(f"/desk/deliveries/{delivery.id}/receipt.pdf").data)

    assert f"/desk/deliveries/{delivery.id}/receipt.pdf" in page
    assert document.ref in said and delivery.name in said and "受送达人（签名或者盖章）" in said


def test_an_answer_is_a_letter_that_the_body_must_still_issue(login):
    delivery = received()
    client = login(make_user(Role.OFFICER, delivery.subject))
    early = client.get(f"/desk/letters/{delivery.id}/reply.docx").status_code
    delivery.answer, delivery.answered_on = "示例：已经整改。", TODAY

    said = words(client.get(f"/desk/letters/{delivery.id}/reply.pdf").data)

    assert early == 404
    assert "示例：已经整改。" in said and "草稿" in said


def test_the_letter_that_goes_with_a_lead_holds_neither_words_nor_people(login):
    """It is not erased when the complaint is; so what was reported goes with it under seal."""
    complaint = make_receipt().thing
    service.pass_on(complaint, "纪检监察机关", "示例：转送", by=make_user(Role.OFFICE), at=NOW)
    client = login(make_user(Role.OFFICE))

    page = client.get(f"/complaints/{complaint.ref}").text
    said = words(client.get(f"/complaints/{complaint.ref}/transfer.pdf").data)

    assert f"/complaints/{complaint.ref}/transfer.docx" in page
    assert complaint.ref in said and "密封" in said
    assert "".join(complaint.text.split()) not in said


def test_the_debtor_asks_for_the_money_by_letter_and_nobody_else(login):
    invoice = make_invoice(due_on=TODAY.replace(month=8))
    address = f"/arrears/{invoice.ref}/budget.pdf"

    said = words(login(make_user(Role.OFFICER, invoice.subject)).get(address).data)

    assert "10,000.00" in said and "草稿" in said
    assert login(supplier_of(invoice)).get(address).status_code == 403


def test_another_body_is_asked_by_letter_about_an_objection(login):
    objection = objections.file(
        make_record(), "示例：第三期账款已经付清，请核对。", by=make_user(Role.OFFICER), at=NOW
    )
    client = login(make_user(Role.OFFICE))

    page = client.get(f"/objections/{objection.id}").text
    said = words(client.get(f"/objections/{objection.id}/consultation.pdf").data)

    assert f"/objections/{objection.id}/consultation.docx" in page
    assert "".join(objection.statement.split()) in said


def test_the_office_proposes_deductions_when_a_round_is_published(login):
    assignment = make_assignment()
    score_all(assignment, 55)
    found = publish(assignment.round)
    client = login(make_user(Role.OFFICE))

    said = words(client.get(f"/evaluations/{found.ref}/deductions.pdf").data)

    assert "建议扣分" in said and str(found.year) in said


def test_every_text_asks_only_for_what_its_kinds_fill_in_and_every_text_is_used():
    """A field that nothing fills in would stop a paper when it is needed."""
    for kind in kinds.registered().values():
        templates.check(templates.shipped(kind.template), kind.names)

    used = {kind.template for kind in kinds.registered().values()}
    assert set(templates.kinds()) == used
