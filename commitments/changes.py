"""Lawful change: a request with a lawful ground, the group's decision, and what it owes to whom.

The old words and the old day stay for ever in the request that replaced them.
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship
from werkzeug.datastructures import FileStorage

from commitments import grounds
from commitments.flow import FLOW as COMMITMENT
from commitments.models import Commitment, CommitmentOutcome, CommitmentState
from integrity import clock, files
from integrity.accounts.models import User
from integrity.audit import service as audit
from integrity.db import Model, db
from integrity.deadlines import Extension, day_after
from integrity.errors import Forbidden, NotAllowed, Refused
from integrity.permissions import Permission
from integrity.states import Flow, HasMoves, Move
from integrity.streams import breach


class ChangeKind(enum.StrEnum):
    AMEND = "amend"
    WITHDRAW = "withdraw"


class ChangeState(enum.StrEnum):
    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"


CHANGE_NAMES = {
    ChangeState.REQUESTED: _l("待领导小组决定"),
    ChangeState.GRANTED: _l("已批准"),
    ChangeState.REFUSED: _l("不予批准"),
}
CHANGE_TONES = {
    ChangeState.REQUESTED: "soon",
    ChangeState.GRANTED: "good",
    ChangeState.REFUSED: "closed",
}
KIND_NAMES = {ChangeKind.AMEND: _l("变更内容或者期限"), ChangeKind.WITHDRAW: _l("撤回承诺")}
FLOW = Flow(
    grant=Move({ChangeState.REQUESTED}, ChangeState.GRANTED, Permission.COMMITMENTS_CHANGE_DECIDE),
    refuse=Move({ChangeState.REQUESTED}, ChangeState.REFUSED, Permission.COMMITMENTS_CHANGE_DECIDE),
)
FLOW.names.update(CHANGE_NAMES)
WORDS = ("title", "target", "body_text")


class WrongChange(Refused):
    """Nothing would change, or a day or an amount is missing."""

    title = _l("变更申请有误")


class OwnRequest(Forbidden):
    """Nobody decides a request of their own or of their own body."""

    title = _l("须由他人办理")


class ChangeRequest(HasMoves, Model):
    """A wish to change a public promise: on what ground, by what authority, what it would say."""

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(sa.ForeignKey("commitment.id"), index=True)
    kind: Mapped[ChangeKind]
    state: Mapped[ChangeState] = mapped_column(default=ChangeState.REQUESTED, index=True)
    ground: Mapped[grounds.Ground]
    authority: Mapped[str]
    document: Mapped[str]
    why: Mapped[str]
    old_title: Mapped[str]
    old_target: Mapped[str]
    old_body_text: Mapped[str]
    old_due_on: Mapped[date | None]
    new_title: Mapped[str]
    new_target: Mapped[str]
    new_body_text: Mapped[str]
    new_due_on: Mapped[date | None]
    requested_at: Mapped[datetime]
    requested_by_id: Mapped[int | None]
    requested_by: Mapped[str]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(default="")
    decision: Mapped[str] = mapped_column(default="")

    commitment: Mapped[Commitment] = relationship()
    compensations: Mapped[list["Compensation"]] = relationship(order_by="Compensation.id")

    @property
    def parties(self) -> set[int]:
        return self.commitment.parties

    @property
    def title(self) -> str:
        return self.commitment.title


class Compensation(Model):
    """What somebody harmed by a change is to receive by a day; a person is never named."""

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(sa.ForeignKey("change_request.id"), index=True)
    subject_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"))
    harmed: Mapped[str]
    loss: Mapped[str]
    amount: Mapped[Decimal]
    due_on: Mapped[date]
    paid_on: Mapped[date | None]
    said: Mapped[str] = mapped_column(default="")

    change: Mapped[ChangeRequest] = relationship(viewonly=True)

    @property
    def parties(self) -> set[int]:
        return self.change.parties

    @property
    def title(self) -> str:
        return f"{self.harmed}：{self.amount:,.2f}"

    def days_late(self, on: date) -> int:
        """Calendar days by which it is or was late."""
        return max(((self.paid_on or on) - self.due_on).days, 0)


@dataclass(frozen=True)
class Harm:
    """Who is harmed by a change, how, and what is paid for it by which day."""

    subject_id: int | None
    harmed: str
    loss: str
    amount: Decimal
    due_on: date


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
    """Ask the group for a change; raises NoGround, WrongChange. `new`: title, target, …, due_on."""
    if item.state is not CommitmentState.PUBLISHED:
        raise NotAllowed(_("只有履行中的承诺可以申请变更。"))
    lawful = grounds.lawful(ground, why)
    if pending(item):
        raise WrongChange(_("已有一项变更申请等待决定。"))
    old = {name: getattr(item, name) for name in (*WORDS, "due_on")}
    wanted = old | (new if kind is ChangeKind.AMEND else {})
    if kind is ChangeKind.AMEND and wanted == old:
        raise WrongChange(_("申请的内容与现在的承诺相同。"))
    change = ChangeRequest(
        commitment=item,
        kind=kind,
        ground=lawful,
        authority=authority,
        document=document,
        why=why,
        requested_at=at,
        requested_by_id=by.id,
        requested_by=by.name,
        compensations=[Compensation(**vars(harm)) for harm in harms],
        **{f"old_{name}": value for name, value in old.items()},
        **{f"new_{name}": value for name, value in wanted.items()},
    )
    db.session.add(change)
    db.session.flush()
    audit.write(item, "request_change", by=by, at=at, why=why, change=change.id, ground=lawful)
    if evidence:
        files.save(evidence, item, public=True, by=by, at=at, body_id=item.subject_id)
    return change


def grant(change: ChangeRequest, why: str, *, by: User, at: datetime) -> None:
    """The group agrees: the new words hold, the old ones stay here; raises OwnRequest."""
    item = change.commitment
    if item.state is not CommitmentState.PUBLISHED:
        raise NotAllowed(_("承诺的状态已变化，请由单位重新申请。"))
    _decide(change, "grant", why, by, at)
    move = "withdraw" if change.kind is ChangeKind.WITHDRAW else "change"
    COMMITMENT.go(item, move, by=by, at=at, why=why, change=change.id, kind=change.kind)
    if change.kind is ChangeKind.WITHDRAW:
        item.outcome = CommitmentOutcome.CHANGED
        item.closed_on = item.verified_on = clock.local_day(at)
        item.verified_by, item.reasons = by.name, why
    else:
        for name in WORDS:
            setattr(item, name, getattr(change, f"new_{name}"))
        _move_day(item, change, by, at)


def refuse(change: ChangeRequest, why: str, *, by: User, at: datetime) -> None:
    """The group does not agree; the promise stands as it is."""
    _decide(change, "refuse", why, by, at)
    audit.write(change.commitment, "refuse_change", by=by, at=at, why=why, change=change.id)


def pay(row: Compensation, paid_on: date, why: str, *, by: User, at: datetime) -> None:
    """The body has compensated somebody on a day."""
    if row.change.state is not ChangeState.GRANTED or row.paid_on:
        raise NotAllowed(_("这笔补偿不待支付。"))
    if paid_on > clock.local_day(at):
        raise WrongChange(_("支付日期不能晚于今天。"))
    row.paid_on, row.said = paid_on, why
    audit.write(row.change.commitment, "compensate", by=by, at=at, why=f"{row.harmed}：{why}")


def of(item: Commitment) -> Sequence[ChangeRequest]:
    """Every request to change a commitment, newest first."""
    wanted = sa.select(ChangeRequest).where(ChangeRequest.commitment_id == item.id)
    return db.session.scalars(wanted.order_by(ChangeRequest.id.desc())).all()


def pending(item: Commitment) -> ChangeRequest | None:
    """The request that waits for the group."""
    return next((c for c in of(item) if c.state is ChangeState.REQUESTED), None)


def breaches(on: date) -> sa.Select[Any]:
    """Every commitment whose change owes somebody a compensation that was not paid by its day."""
    late = sa.func.coalesce(Compensation.paid_on, on) > Compensation.due_on
    return (
        sa.select(
            *breach(
                "commitments",
                "compensation-late",
                Commitment.id,
                Commitment.subject_id,
                day_after(sa.func.min(Compensation.due_on)),
                sa.literal("承诺变更的补偿逾期未支付：") + Commitment.title,
            )
        )
        .join(ChangeRequest, ChangeRequest.commitment_id == Commitment.id)
        .join(Compensation, Compensation.change_id == ChangeRequest.id)
        .where(ChangeRequest.state == ChangeState.GRANTED, late, Compensation.due_on < on)
        .group_by(Commitment.id, Commitment.subject_id, Commitment.title)
    )


def _decide(change: ChangeRequest, move: str, why: str, by: User, at: datetime) -> None:
    if by.id == change.requested_by_id or by.body_id in change.parties:
        raise OwnRequest(_("不能决定本人或者本单位的变更申请。"))
    FLOW.go(change, move, by=by, at=at, why=why)
    change.decided_at, change.decided_by, change.decision = at, by.name, why


def _move_day(item: Commitment, change: ChangeRequest, by: User, at: datetime) -> None:
    """A new day is explained like an extension; the first one stays."""
    old, new = item.due_on, change.new_due_on
    item.due_on = new
    if old and new and old != new:
        row = Extension(
            stream="commitments",
            item_id=item.id,
            old_due_on=old,
            new_due_on=new,
            reason="change",
            why=change.why,
            approved_by=by.name,
            at=at,
        )
        db.session.add(row)
