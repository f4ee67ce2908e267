"""What was delivered must be accepted or refused by a day: a duty of the buyer like any other."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from integrity.base.clock import local_day
from integrity.streams.contracts.codes import NodeKind, NodeOutcome, Owing
from integrity.streams.contracts.flow import FLOW
from integrity.streams.contracts.models import ContractNode
from integrity.streams.contracts.registrations import keep, unsaved

FAMILY = "LOCAL-CON-ACCEPT"


def owe(delivery: ContractNode, *, by: Any, at: datetime) -> None:
    """From the day on which it is told of a delivery the buyer has the term of the rule.

    Where the contract itself names the day of acceptance, that one holds.
    """
    if delivery.kind is not NodeKind.DELIVER:
        return
    known = [n for n in delivery.contract.nodes if n.kind is NodeKind.ACCEPT]
    if any(node.owing is Owing.BODY and node.delivery_id is None for node in known):
        return
    what = f"验收：{delivery.what}"
    node = unsaved(delivery.contract, NodeKind.ACCEPT, what, delivery_id=delivery.id)
    keep(node, by=by, at=at)
    node.run_from(FAMILY, local_day(at), _("相对方报告交付之日"))
    node.planned_on = node.due_on


def conclude(delivery: ContractNode, *, by: Any, at: datetime) -> None:
    """Whoever answers a delivery, by yes or no, has examined it: on the day it says so here."""
    for node in delivery.contract.nodes:
        if node.delivery_id == delivery.id and FLOW.allows(node, "conclude"):
            node.outcome = NodeOutcome.KEPT
            FLOW.go(node, "conclude", by=by, at=at)
            node.closed_on = local_day(at)
