"""Lawful change: a request with a lawful ground, the group's decision, and what it owes to whom.

The old words and the old day stay for ever in the request that replaced them.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from commitments.change import compensations, grounds
from commitments.change.compensations import Harm
from commitments.change_models import CHANGE_NAMES, ChangeKind, ChangeRequest, ChangeState
from commitments.flow import FLOW as COMMITMENT
from commitments.models import Commitment, CommitmentOutcome, CommitmentState
from commitments.permissions import CommitmentsPermission
from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotAllowed, Refused
from integrity.base.states import Flow, Move
from integrity.casework import extensions
from integrity.casework.steps import Side, Step
from integrity.files import attached
from integrity.people.accounts.models import User

FLOW = Flow(
    steps={ChangeState.REQUESTED: Step(Side.OFFICE, "LOCAL-CHANGE")},
    grant=Move({ChangeState.REQUESTED}, ChangeState.GRANTED, CommitmentsPermission.CHANGE_DECIDE),
    refuse=Move({ChangeState.REQUESTED}, ChangeState.REFUSED, CommitmentsPermission.CHANGE_DECIDE),
)
FLOW.names.update(CHANGE_NAMES)
WORDS = ("title", "target", "body_text")


class WrongChange(Refused):
    """Nothing would change, or a day or an amount is missing."""

    title = _l("变更申请有误")


class OwnRequest(Forbidden):
    """Nobody decides a request of their own or of their own body."""

    title = _l("须由他人办理")


def request(
    item: Commitment,
    kind: ChangeKind,
    ground: str,
    authority: str,
    document: str,
    why: str,
    *,
    by: User,
    at: datetime,
    harms: Iterable[Harm] = (),
    evidence: FileStorage | None = None,
    **new: Any,
) -> ChangeRequest:
    """Ask for a change (`new`: title, …, due_on); raises NoGround, WrongChange, NotAllowed."""
    if item.state is not CommitmentState.PUBLISHED:
        raise NotAllowed(_("只有履行中的承诺可以申请变更。"))
    lawful = grounds.lawful(ground, why)
    if pending(item):
        raise WrongChange(_("已有一项变更申请等待决定。"))
    change = ChangeRequest(
        commitment=item,
        kind=kind,
        state=ChangeState.REQUESTED,
        ground=lawful,
        authority=authority,
        document=document,
        why=why,
        requested_at=at,
        requested_by_id=by.id,
        requested_by=by.name,
        compensations=[compensations.unsaved(harm) for harm in harms],
        **_old_and_new(item, kind, new, clock.local_day(at)),
    )
    FLOW.begin(change, clock.local_day(at))
    COMMITMENT.go(item, "request_change", by=by, at=at, why=why, ground=lawful)
    db.session.add(change)
    if evidence:
        attached.save(evidence, item, public=True, by=by, at=at, body_id=item.subject_id)
    return change


def grant(change: ChangeRequest, why: str, *, by: User, at: datetime) -> None:
    """The group agrees: the new words hold, the old ones stay here.

    Raises OwnRequest, NotAllowed.
    """
    item = change.commitment
    if item.state is not CommitmentState.PUBLISHED:
        raise NotAllowed(_("承诺的状态已变化，请由单位重新申请。"))
    _decide(change, "grant", why, by, at)
    move = "withdraw" if change.kind is ChangeKind.WITHDRAW else "change"
    COMMITMENT.go(item, move, by=by, at=at, why=why, change=change.id, kind=change.kind)
    if change.kind is ChangeKind.WITHDRAW:
        item.outcome = CommitmentOutcome.CHANGED
        item.closed_on = item.verified_on = clock.local_day(at)
        item.verified_by_name, item.reasons = by.name, why
    else:
        for name in WORDS:
            setattr(item, name, getattr(change, f"new_{name}"))
        _move_day(item, change, by, at)


def refuse(change: ChangeRequest, why: str, *, by: User, at: datetime) -> None:
    """The group does not agree; the promise stands as it is."""
    _decide(change, "refuse", why, by, at)
    audit.write(change.commitment, "refuse_change", by=by, at=at, why=why, change=change.id)


def of(item: Commitment) -> Sequence[ChangeRequest]:
    """Every request to change a commitment, newest first."""
    wanted = sa.select(ChangeRequest).where(ChangeRequest.commitment_id == item.id)
    return db.session.scalars(wanted.order_by(ChangeRequest.id.desc())).all()


def pending(item: Commitment) -> ChangeRequest | None:
    """The request that waits for the group."""
    return next((c for c in of(item) if c.state is ChangeState.REQUESTED), None)


def _old_and_new(
    item: Commitment, kind: ChangeKind, new: dict[str, Any], on: date
) -> dict[str, Any]:
    """The words and the day as they are and as they would be; raises WrongChange."""
    old = {name: getattr(item, name) for name in (*WORDS, "due_on")}
    wanted = old | (new if kind is ChangeKind.AMEND else {})
    if kind is ChangeKind.AMEND and wanted == old:
        raise WrongChange(_("申请的内容与现在的承诺相同。"))
    if item.due_on and wanted["due_on"] != item.due_on:
        if wanted["due_on"] is None:
            raise WrongChange(_("有期限的承诺，变更后也须写明期限。"))
        if on > item.due_on:
            raise WrongChange(_("原期限 %(day)s 已过，不能再变更期限。", day=item.due_on))
    return {f"old_{name}": value for name, value in old.items()} | {
        f"new_{name}": value for name, value in wanted.items()
    }


def _decide(change: ChangeRequest, move: str, why: str, by: User, at: datetime) -> None:
    if by.id == change.requested_by_id or by.body_id in change.parties:
        raise OwnRequest(_("不能决定本人或者本单位的变更申请。"))
    FLOW.go(change, move, by=by, at=at, why=why)
    change.decided_at, change.decided_by_name, change.decision = at, by.name, why


def _move_day(item: Commitment, change: ChangeRequest, by: User, at: datetime) -> None:
    """A new day is explained like an extension; the first one stays."""
    new = change.new_due_on
    if item.due_on and new and item.due_on != new:
        asked = audit.Somebody(change.requested_by)
        extensions.record("commitments", item, new, "change", change.why, asked, by=by, at=at)
    item.due_on = new
