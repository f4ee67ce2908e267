"""A payment under a contract that was not made in time, as a claim of its own: once, and whole.

The days, the amount and the papers of the contract go with it. The claim then says what is owed
and since when; the contract follows how it ends.
"""

from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from arrears import registrations
from arrears.codes import InvoiceKind, InvoiceOutcome, Size
from arrears.errors import AlreadyRegistered
from arrears.models import Invoice
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.credit.records.models import CreditRecord
from integrity.files import attached
from integrity.files.storage import path_of, store
from integrity.streams.contracts import debts
from integrity.streams.contracts.codes import ContractKind, Matter, NodeKind, NodeState
from integrity.streams.contracts.models import ContractNode

SOURCE = "contracts"
KINDS = {
    Matter.GOODS: InvoiceKind.GOODS,
    Matter.WORKS: InvoiceKind.WORKS,
    Matter.SERVICES: InvoiceKind.SERVICES,
}
WORKS = (ContractKind.CONSTRUCTION, ContractKind.PPP)
DELIVERIES = (NodeKind.DELIVER, NodeKind.ACCEPT)


def of_node(node: ContractNode) -> Invoice | None:
    """The claim that a payment became, if it did."""
    mine = (Invoice.source == SOURCE, Invoice.external_id == node.ref)
    return db.session.scalars(sa.select(Invoice).where(*mine)).first()


def claim(node: ContractNode, *, by: audit.Actor, at: datetime) -> Invoice:
    """Register an unpaid payment of a contract; raises NotAllowed, AlreadyRegistered."""
    if of_node(node):
        raise AlreadyRegistered(_("这个付款节点已经登记为拖欠账款。"))
    invoice = drafted(node)
    registrations.register(invoice, by=by, at=at, source=SOURCE, external_id=node.ref)
    debts.hand_over(node, invoice.ref, by=by, at=at)
    for thing in (node.contract, node):
        _take_papers(thing, invoice, by=by, at=at)
    return invoice


def drafted(node: ContractNode) -> Invoice:
    """The claim as it would be registered, with its day by the law; raises WrongInvoice."""
    contract = node.contract
    return registrations.draft(
        contract.counterparty,
        contract.subject,
        size=Size(contract.size.value) if contract.size else None,
        kind=_kind(node),
        contract_no=contract.number or contract.ref,
        contract_name=contract.name,
        contract_signed_on=contract.signed_on,
        delivered_on=_delivered_on(node),
        agreed_due_on=node.due_on,
        amount=node.amount,
        key_field=node.key_field,
    )


def follow(*, at: datetime) -> int:
    """Let payments of contracts end as the claims that they became; returns how many."""
    ended = (
        sa.select(ContractNode, Invoice)
        .join(Invoice, sa.and_(Invoice.source == SOURCE, Invoice.external_id == ContractNode.ref))
        .where(ContractNode.state == NodeState.IN_ARREARS, Invoice.outcome.is_not(None))
    )
    found = db.session.execute(ended.with_for_update(of=ContractNode)).all()
    for node, invoice in found:
        if invoice.outcome is InvoiceOutcome.REJECTED:
            debts.take_back(node, invoice.ref, by=audit.SYSTEM, at=at)
        elif invoice.outcome is InvoiceOutcome.NOT_OWED:
            debts.drop(node, invoice.ref, by=audit.SYSTEM, at=at)
        elif invoice.closed_on:
            debts.settle(node, invoice.closed_on, by=audit.SYSTEM, at=at)
    return len(found)


def recorded() -> sa.ColumnElement[bool]:
    """The condition for claims whose lateness is on record already, under their contract."""
    known = sa.exists().where(
        ContractNode.ref == Invoice.external_id,
        CreditRecord.stream == SOURCE,
        CreditRecord.item_id == ContractNode.id,
    )
    return sa.and_(sa.func.coalesce(Invoice.source, "") == SOURCE, known)


def _kind(node: ContractNode) -> InvoiceKind:
    contract = node.contract
    if contract.matter:
        return KINDS[contract.matter]
    return InvoiceKind.WORKS if contract.kind in WORKS else InvoiceKind.SERVICES


def _delivered_on(node: ContractNode) -> date:
    """The last delivery that was confirmed by the day of the payment; else that day."""
    due_on = node.due_on
    assert due_on is not None  # what has no day is no debt
    done = [other.closed_on for other in node.contract.nodes if other.kind in DELIVERIES]
    return max((day for day in done if day and day <= due_on), default=due_on)


def _take_papers(thing: object, invoice: Invoice, *, by: audit.Actor, at: datetime) -> None:
    """Copies of the files of a contract: each thing says itself who may read its own."""
    for file in attached.of(thing.__tablename__, [thing.id]):  # type: ignore[attr-defined]
        with path_of(file.stored).open("rb") as stream:
            kept = store(stream, file.name)
        attached.attach(kept, invoice, file.name, public=False, by=by, at=at, note=file.note)
        audit.write(invoice, "attach", by=by, at=at, why=file.name, sha256=kept.sha256)
