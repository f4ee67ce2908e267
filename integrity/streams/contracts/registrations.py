"""Registering a contract and its nodes: by either side, by the office, or from a list."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.casework.key_fields import KeyField
from integrity.people.accounts.models import User
from integrity.people.subjects.models import FIRMS, Subject, SubjectKind
from integrity.streams.contracts.codes import (
    PUBLISHED,
    ContractKind,
    ContractState,
    Fairness,
    Legality,
    NodeKind,
    NodeState,
    Owing,
)
from integrity.streams.contracts.errors import AlreadyRegistered, WrongContract
from integrity.streams.contracts.flow import CONTRACTS, FLOW
from integrity.streams.contracts.models import MONEY, Contract, ContractNode
from integrity.streams.contracts.permissions import ContractsPermission
from integrity.streams.contracts.sides import attach

KEY_FIELDS = {
    ContractKind.PROCUREMENT: KeyField.PROCUREMENT,
    ContractKind.PPP: KeyField.PARTNERSHIP,
    ContractKind.INVESTMENT: KeyField.INVESTMENT,
    ContractKind.AGENCY: KeyField.TENDERING,
}
"""The key field to which the nodes of a kind belong; of the others somebody says it."""


def register(
    subject: Subject,
    counterparty: Subject,
    *,
    by: Any,
    at: datetime,
    document: FileStorage | None = None,
    source: str | None = None,
    external_id: str | None = None,
    **content: Any,
) -> Contract:
    """Keep a contract; raises WrongContract, AlreadyRegistered.

    content: what it says, by the columns of Contract. document: its text, for the parties alone.
    """
    contract = Contract(
        ref=f"new-{uuid4()}",  # until the row has its number
        subject=subject,
        subject_id=subject.id,
        counterparty=counterparty,
        counterparty_id=counterparty.id,
        state=ContractState.REGISTERED,
        registered_on=local_day(at),
        registered_by_id=getattr(by, "body_id", None),
        source=source,
        external_id=external_id,
        **content,
    )
    with db.session.no_autoflush:
        _check(contract, by, local_day(at))
    CONTRACTS.begin(contract, local_day(at))
    db.session.add(contract)
    db.session.flush()
    contract.ref = f"HT{contract.signed_on.year}-{contract.id:06d}"
    audit.write(contract, "register", by=by, at=at, target=contract.state)
    attach(contract, document, by, at)
    return contract


def add_node(
    contract: Contract,
    kind: NodeKind,
    what: str,
    planned_on: date | None,
    *,
    by: Any,
    at: datetime,
    owing: Owing = Owing.BODY,
    amount: Decimal | None = None,
    keeper: User | None = None,
) -> ContractNode:
    """What one side owes by a day, as the contract says; raises WrongContract, NotAllowed.

    Once the office has checked the contract, only it adds what the text says besides; the parties
    change it lawfully.
    """
    _may_add(contract, by)
    if planned_on is None:
        raise WrongContract(_("请填写合同约定的日期。"))
    if planned_on < contract.signed_on:
        raise WrongContract(_("节点日期不能早于合同签订日期 %(day)s。", day=contract.signed_on))
    if kind in MONEY and amount is None:
        raise WrongContract(_("付款、补偿和赔偿的节点须填写金额。"))
    node = unsaved(contract, kind, what, owing=owing, amount=amount, keeper=keeper)
    node.planned_on = planned_on
    if owing is Owing.BODY:
        node.run_until(planned_on, _("合同约定"))
    return keep(node, by=by, at=at)


def unsaved(contract: Contract, kind: NodeKind, what: str, **more: Any) -> ContractNode:
    """A node in its first state, not stored: a promised favour without its reviews is held."""
    owing, what = more.setdefault("owing", Owing.BODY), what.strip()
    if owing is Owing.COUNTERPARTY:
        state = NodeState.AWAITED
    else:
        held = kind is NodeKind.GRANT and not contract.reviewed
        state = NodeState.HELD if held else NodeState.OPEN
    return ContractNode(
        ref=f"new-{uuid4()}",
        contract=contract,
        place=max((node.place for node in contract.nodes), default=0) + 1,
        subject_id=contract.subject_id,
        counterparty_id=contract.counterparty_id,
        kind=kind,
        what=what,
        title=f"{contract.name}：{what}",
        key_field=KEY_FIELDS.get(contract.kind),
        **{"state": state} | more,
    )


def keep(node: ContractNode, *, by: audit.Actor, at: datetime) -> ContractNode:
    """Store a node, and start the clock of its first state."""
    db.session.add(node)
    FLOW.begin(node, local_day(at))
    db.session.flush()
    node.ref = f"{node.contract.ref}-{node.place:02d}"
    audit.write(node, "register", by=by, at=at, target=node.state, why=node.what)
    return node


def remove_node(node: ContractNode, *, by: Any, at: datetime) -> None:
    """What was entered by mistake goes, while nobody has checked the contract.

    Raises NotAllowed.
    """
    if node.contract.state is not ContractState.REGISTERED:
        raise NotAllowed(_("合同已经核对，节点只能依法变更。"))
    _may_add(node.contract, by)
    audit.write(node.contract, "remove_node", by=by, at=at, why=node.what)
    node.contract.nodes.remove(node)
    db.session.delete(node)


def _may_add(contract: Contract, by: Any) -> None:
    handles = isinstance(by, User) and by.can(ContractsPermission.HANDLE)
    if contract.state is ContractState.ENDED:
        raise NotAllowed(_("合同已经终结。"))
    if contract.state is ContractState.IN_FORCE and isinstance(by, User) and not handles:
        raise NotAllowed(
            _("合同已经核对，新的节点由领导小组办公室按合同文本补登，或者依法变更合同。")
        )


def _check(contract: Contract, by: Any, today: date) -> None:
    if contract.subject.kind is not SubjectKind.BODY:
        raise WrongContract(_("合同的政府方必须是机关事业单位。"))
    if contract.counterparty.kind not in FIRMS:
        raise WrongContract(_("合同的相对方必须是企业或者社会组织；自然人的合同不在此登记。"))
    if not contract.name.strip():
        raise WrongContract(_("请填写合同名称。"))
    if contract.signed_on > today:
        raise WrongContract(_("日期 %(day)s 还没有到。", day=contract.signed_on))
    if contract.amount is not None and contract.amount <= 0:
        raise WrongContract(_("金额必须大于 0。"))
    if contract.public and contract.kind not in PUBLISHED:
        raise WrongContract(_("只有政府采购合同依法公开，其他合同不公开。"))
    contract.legality = contract.legality or Legality.NONE
    contract.fairness = contract.fairness or Fairness.NONE
    check_conclusions(contract, today)
    _demand_others(contract, by)
    if contract.external_id is None and db.session.scalar(
        sa.select(sa.exists().where(*_same(contract)))
    ):
        raise AlreadyRegistered(
            _("同一单位和相对方、同一编号（没有编号的，同一名称和签订日期）的合同已经登记。")
        )


def check_conclusions(contract: Contract, today: date) -> None:
    """A conclusion is a document with a number, a day and an author; raises WrongContract."""
    for name, word in (("legality", _("合法性审查意见")), ("fairness", _("公平竞争审查结论"))):
        said = [getattr(contract, f"{name}_{part}") for part in ("no", "on", "by")]
        if getattr(contract, name) == "none":
            if any(said):
                raise WrongContract(
                    _("填写了%(what)s的文号、日期或者单位的，请选择结论。", what=word)
                )
        elif not all(said):
            raise WrongContract(_("请填写%(what)s的文号、日期和出具单位。", what=word))
        if (day := said[1]) and day > today:
            raise WrongContract(_("日期 %(day)s 还没有到。", day=day))


def _demand_others(contract: Contract, by: Any) -> None:
    """Whoever owes does not say itself that its promise is unlawful, and so not owed."""
    party = getattr(by, "body_id", None) in contract.parties
    failed = contract.legality is Legality.UNLAWFUL or contract.fairness is Fairness.FAILED
    if party and failed:
        raise WrongContract(_("审查不通过的结论由领导小组办公室凭审查单位的文书登记。"))


def _same(contract: Contract) -> list[sa.ColumnElement[bool]]:
    parties = [Contract.subject_id == contract.subject.id]
    parties += [Contract.counterparty_id == contract.counterparty.id]
    if contract.number:
        return [*parties, Contract.number == contract.number]
    return [*parties, Contract.name == contract.name, Contract.signed_on == contract.signed_on]
