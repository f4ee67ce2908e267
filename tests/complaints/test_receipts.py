"""A receipt: what it finds, what it hides, and a form that is sent twice."""

from datetime import timedelta

import pytest

from integrity.base.config import derived_key
from integrity.base.db import db
from integrity.casework.informants import receipts
from integrity.casework.informants.contacts import Contact
from integrity.streams.complaints.contacts import CONTACTS
from integrity.streams.complaints.models import Complaint, ComplaintContact
from tests.complaints.makers import (
    CONTACT,
    make_receipt,
)
from tests.factories import NOW, TODAY

LATER = TODAY + timedelta(days=60)


@pytest.fixture(autouse=True)
def _app(app):
    return app


def test_the_secret_and_the_contact_are_nowhere_in_the_clear():
    receipt = make_receipt()
    contact = db.session.get(ComplaintContact, receipt.thing.id)

    assert receipt.secret.replace("-", "") not in receipt.thing.secret_hash
    assert CONTACT not in contact.sealed
    assert CONTACTS.unseal(contact) == Contact("", CONTACT)


def test_a_receipt_finds_its_complaint_however_it_is_typed():
    receipt = make_receipt()

    for secret in (
        receipt.secret,
        receipt.secret.replace("-", ""),
        receipt.secret.replace("-", " "),
    ):
        assert receipts.find(Complaint, receipt.thing.ref.lower(), secret) is receipt.thing


def test_a_wrong_secret_finds_nothing():
    ref = make_receipt().thing.ref

    for number, secret in ((ref, "0000-0000-0000-0000"), (ref, ""), ("T2026-999999", "1" * 16)):
        with pytest.raises(receipts.WrongReceipt):
            receipts.find(Complaint, number, secret)


def test_the_same_form_sent_twice_is_one_complaint():
    first = make_receipt(once="a" * 32)

    second = make_receipt(once="a" * 32)

    assert (second.thing, second.secret, second.again) == (first.thing, first.secret, True)
    assert receipts.find(Complaint, first.thing.ref, second.secret) is first.thing


def test_a_form_sent_again_after_the_receipt_was_noted_or_later_shows_no_secret():
    receipt = make_receipt(once="a" * 32)
    make_receipt(once="b" * 32)
    receipts.noted(receipt.thing, at=NOW)

    with pytest.raises(receipts.AlreadyFiled):
        make_receipt(once="a" * 32)
    with pytest.raises(receipts.AlreadyFiled):
        make_receipt(once="b" * 32, at=NOW + timedelta(days=2))


def test_another_key_changes_no_receipt(app, monkeypatch):
    filed = make_receipt()

    monkeypatch.setitem(app.config, "RECEIPT_KEY", derived_key("another secret", "receipt"))
    monkeypatch.setitem(app.config, "SECRET_KEY", "another secret")

    assert receipts.find(Complaint, filed.thing.ref, filed.secret) is filed.thing


def test_what_is_stored_of_a_form_makes_no_receipt():
    receipt = make_receipt(once="a" * 32)

    assert receipt.thing.once != "a" * 32
    assert receipts.again(Complaint, receipt.thing.once, on=TODAY) is None
