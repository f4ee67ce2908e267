"""By which day an invoice must be paid, and what cannot be registered."""

from datetime import date
from decimal import Decimal

import pytest

from arrears import service
from arrears.errors import AlreadyRegistered, TermTooLong, WrongInvoice
from arrears.models import InvoiceState
from integrity.permissions import Role
from integrity.rules.service import NoRuleInForce
from tests.arrears.makers import make_draft
from tests.factories import NOW, make_body, make_enterprise, make_user

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("facts", "start", "due_on"),
    [
        ({"delivered_on": date(2026, 1, 16)}, date(2026, 1, 16), date(2026, 2, 24)),
        (
            {"delivered_on": date(2026, 6, 1), "agreed_days": 60},
            date(2026, 6, 1),
            date(2026, 7, 31),
        ),
        ({"accepted_on": date(2026, 6, 9)}, date(2026, 6, 9), date(2026, 7, 9)),
        ({"settled_on": date(2026, 6, 11)}, date(2026, 6, 11), date(2026, 7, 13)),
    ],
)
def test_the_term_is_thirty_days_or_as_agreed(facts, start, due_on):
    invoice = make_draft(**facts)

    assert (invoice.starts_on, invoice.due_on) == (start, due_on)


def test_acceptance_that_drags_on_counts_from_the_end_of_the_agreed_period():
    late = make_draft(acceptance_by=date(2026, 6, 10), accepted_on=date(2026, 9, 1))
    never = make_draft(acceptance_by=date(2026, 6, 10))

    assert late.starts_on == never.starts_on == date(2026, 6, 10)


def test_more_than_sixty_days_are_refused_with_the_article():
    with pytest.raises(TermTooLong, match=r"第802号.*第九条"):
        make_draft(agreed_days=61)


def test_a_delivery_before_june_2025_follows_the_rule_of_its_day():
    assert make_draft(delivered_on=date(2025, 5, 31)).term.code == "PAY-GOV-2020"
    assert make_draft(delivered_on=date(2025, 6, 1)).term.code == "PAY-GOV"
    with pytest.raises(TermTooLong, match="第728号"):
        make_draft(delivered_on=date(2025, 5, 31), agreed_days=61)


def test_before_there_was_a_rule_only_the_contract_counts():
    assert make_draft(delivered_on=date(2019, 3, 1), agreed_days=90).due_on == date(2019, 5, 30)
    with pytest.raises(NoRuleInForce):
        make_draft(delivered_on=date(2019, 3, 1))


@pytest.mark.parametrize(
    "fault",
    [
        {"amount": Decimal(0)},
        {"agreed_days": 0},
        {"agreed_rate": Decimal("-0.1")},
        {"contract_signed_on": date(2026, 6, 2)},
        {"accepted_on": date(2026, 5, 31)},
    ],
)
def test_an_impossible_invoice_is_refused(fault):
    with pytest.raises(WrongInvoice):
        make_draft(**fault)


def test_only_bodies_owe_and_only_private_parties_claim():
    with pytest.raises(WrongInvoice):
        make_draft(debtor=make_enterprise())
    with pytest.raises(WrongInvoice):
        make_draft(creditor=make_body())


def test_a_delivery_to_come_cannot_be_registered():
    draft = make_draft(delivered_on=date(2026, 12, 1))

    with pytest.raises(WrongInvoice):
        service.register(draft, by=make_user(Role.SUPPLIER), at=NOW)


def test_the_same_delivery_is_registered_once_unless_it_was_rejected():
    parties = {"debtor": make_body(), "creditor": make_enterprise(), "contract_no": "HT"}
    clerk = make_user(Role.SUPPLIER)
    first = service.register(make_draft(**parties), by=clerk, at=NOW)

    with pytest.raises(AlreadyRegistered):
        service.register(make_draft(**parties), by=clerk, at=NOW)

    first.state = InvoiceState.REJECTED
    again = service.register(make_draft(**parties), by=clerk, at=NOW)
    assert again.ref != first.ref
    assert again.ref.startswith("AR-2026-")
