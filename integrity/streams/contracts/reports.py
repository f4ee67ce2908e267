"""What one side says it did, and what the other says to it; silence confirms nothing."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.people.accounts import service as accounts
from integrity.people.accounts.models import User
from integrity.streams.contracts import acceptances
from integrity.streams.contracts.codes import ContractState, NodeOutcome
from integrity.streams.contracts.errors import OtherSide, WrongReport
from integrity.streams.contracts.flow import FLOW
from integrity.streams.contracts.models import ContractNode
from integrity.streams.contracts.permissions import ContractsPermission
from integrity.streams.contracts.sides import (
    attach,
    body_only,
    counterparty_only,
    neither_side,
)


def report(
    node: ContractNode,
    done_on: date,
    text: str,
    *,
    by: Any,
    at: datetime,
    document: FileStorage | None = None,
) -> None:
    """The body says that it is done: a claim until the counterparty has spoken.

    Where nobody can speak here for the counterparty, the office asks it in writing.
    """
    body_only(node, by)
    _say(node, "report", done_on, text, document, by, at)
    if not has_account(node.counterparty_id):
        FLOW.go(node, "leave", by=audit.SYSTEM, at=at)


def confirm(
    node: ContractNode, done_on: date | None, *, by: Any, at: datetime, why: str = ""
) -> None:
    """The counterparty says that it is so: since the report, or since another day it names."""
    counterparty_only(node, by)
    _end(node, "confirm", done_on or node.claim_received_on, why, by, at)


def deny(node: ContractNode, why: str, *, by: Any, at: datetime) -> None:
    """The counterparty says that it is not: owed as if nothing had been said."""
    counterparty_only(node, by)
    _reopen(node, "deny", why, by, at)


def confirm_for(
    node: ContractNode,
    done_on: date | None,
    why: str,
    document: FileStorage,
    *,
    by: Any,
    at: datetime,
) -> None:
    """The office has the counterparty's written word that it is done, and files it."""
    neither_side(node, by)
    _end(node, "confirm_for", done_on or node.claim_received_on, why, by, at)
    attach(node, document, by, at)


def deny_for(node: ContractNode, why: str, document: FileStorage, *, by: Any, at: datetime) -> None:
    """The office has the counterparty's written word that it is not done, and files it."""
    neither_side(node, by)
    _reopen(node, "deny_for", why, by, at)
    attach(node, document, by, at)


def rule_kept(
    node: ContractNode,
    ruling: str,
    done_on: date,
    why: str,
    document: FileStorage,
    *,
    by: Any,
    at: datetime,
) -> None:
    """A court, arbitrators or the competent department found that it was done; not the office."""
    neither_side(node, by)
    _end(node, "rule_kept", done_on, why, by, at, ruling=ruling)
    attach(node, document, by, at, ruling)


def leave_unanswered(*, on: date, at: datetime) -> int:
    """Leave to the office what the counterparty has not answered in time; returns how many."""
    late = ContractNode.step_due_on < on
    return FLOW.go_all(ContractNode, "leave", late, by=audit.SYSTEM, at=at)


def deliver(
    node: ContractNode,
    done_on: date,
    text: str,
    *,
    by: Any,
    at: datetime,
    document: FileStorage | None = None,
) -> None:
    """The counterparty says that it did what it owes; the body answers within its term."""
    counterparty_only(node, by)
    _say(node, "deliver", done_on, text, document, by, at)
    acceptances.owe(node, by=by, at=at)


def accept(
    node: ContractNode, done_on: date | None, *, by: Any, at: datetime, why: str = ""
) -> None:
    """The body says that it has what the counterparty owed."""
    body_only(node, by)
    _end(node, "accept", done_on or node.claimed_on or local_day(at), why, by, at)


def refuse(node: ContractNode, why: str, *, by: Any, at: datetime) -> None:
    """The body says that it has not, and why."""
    body_only(node, by)
    _reopen(node, "refuse", why, by, at)


def entrust(node: ContractNode, keeper: str, *, by: Any, at: datetime) -> None:
    """Somebody of the body is in charge of it, and is warned before its day. Raises OtherSide."""
    body_only(node, by)
    found = db.session.get(User, int(keeper))
    if found is None or found.body_id != node.subject_id or not found.is_active:
        raise OtherSide(_("具体负责人须是本单位的账号。"))
    FLOW.check(node, "entrust")
    node.keeper_id = found.id
    FLOW.go(node, "entrust", by=by, at=at, keeper=found.id)


def has_account(subject_id: int) -> bool:
    """Whether somebody can speak here for the counterparty."""
    return accounts.somebody_may(ContractsPermission.CONFIRM, subject_id)


def _say(
    node: ContractNode,
    move: str,
    done_on: date,
    text: str,
    document: FileStorage | None,
    by: Any,
    at: datetime,
) -> None:
    _demand_in_force(node)
    FLOW.check(node, move)
    _check_day(node, done_on, at)
    node.report, node.answer = text, ""
    node.claim(done_on, local_day(at))
    FLOW.go(node, move, by=by, at=at, why=text, done_on=str(done_on))
    attach(node, document, by, at)


def _end(
    node: ContractNode,
    move: str,
    done_on: date | None,
    why: str,
    by: Any,
    at: datetime,
    **facts: str,
) -> None:
    _demand_in_force(node)
    FLOW.check(node, move)
    if done_on is not None:
        _check_day(node, done_on, at)
    node.answer, node.outcome = why, NodeOutcome.KEPT
    FLOW.go(node, move, by=by, at=at, why=why, done_on=str(done_on), **facts)
    node.confirm_claim(done_on)
    acceptances.conclude(node, by=by, at=at)


def _reopen(node: ContractNode, move: str, why: str, by: Any, at: datetime) -> None:
    FLOW.check(node, move)
    node.answer = why
    FLOW.go(node, move, by=by, at=at, why=why)
    node.deny_claim()
    acceptances.conclude(node, by=by, at=at)


def _demand_in_force(node: ContractNode) -> None:
    if node.contract.state is ContractState.REGISTERED:
        raise NotAllowed(_("合同还没有核对，核对以后再报告履约情况。"))


def _check_day(node: ContractNode, day: date, at: datetime) -> None:
    if day > local_day(at):
        raise WrongReport(_("日期 %(day)s 还没有到。", day=day))
    if day < node.contract.signed_on:
        raise WrongReport(_("日期不能早于合同签订日期 %(day)s。", day=node.contract.signed_on))
