"""What a firm lost: claimed by it, answered by the body, found by those whom the law names."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from integrity.base.clock import local_day
from integrity.base.errors import NotAllowed
from integrity.casework import excuses
from integrity.streams.contracts.codes import ContractState, NodeKind, NodeOutcome, NodeState
from integrity.streams.contracts.errors import WrongReport
from integrity.streams.contracts.flow import FLOW
from integrity.streams.contracts.models import Contract, ContractNode
from integrity.streams.contracts.registrations import keep, unsaved
from integrity.streams.contracts.sides import (
    attach,
    body_only,
    counterparty_only,
    neither_side,
)

FAMILY = "LOCAL-CON-LOSS-PAY"


def claim(
    contract: Contract,
    amount: Decimal,
    what: str,
    *,
    by: Any,
    at: datetime,
    document: FileStorage | None = None,
) -> ContractNode:
    """The counterparty claims what it lost by a promise that was not, or must not be, kept.

    Raises NotAllowed, WrongReport.
    """
    counterparty_only(contract, by)
    if contract.state is ContractState.REGISTERED:
        raise NotAllowed(_("合同还没有核对，核对以后可以主张损失。"))
    if amount <= 0:
        raise WrongReport(_("金额必须大于 0。"))
    node = unsaved(contract, NodeKind.LOSS, what, amount=amount, state=NodeState.ASKED)
    keep(node, by=by, at=at)
    attach(node, document, by, at)
    return node


def admit(node: ContractNode, *, by: Any, at: datetime, why: str = "") -> None:
    """The body owes it, and has the term of the rule to pay."""
    body_only(node, by)
    FLOW.go(node, "admit", by=by, at=at, why=why)
    _owe(node, local_day(at), _("单位认可损失之日"))


def contest(node: ContractNode, why: str, *, by: Any, at: datetime) -> None:
    """The body does not admit it; a change of heads, an election, no money is no reason.

    Raises NoExcuse.
    """
    body_only(node, by)
    excuses.demand_reason(why)
    FLOW.check(node, "contest")
    node.answer = why
    FLOW.go(node, "contest", by=by, at=at, why=why)


def rule_owed(
    node: ContractNode,
    ruling: str,
    amount: Decimal,
    why: str,
    document: FileStorage,
    *,
    by: Any,
    at: datetime,
) -> None:
    """A court, arbitrators or the competent department found how much is owed.

    Raises WrongReport.
    """
    neither_side(node, by)
    if not 0 < amount <= (node.amount or amount):
        raise WrongReport(_("认定的金额只能在 0 到 %(most)s 元之间。", most=node.amount))
    FLOW.check(node, "rule_owed")
    node.answer, node.amount = why, amount
    FLOW.go(node, "rule_owed", by=by, at=at, why=why, ruling=ruling, amount=str(amount))
    _owe(node, local_day(at), _("认定之日"))
    attach(node, document, by, at, ruling)


def rule_not_owed(
    node: ContractNode, ruling: str, why: str, document: FileStorage, *, by: Any, at: datetime
) -> None:
    """They found that nothing is owed."""
    neither_side(node, by)
    FLOW.check(node, "rule_not_owed")
    node.answer, node.outcome = why, NodeOutcome.NOT_OWED
    FLOW.go(node, "rule_not_owed", by=by, at=at, why=why, ruling=ruling)
    node.closed_on = local_day(at)
    attach(node, document, by, at, ruling)


def _owe(node: ContractNode, on: date, starts_as: str) -> None:
    node.run_from(FAMILY, on, starts_as)
    node.planned_on = node.due_on
