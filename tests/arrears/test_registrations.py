"""By which day an invoice must be paid, and what cannot be registered."""

from datetime import date
from decimal import Decimal

import pytest

from arrears import service
from arrears.codes import InvoiceState, Size
from arrears.errors import AlreadyRegistered, WrongInvoice
from integrity.base.permissions import Role
from integrity.people.subjects.models import SubjectKind
from integrity.people.subjects.service import register
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
    late = make_draft(acceptance_until=date(2026, 6, 10), accepted_on=date(2026, 9, 1))
    never = make_draft(acceptance_until=date(2026, 6, 10))

    assert late.starts_on == never.starts_on == date(2026, 6, 10)


@pytest.mark.parametrize("more", [{"agreed_days": 90}, {"agreed_due_on": date(2026, 12, 1)}])
def test_a_term_beyond_the_law_is_registered_counted_as_sixty_days_and_flagged(more):
    """Seen: a contract with 90 days was refused, so the body's breach shut the supplier out."""
    invoice = make_draft(delivered_on=date(2026, 6, 1), **more)

    assert invoice.due_on == date(2026, 7, 31)
    assert invoice.has_unlawful_term
    assert "超过法定上限，按 60 日计算" in invoice.due_basis
    assert "第802号" in invoice.due_basis


def test_a_day_of_payment_within_the_law_stays_as_agreed():
    invoice = make_draft(delivered_on=date(2026, 6, 1), agreed_due_on=date(2026, 7, 4))

    assert (invoice.due_on, invoice.has_unlawful_term) == (date(2026, 7, 4), False)


def test_a_delivery_before_june_2025_follows_the_rule_of_its_day():
    assert make_draft(delivered_on=date(2025, 5, 31)).time_limit.code == "PAY-GOV-2020"
    assert make_draft(delivered_on=date(2025, 6, 1)).time_limit.code == "PAY-GOV"
    assert "第728号" in make_draft(delivered_on=date(2025, 5, 31), agreed_days=61).due_basis


OLD = {"delivered_on": date(2019, 3, 1)}
LARGE = {"delivered_on": date(2026, 3, 2), "size": Size.LARGE}


@pytest.mark.parametrize("facts", [OLD, LARGE])
def test_what_the_law_does_not_cover_has_the_days_of_the_contract(facts):
    """Seen: debts from before 2020-09-01, the typical old ones, were refused."""
    invoice = make_draft(agreed_days=90, **facts)

    assert (invoice.due_on - facts["delivered_on"]).days in range(90, 94)  # after a holiday
    assert not invoice.has_unlawful_term
    assert make_draft(agreed_due_on=date(2027, 1, 4), **facts).due_on == date(2027, 1, 4)
    with pytest.raises(WrongInvoice, match="填写合同约定"):
        make_draft(**facts)


def test_only_one_of_two_ways_to_say_when_to_pay():
    with pytest.raises(WrongInvoice, match="只填一项"):
        make_draft(agreed_days=30, agreed_due_on=date(2026, 7, 1))


@pytest.mark.parametrize(
    "fault",
    [
        {"amount": Decimal(0)},
        {"agreed_days": 0},
        {"agreed_rate": Decimal("-0.1")},
        {"contract_signed_on": date(2026, 6, 2)},
        {"accepted_on": date(2026, 5, 31)},
        {"acceptance_until": date(2026, 5, 31)},
        {"settled_on": date(2026, 5, 31)},
        {"agreed_due_on": date(2026, 5, 31)},
    ],
)
def test_an_impossible_invoice_is_refused(fault):
    with pytest.raises(WrongInvoice):
        make_draft(**fault)


def test_bodies_and_enterprises_owe_and_only_private_parties_claim():
    firm = make_enterprise("示例自营企业")
    with pytest.raises(WrongInvoice, match="同一"):
        make_draft(debtor=firm, creditor=firm)
    with pytest.raises(WrongInvoice):
        make_draft(debtor=register(SubjectKind.ORGANISATION, "示例协会"))
    with pytest.raises(WrongInvoice):
        make_draft(creditor=make_body())


@pytest.mark.parametrize("name", ["delivered_on", "accepted_on", "settled_on"])
def test_what_is_still_to_come_cannot_be_registered(name):
    """Seen: a settlement in 2027 was accepted, so that no interest ran."""
    draft = make_draft(**{name: date(2026, 12, 1)})

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


def test_a_term_of_acceptance_that_ended_before_delivery_is_left_out_and_delivery_counts():
    facts = {"delivered_on": date(2026, 4, 10)}
    with pytest.raises(WrongInvoice, match="自交付之日起算"):
        make_draft(acceptance_until=date(2026, 3, 20), **facts)

    assert make_draft(**facts).due_on == date(2026, 5, 11)
