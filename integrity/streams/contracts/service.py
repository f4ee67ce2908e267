"""What becomes of a contract: checked, reviewed, ended; and what under it was not performed."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from integrity.base.clock import local_day
from integrity.base.errors import NotAllowed
from integrity.casework.breaches import breach
from integrity.casework.deadlines import day_after
from integrity.streams.contracts.codes import (
    ContractOutcome,
    ContractState,
    Fairness,
    Legality,
    NodeKind,
    NodeOutcome,
    NodeState,
    Owing,
)
from integrity.streams.contracts.errors import StillOpen
from integrity.streams.contracts.flow import CONTRACTS, FLOW, OWED
from integrity.streams.contracts.models import Contract, ContractNode
from integrity.streams.contracts.registrations import check_conclusions
from integrity.streams.contracts.sides import attach, neither_side

ENDED = (NodeState.KEPT, NodeState.CHANGED, NodeState.DROPPED)


def enter(contract: Contract, *, by: Any, at: datetime, why: str = "") -> None:
    """The office has compared what was entered with the text: from now on it counts.

    Raises NotAllowed.
    """
    neither_side(contract, by)
    if not contract.nodes:
        raise NotAllowed(_("合同还没有履约节点，请先登记双方的节点。"))
    CONTRACTS.go(contract, "enter", by=by, at=at, why=why)


def review(
    contract: Contract,
    legality: Legality,
    fairness: Fairness,
    why: str,
    document: FileStorage,
    *,
    by: Any,
    at: datetime,
    **words: Any,
) -> None:
    """What those who reviewed it concluded, by their document; raises WrongContract.

    A promised favour without both conclusions is not carried out and not late; with them it is
    owed by its day.
    """
    neither_side(contract, by)
    CONTRACTS.check(contract, "review")
    contract.legality, contract.fairness = Legality(legality), Fairness(fairness)
    for name, value in words.items():
        setattr(contract, name, value or (None if name.endswith("_on") else ""))
    check_conclusions(contract, local_day(at))
    facts = {"legality": contract.legality, "fairness": contract.fairness}
    CONTRACTS.go(contract, "review", by=by, at=at, why=why, **facts)
    attach(contract, document, by, at)
    for node in contract.nodes:
        if node.kind is NodeKind.GRANT and node.owing is Owing.BODY:
            _hold_or_release(node, contract.reviewed, why, by, at)


def finish(contract: Contract, *, by: Any, at: datetime, why: str = "") -> None:
    """Everything of both sides is done; raises StillOpen."""
    neither_side(contract, by)
    CONTRACTS.check(contract, "finish")
    if open_ := [node for node in contract.nodes if node.state not in ENDED]:
        raise StillOpen(
            _("没有履行完的节点：%(names)s。", names=_("、").join(n.what for n in open_))
        )
    contract.outcome, contract.ended_on = ContractOutcome.PERFORMED, local_day(at)
    CONTRACTS.go(contract, "finish", by=by, at=at, why=why)


def break_off(
    contract: Contract, ruling: str, why: str, document: FileStorage, *, by: Any, at: datetime
) -> None:
    """A court, arbitrators or the competent department ended it for breach, by a document.

    What was due by then stays owed, and a loss can be claimed; what was not due yet is not owed.
    """
    neither_side(contract, by)
    CONTRACTS.check(contract, "break_off")
    contract.outcome, contract.ended_on = ContractOutcome.BROKEN, local_day(at)
    CONTRACTS.go(contract, "break_off", by=by, at=at, why=why, ruling=ruling)
    attach(contract, document, by, at, ruling)
    release_coming(contract, why, by=by, at=at)


def release_coming(contract: Contract, why: str, *, by: Any, at: datetime) -> None:
    """What comes due after this day is owed no more by either side."""
    for node in contract.nodes:
        day = node.due_on or node.planned_on
        if FLOW.allows(node, "change") and day and day > local_day(at):
            change(node, why, by=by, at=at)


def change(node: ContractNode, why: str, *, by: Any, at: datetime) -> None:
    """It is owed no more, lawfully."""
    FLOW.check(node, "change")
    node.outcome = NodeOutcome.CHANGED
    FLOW.go(node, "change", by=by, at=at, why=why)
    node.closed_on = local_day(at)


def _hold_or_release(node: ContractNode, lawful: bool, why: str, by: Any, at: datetime) -> None:
    if lawful and FLOW.allows(node, "release"):
        FLOW.go(node, "release", by=by, at=at, why=why)
    if not lawful and FLOW.allows(node, "hold"):
        FLOW.go(node, "hold", by=by, at=at, why=why)
        node.deny_claim()


def counted() -> sa.ColumnElement[bool]:
    """What a body owes under a contract that was checked, and is not found to be owed by nobody."""
    checked = sa.select(Contract.id).where(Contract.state != ContractState.REGISTERED)
    states = (*OWED, NodeState.KEPT, NodeState.HELD, NodeState.IN_ARREARS, NodeState.CHANGED)
    return sa.and_(
        ContractNode.owing == Owing.BODY,
        ContractNode.state.in_(states),
        ContractNode.contract_id.in_(checked),
    )


def is_public() -> sa.ColumnElement[bool]:
    """Nodes of contracts that the law has published, once they are checked."""
    published = sa.select(Contract.id).where(shown_to_all())
    return ContractNode.contract_id.in_(published)


def shown_to_all() -> sa.ColumnElement[bool]:
    """Contracts that everybody sees."""
    return sa.and_(Contract.public, Contract.state != ContractState.REGISTERED)


def breaches(on: date) -> sa.Select[Any]:
    """Every duty of a body under a contract that was not performed by its day.

    What became a claim for payment is a breach there, if it was none before.
    """
    columns = breach(
        "contracts",
        "not-performed",
        ContractNode.id,
        ContractNode.subject_id,
        day_after(ContractNode.due_on),
        sa.literal("未按合同约定履行：") + ContractNode.title,
    )
    return ContractNode.late(on).where(counted()).with_only_columns(*columns)
