"""Lawful change of a contract: proposed by the body, answered by the counterparty, then made.

What the counterparty agrees to is made; what it objects to stands only by a ruling of others.
Silence agrees to nothing: the contract is performed as it is.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.states import Flow, Move
from integrity.casework import extensions
from integrity.casework.documents.making import Makes
from integrity.casework.excuses import lawful
from integrity.casework.steps import Side, Step
from integrity.streams.contracts import service
from integrity.streams.contracts.change_models import (
    CHANGE_NAMES,
    ChangeKind,
    ContractChange,
)
from integrity.streams.contracts.change_models import ChangeState as S
from integrity.streams.contracts.codes import (
    ContractOutcome,
    ContractState,
    NodeKind,
    NodeState,
    Owing,
)
from integrity.streams.contracts.errors import WrongChange
from integrity.streams.contracts.flow import CONTRACTS, FLOW, OWED
from integrity.streams.contracts.models import Contract
from integrity.streams.contracts.permissions import ContractsPermission as P
from integrity.streams.contracts.registrations import keep, unsaved
from integrity.streams.contracts.sides import (
    attach,
    body_only,
    counterparty_only,
    neither_side,
)

PAPER = Makes("contract-change")
CHANGES = Flow(
    steps={
        S.PROPOSED: Step(Side.OWED),
        S.AGREED: Step(Side.OFFICE, "LOCAL-CHANGE"),
        S.OBJECTED: Step(Side.COURT),
    },
    agree=Move({S.PROPOSED}, S.AGREED, P.CONFIRM),
    object=Move({S.PROPOSED}, S.OBJECTED, P.CONFIRM),
    make=Move({S.AGREED}, S.MADE, P.HANDLE, paper=PAPER),
    rule=Move({S.PROPOSED, S.OBJECTED}, S.MADE, P.HANDLE, paper=PAPER),
    withdraw=Move({S.PROPOSED, S.AGREED, S.OBJECTED}, S.REFUSED, P.REPORT),
)
CHANGES.names.update(CHANGE_NAMES)


def propose(
    contract: Contract,
    kind: ChangeKind,
    ground: str,
    *,
    by: Any,
    at: datetime,
    evidence: FileStorage | None = None,
    **said: Any,
) -> ContractChange:
    """The body wants it changed, and says what it pays for that; raises NoGround, WrongChange.

    said: the columns of ContractChange that the form asks for.

    Raises NotAllowed.
    """
    body_only(contract, by)
    if contract.state is not ContractState.IN_FORCE:
        raise NotAllowed(_("只有履行中的合同可以变更。"))
    if any(known.state in CHANGES.steps for known in of(contract)):
        raise WrongChange(_("已有一项变更等待答复。"))
    if ChangeKind(kind) is ChangeKind.TERMINATE:
        said |= {"node": None, "new_day": None}
    made = ContractChange(
        contract=contract,
        kind=ChangeKind(kind),
        state=S.PROPOSED,
        ground=lawful(ground, f"{said['why']} {said['harm']}"),
        proposed_at=at,
        proposed_by=by.name,
        **said,
    )
    _check(made, local_day(at))
    CHANGES.begin(made, local_day(at))
    db.session.add(made)
    db.session.flush()
    audit.write(made, "propose", by=by, at=at, target=made.state, why=made.why)
    audit.write(contract, "propose_change", by=by, at=at, why=made.why)
    attach(contract, evidence, by, at, made.document)
    return made


def agree(change: ContractChange, *, by: Any, at: datetime, why: str = "") -> None:
    """The counterparty agrees to the change and to what is paid for it."""
    counterparty_only(change, by)
    CHANGES.check(change, "agree")
    change.answer = why
    CHANGES.go(change, "agree", by=by, at=at, why=why)


def object_(change: ContractChange, why: str, *, by: Any, at: datetime) -> None:
    """The counterparty does not agree: the contract stands as it is."""
    counterparty_only(change, by)
    CHANGES.check(change, "object")
    change.answer = why
    CHANGES.go(change, "object", by=by, at=at, why=why)


def withdraw(change: ContractChange, why: str, *, by: Any, at: datetime) -> None:
    """The body no longer wants it."""
    body_only(change, by)
    CHANGES.go(change, "withdraw", by=by, at=at, why=why)


def make(change: ContractChange, *, by: Any, at: datetime, why: str = "") -> None:
    """The office enters what both sides agreed on."""
    neither_side(change, by)
    CHANGES.go(change, "make", by=by, at=at, why=why)
    _carry_out(change, by, at)


def rule(
    change: ContractChange, ruling: str, why: str, document: FileStorage, *, by: Any, at: datetime
) -> None:
    """A court, arbitrators or whoever has the power decided that it changes."""
    neither_side(change, by)
    CHANGES.check(change, "rule")
    change.ruling = ruling
    CHANGES.go(change, "rule", by=by, at=at, why=why, ruling=ruling)
    attach(change.contract, document, by, at, ruling)
    _carry_out(change, by, at)


def of(contract: Contract) -> Sequence[ContractChange]:
    """Every change of a contract that was ever proposed, newest first."""
    wanted = sa.select(ContractChange).where(ContractChange.contract_id == contract.id)
    return db.session.scalars(wanted.order_by(ContractChange.id.desc())).all()


def _check(change: ContractChange, today: date) -> None:
    node = change.node
    if change.kind is ChangeKind.AMEND:
        if node is None or node.owing is not Owing.BODY or node.state not in OWED:
            raise WrongChange(_("请选择政府方还没有履行的节点。"))
        if node.due_on is None or today > node.due_on:
            raise WrongChange(_("节点的期限已过，不能再变更期限。"))
        if change.new_day is None or change.new_day <= node.due_on:
            raise WrongChange(_("新的期限必须晚于原期限。"))
    if change.compensation < 0:
        raise WrongChange(_("补偿金额不能小于 0。"))
    if change.compensation and (change.pay_on is None or change.pay_on < today):
        raise WrongChange(_("有补偿的，请填写今天以后的支付期限。"))


def _carry_out(change: ContractChange, by: Any, at: datetime) -> None:
    """What was decided holds; what is paid for it is owed like anything else of the contract."""
    contract, why = change.contract, change.why
    if change.node and change.new_day:
        asked = audit.Somebody(change.proposed_by)
        extensions.record(
            "contracts", change.node, change.new_day, "change", why, asked, by=by, at=at
        )
    else:
        _terminate(contract, why, by, at)
    if change.compensation:
        node = unsaved(contract, NodeKind.COMPENSATE, change.harm, amount=change.compensation)
        node.planned_on = change.pay_on
        node.run_until(change.pay_on, _("合同变更的补偿"))
        keep(node, by=by, at=at)


def _terminate(contract: Contract, why: str, by: Any, at: datetime) -> None:
    """What is not due yet, and the favours that must not be kept, are owed no more."""
    service.release_coming(contract, why, by=by, at=at)
    for node in contract.nodes:
        if node.state is NodeState.HELD and FLOW.allows(node, "change"):
            service.change(node, why, by=by, at=at)
    contract.outcome, contract.ended_on = ContractOutcome.CHANGED, local_day(at)
    CONTRACTS.go(contract, "dissolve", by=by, at=at, why=why)
