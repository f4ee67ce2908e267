"""Of people who act at the same moment: one paper, number, sheet, suit; none twice or left out."""

import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from arrears import reconciliations
from arrears.codes import InvoiceState
from arrears.models import Invoice
from integrity.app import create_app
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.casework.documents import deliveries, making, service
from integrity.casework.documents.kinds import named
from integrity.casework.documents.models import Delivery, DeliveryState, Document, DocumentState
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject
from integrity.streams.courts.models import CreditorKind
from integrity.streams.lawsuits import service as lawsuits
from tests import servers
from tests.arrears.makers import make_invoice
from tests.factories import NOW, TODAY, make_body
from tests.papers.makers import office, ordered, received
from wsgi import STREAMS

KIND = "rectification-order"


@pytest.fixture
def _rollback() -> None:
    """What two people do at once is committed, in a database of its own."""


@pytest.fixture(scope="module")
def town(postgresql_url: str) -> Iterator[Flask]:
    url = servers.create_database(postgresql_url, f"at_once_{servers.free_port()}")
    app = create_app(STREAMS, TESTING=True, SQLALCHEMY_DATABASE_URI=url)
    with app.app_context():
        db.create_all()
        from integrity.casework.rules import service as rules

        rules.load()
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


def together(town: Flask, *acts: Callable[[], Any]) -> list[Any]:
    """Each act in a transaction of its own, begun at the same moment; what it said or raised."""
    start, said = threading.Barrier(len(acts)), [None] * len(acts)

    def one(place: int) -> None:
        with town.app_context():
            start.wait()
            try:
                said[place] = acts[place]()
                db.session.commit()
            except Refused as refused:
                db.session.rollback()
                said[place] = refused

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return said


def drafts(number: int) -> list[int]:
    order = ordered()
    made = making.draft(named(KIND), [order] * number, by=audit.SYSTEM, at=NOW)
    ids = [document.id for document in made]
    db.session.commit()
    return ids


def signs(number: int, by: int) -> Callable[[], None]:
    def act() -> None:
        document = db.session.get_one(Document, number)
        service.sign(document, by=db.session.get_one(User, by), at=NOW)

    return act


def numbers() -> list[int]:
    wanted = sa.select(Document.ref).where(Document.ref.is_not(None), Document.kind == KIND)
    return sorted(int(ref[-5:]) for ref in db.session.scalars(wanted) if ref)


@pytest.mark.server
def test_two_who_sign_two_papers_get_two_numbers_in_a_row(town: Flask) -> None:
    first, second = drafts(2)
    people = [office().id, office().id]
    db.session.commit()

    together(town, signs(first, people[0]), signs(second, people[1]))

    found = numbers()
    assert found == list(range(1, len(found) + 1))


@pytest.mark.server
def test_of_two_who_sign_the_same_paper_one_does_and_no_number_is_lost(town: Flask) -> None:
    [number] = drafts(1)
    people = [office().id, office().id]
    db.session.commit()
    before = len(numbers())

    said = together(town, signs(number, people[0]), signs(number, people[1]))

    assert sorted(isinstance(one, Refused) for one in said) == [False, True]
    assert numbers() == list(range(1, before + 2))


@pytest.mark.server
def test_two_who_sign_the_same_batch_sign_every_paper_once(town: Flask) -> None:
    ids = drafts(20)
    people = [office().id, office().id]
    db.session.commit()
    before = len(numbers())

    def batch(by: int) -> Callable[[], int]:
        return lambda: service.sign_all(ids, by=db.session.get_one(User, by), at=NOW)

    said = together(town, batch(people[0]), batch(people[1]))

    assert sum(one for one in said if isinstance(one, int)) == 20
    assert numbers() == list(range(1, before + 21))
    states = set(db.session.scalars(sa.select(Document.state).where(Document.id.in_(ids))))
    assert states == {DocumentState.ISSUED}


@pytest.mark.server
def test_a_double_click_on_receipt_serves_once(town: Flask) -> None:
    delivery = received()
    by = db.session.scalars(sa.select(User).where(User.body_id == delivery.subject_id)).one()
    number, person = delivery.id, by.id
    db.session.commit()

    def confirm() -> None:
        found = db.session.get_one(Delivery, number)
        deliveries.confirm(found, by=db.session.get_one(User, person), at=NOW)

    said = together(town, confirm, confirm)

    assert sorted(isinstance(one, Refused) for one in said) == [False, True]
    found = db.session.get_one(Delivery, number)
    assert (found.state, found.served_on) == (DeliveryState.SERVED, TODAY)


@pytest.mark.server
def test_of_two_who_reconcile_two_sums_of_a_contract_one_draws_its_sheet(town: Flask) -> None:
    """Each looked at the sheets of its own sum: a contract had two, and each line two words."""
    first = make_invoice(InvoiceState.FORWARDED, contract_no="HT-同时", due_on=TODAY)
    more = {"contract_no": "HT-同时", "debtor": first.subject, "creditor": first.creditor}
    second = make_invoice(InvoiceState.FORWARDED, due_on=TODAY, amount=Decimal(2000), **more)
    ids = [first.id, second.id]
    person = office().id
    db.session.commit()

    def draws(number: int) -> Callable[[], Any]:
        def act() -> None:
            by = db.session.get_one(User, person)
            reconciliations.draw(db.session.get_one(Invoice, number), by=by, at=NOW)

        return act

    said = together(town, *map(draws, ids))

    assert sorted(isinstance(one, Refused) for one in said) == [False, True]
    assert len(reconciliations.of(db.session.get_one(Invoice, ids[0]))) == 1


@pytest.mark.server
def test_a_suit_that_is_told_twice_at_the_same_moment_is_one(town: Flask) -> None:
    """The second got an error of the database: the court did not know whether it was there."""
    court, body = make_body("示例人民法院").id, make_body().id
    db.session.commit()

    def tells() -> int:
        suit = lawsuits.Suit(
            case_no="（2026）鲁01民初9001号",
            body=db.session.get_one(Subject, body),
            cause="买卖合同纠纷",
            creditor_kind=CreditorKind.ENTERPRISE,
            amount=Decimal(120000),
            sued_on=TODAY,
        )
        told = lawsuits.bring(db.session.get_one(Subject, court), suit, by=audit.SYSTEM, at=NOW)
        return told.id

    first, second = together(town, tells, tells)

    assert first is not None and first == second
