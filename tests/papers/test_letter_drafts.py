"""Letters that a person decides to write are papers like others, of whoever may write them."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from arrears.codes import InvoiceState
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents.models import Document, DocumentState
from integrity.credit.objections import service as objections
from tests.arrears.makers import make_invoice
from tests.factories import NOW, TODAY, make_body, make_record, make_user

DAY = timedelta(days=1)
SAID = {"to_name": "示例区财政局", "answer_until": str(TODAY + 10 * DAY)}


@pytest.fixture
def invoice():
    return make_invoice(InvoiceState.VERIFIED)


def papers():
    return db.session.scalars(sa.select(Document).order_by(Document.id)).all()


def test_the_debtor_asks_for_the_money_by_a_paper_that_is_reviewed_and_signed(login, invoice):
    officer = make_user(Role.OFFICER, invoice.subject)

    answer = login(officer).post(f"/arrears/{invoice.ref}/budget", data=SAID)

    assert answer.status_code == 302
    paper = papers()[0]
    assert (paper.kind, paper.body_id, paper.state) == (
        "budget-request",
        invoice.subject_id,
        DocumentState.DRAFTED,
    )
    assert paper.paper.addressee == "示例区财政局"
    assert [delivery.name for delivery in paper.deliveries] == ["示例区财政局"]
    assert "2026年11月30日" in paper.content


@pytest.mark.parametrize(
    ("more", "words"),
    [({"to_name": ""}, "请选择收函单位"), ({"answer_until": str(TODAY)}, "答复期限须晚于今天")],
)
def test_a_letter_to_nobody_or_of_yesterday_is_not_drafted(login, invoice, more, words):
    officer = make_user(Role.OFFICER, invoice.subject)

    answer = login(officer).post(f"/arrears/{invoice.ref}/budget", data=SAID | more)

    assert answer.status_code == 422
    assert words in answer.text
    assert papers() == []


def test_nobody_asks_for_money_in_the_name_of_the_debtor(login, invoice):
    for person in (make_user(Role.SUPPLIER, invoice.creditor), make_user(Role.OFFICE)):
        assert login(person).post(f"/arrears/{invoice.ref}/budget", data=SAID).status_code == 403

    assert papers() == []


def test_the_office_asks_another_body_for_its_opinion_about_an_objection(login):
    record = make_record()
    filed = objections.file(record, "示例理由", by=make_user(body=record.subject), at=NOW)
    other = make_body("示例区审计局")
    office = make_user(Role.OFFICE, make_body("领导小组办公室"))

    data = {"to": other.slug, "to-named": other.name, "to_name": ""}
    answer = login(office).post(f"/objections/{filed.id}/consultation", data=data)

    assert answer.status_code == 302
    assert [delivery.subject_id for delivery in papers()[0].deliveries] == [other.id]
