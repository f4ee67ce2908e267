"""What becomes of a payment under a contract once it is registered as a claim of its own."""

from datetime import date, datetime

from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.errors import NotAllowed
from integrity.streams.contracts.codes import ContractState, NodeKind, NodeOutcome
from integrity.streams.contracts.flow import FLOW
from integrity.streams.contracts.models import ContractNode


def is_debt(node: ContractNode, on: date) -> bool:
    """Whether it is money that was due by a day before this one, and nobody has confirmed."""
    checked = node.contract.state is not ContractState.REGISTERED
    is_money = node.kind is NodeKind.PAY and node.amount is not None
    late = node.due_on is not None and node.due_on < on
    return checked and is_money and late and FLOW.allows(node, "hand_over")


def hand_over(node: ContractNode, claim: str, *, by: audit.Actor, at: datetime) -> None:
    """It is owed as the claim with this number, whose days and interest count; never twice.

    Raises NotAllowed.
    """
    if not is_debt(node, local_day(at)):
        raise NotAllowed(_("只有已经到期、没有付清的付款节点可以登记为拖欠账款。"))
    FLOW.go(node, "hand_over", by=by, at=at, why=claim)
    node.deny_claim()


def settle(node: ContractNode, paid_on: date, *, by: audit.Actor, at: datetime) -> None:
    """The claim was paid."""
    FLOW.check(node, "settle")
    node.outcome = NodeOutcome.KEPT
    FLOW.go(node, "settle", by=by, at=at)
    node.closed_on = paid_on


def drop(node: ContractNode, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It was found that nothing of the claim is owed."""
    FLOW.check(node, "drop")
    node.outcome = NodeOutcome.NOT_OWED
    FLOW.go(node, "drop", by=by, at=at, why=why)
    node.closed_on = local_day(at)


def take_back(node: ContractNode, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The claim was not accepted: the payment is owed under the contract as before."""
    FLOW.go(node, "take_back", by=by, at=at, why=why)
