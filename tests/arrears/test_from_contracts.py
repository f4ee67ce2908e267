"""An unpaid payment of a contract becomes a claim with one click, once, and is on record once."""

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from arrears import from_contracts, payments
from arrears import service as arrears
from arrears.codes import InvoiceState, Rejection, Size
from arrears.errors import AlreadyRegistered
from arrears.figures import breaches
from arrears.interest import interest
from arrears.models import Invoice
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.credit.records import service as records
from integrity.files import attached
from integrity.streams.contracts import reports, service
from integrity.streams.contracts.codes import NodeOutcome, NodeState
from tests.contracts.makers import (
    DUE_ON,
    firm_of,
    make_contract,
    make_node,
    office,
    officer_of,
    paper,
)
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.usefixtures("app")


def claimed(node=None):
    node = node or make_node()
    return node, from_contracts.claim(node, by=firm_of(node), at=NOW)


def test_amount_days_and_papers_go_with_it():
    node = make_node()
    reports.report(node, TODAY, "示例", by=officer_of(node), at=NOW, document=paper())
    reports.deny(node, "没有到账", by=firm_of(node), at=NOW)

    _node, invoice = claimed(node)

    assert (invoice.amount, invoice.due_on, invoice.size) == (Decimal(800_000), DUE_ON, Size.SMALL)
    assert invoice.contract_no == node.contract.number
    assert [file.name for file in attached.of("invoice", [invoice.id])] == ["文书.txt"]
    assert node.state is NodeState.IN_ARREARS and not node.is_overdue(TODAY)


def test_the_law_shortens_a_term_that_the_contract_makes_too_long():
    contract = make_contract()
    reports.accept(contract.nodes[0], date(2026, 7, 1), by=officer_of(contract), at=NOW)

    _node, invoice = claimed(contract.nodes[1])

    assert invoice.due_on == date(2026, 8, 31)  # sixty days from delivery end on a Sunday


def test_it_is_claimed_once():
    node, _invoice = claimed()

    with pytest.raises(AlreadyRegistered):
        from_contracts.claim(node, by=office(), at=NOW)


def test_what_is_not_due_or_the_firms_own_duty_is_no_claim():
    with pytest.raises(NotAllowed):
        from_contracts.claim(make_contract(checked=False).nodes[1], by=office(), at=NOW)


def test_one_debt_is_on_record_once():
    """It would have been recorded under the contract, and again as arrears."""
    node = make_node()
    records.post(service.breaches(TODAY), on=TODAY, at=NOW)
    _node, invoice = claimed(node)
    invoice.state = InvoiceState.FORWARDED
    db.session.flush()

    found = {row.item_id for row in db.session.execute(breaches(TODAY))}

    assert invoice.id not in found
    assert node.id not in {row.item_id for row in db.session.execute(service.breaches(TODAY))}


def test_the_contract_follows_how_the_claim_ends():
    paid, rejected = claimed(), claimed()
    paid[1].state = InvoiceState.FORWARDED
    whole = paid[1].amount + interest(paid[1], TODAY)
    payments.receive(paid[1], TODAY, whole, "示例0001", by=office(), at=NOW)
    arrears.reject(rejected[1], Rejection.OUT_OF_SCOPE, "示例", by=office(), at=NOW)

    from_contracts.follow(at=NOW)

    assert (paid[0].outcome, paid[0].closed_on) == (NodeOutcome.KEPT, TODAY)
    assert rejected[0].state is NodeState.OPEN and rejected[0].is_overdue(TODAY)


def test_the_firm_registers_it_with_one_click_and_a_stranger_does_not(client, login):
    node = make_node()
    login(firm_of(node))
    assert "登记为拖欠账款" in client.get(f"/contracts/{node.ref}").text

    page = client.post(f"/arrears/from-contract/{node.ref}")

    invoice = db.session.scalars(sa.select(Invoice)).one()
    assert page.location == f"/arrears/{invoice.ref}"
    login(officer_of(node))
    assert client.get(f"/arrears/from-contract/{node.ref}").status_code == 403
