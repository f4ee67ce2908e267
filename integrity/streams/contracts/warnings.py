"""Warnings before the day of a node: to the person in charge first, then to the head."""

from datetime import date, datetime

import sqlalchemy as sa

from integrity.casework.rules import service as rules
from integrity.people.messages import service as messages
from integrity.people.messages.tells import sources
from integrity.streams.contracts.codes import NodeState
from integrity.streams.contracts.models import ContractNode
from integrity.streams.contracts.service import counted

WARNED = {"warn": "LOCAL-CON-WARN", "warn_head": "LOCAL-CON-WARN-HEAD"}
"""Who is warned, as an event -> the rule that says how long before the day."""


def warn(*, on: date, at: datetime) -> int:
    """Tell of every node that comes within its term, once for each day it had; returns how many."""
    source = sources()[ContractNode.__tablename__]
    open_ = sa.and_(counted(), ContractNode.state == NodeState.OPEN)
    told = 0
    for event, family in WARNED.items():
        try:
            until = rules.due(family, on).due_on
        except rules.NoRuleInForce:
            continue
        near = sa.and_(open_, ContractNode.due_on.between(on, until))
        told += messages.tell_found(source, event, near, mark=ContractNode.due_on, at=at)
    return told
