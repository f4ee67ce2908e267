"""Terms of office, and what a new head takes over: 新官理旧账.

A new head gets one task for every open thing of every stream that says what is inherited: accept
it, or ask for a lawful change. Names here are those of offices, never of people.
"""

import enum
from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commitments.permissions import CommitmentsPermission
from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import Model, changed, db, insert_ignore
from integrity.base.errors import Forbidden, NotAllowed, Refused
from integrity.base.states import Flow, HasMoves, Move
from integrity.casework import streams
from integrity.casework.documents.scans import StampedScan
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, own
from integrity.files.attached import HasFiles
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject

FAMILY = "LOCAL-INHERIT"


class TaskState(enum.StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    CHANGE_ASKED = "change_asked"


TASK_NAMES = {
    TaskState.OPEN: _l("待新任负责人确认承接"),
    TaskState.ACCEPTED: _l("已确认承接"),
    TaskState.CHANGE_ASKED: _l("已承接并申请依法变更"),
}
T = TaskState
FLOW = Flow(
    steps={T.OPEN: own(Side.OWING)},
    accept=Move({T.OPEN}, T.ACCEPTED, CommitmentsPermission.SIGN),
    ask_change=Move({T.OPEN}, T.CHANGE_ASKED, CommitmentsPermission.SIGN),
)
FLOW.names.update(TASK_NAMES)


class WrongTerm(Refused):
    """The term begins before the one that it follows, or in the future."""

    title = _l("任期有误")


class NotTheHead(Forbidden):
    """Only the head in office takes over."""

    title = _l("只能由本单位现任主要负责人办理")


class NotChangeable(NotAllowed):
    """What a court or somebody else decided is not changed by who owes it."""


class OfficeTerm(HasFiles, Model):
    """Who heads a body from a day on: the office (局长（第2任）), not the person."""

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    title: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date | None]

    body: Mapped[Subject] = relationship()

    @property
    def parties(self) -> set[int]:
        return {self.body_id}


class Acceptance(HasMoves, Model):
    """One open thing that a new head must take over by a day; `flagged_on`: had not by then."""

    id: Mapped[int] = mapped_column(primary_key=True)
    term_id: Mapped[int] = mapped_column(sa.ForeignKey("office_term.id"), index=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    stream: Mapped[str] = mapped_column(sa.String(40))
    item_id: Mapped[int]
    title: Mapped[str]
    state: Mapped[TaskState] = mapped_column(default=TaskState.OPEN)
    due_on: Mapped[date] = mapped_column(index=True)
    done_on: Mapped[date | None]
    done_by: Mapped[str] = mapped_column(default="")
    flagged_on: Mapped[date | None]

    term: Mapped[OfficeTerm] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("term_id", "stream", "item_id"),
        sa.Index("ix_acceptance_item", "stream", "item_id"),
    )

    @property
    def parties(self) -> set[int]:
        return {self.body_id}


def begin(body: Subject, title: str, from_on: date, *, by: audit.Actor, at: datetime) -> OfficeTerm:
    """A new head takes office; the term before ends, and what is open must be taken over.

    Raises WrongTerm.
    """
    before = current(body.id)
    if from_on > clock.local_day(at):
        raise WrongTerm(_("任期起始日不能晚于今天。"))
    if before and from_on <= before.from_on:
        raise WrongTerm(_("任期须晚于上一任的任期起始日。"))
    term = OfficeTerm(body_id=body.id, title=title, from_on=from_on)
    db.session.add(term)
    db.session.flush()
    if before:
        before.to_on = from_on
        hand_over(term)
    audit.write(term, "begin", by=by, at=at, why=title, body=body.id)
    return term


def hand_over(term: OfficeTerm) -> int:
    """One task for everything that is open; doing it again adds only what is new."""
    due_on = rules.due(FAMILY, term.from_on).due_on
    made = 0
    for stream in streams.registered().values():
        if stream.work.inherited is None:
            continue
        model = stream.model
        values = {
            "term_id": sa.literal(term.id, sa.Integer),
            "body_id": model.subject_id,
            "stream": sa.literal(stream.name, sa.String),
            "item_id": model.id,
            "title": sa.type_coerce(model.title, sa.Text),
            "state": sa.literal(T.OPEN.value, sa.String),
            "due_on": sa.literal(due_on, sa.Date),
        }
        rows = sa.select(*[v.label(k) for k, v in values.items()]).where(
            model.subject_id == term.body_id, stream.work.inherited()
        )
        key = ("term_id", "stream", "item_id")
        made += changed(insert_ignore(Acceptance.__table__, list(values), rows, key))
    return made


def accept(task: Acceptance, *, by: User, at: datetime, why: str = "") -> None:
    """The new head answers for it from now on."""
    _done(task, "accept", why, by, at)


def ask_change(task: Acceptance, why: str, *, by: User, at: datetime) -> None:
    """The new head answers for it and asks for a lawful change; until then it stands.

    Raises NotChangeable for what its debtor cannot change: a judgment, a debt, an order.
    """
    if not changeable(task):
        raise NotChangeable(_("生效判决、账款和整改要求不能由单位申请变更，只能承接并履行。"))
    _done(task, "ask_change", why, by, at)


def listed(term: OfficeTerm) -> str:
    """What a head signs who takes over on paper: everything that waits, line by line."""
    lines = (f"{task.stream}-{task.item_id} {task.title}" for task in waiting(term.body_id))
    return "\n".join([f"{term.body.name} {term.title}", *lines])


def accept_on_paper(term: OfficeTerm, scan: StampedScan, *, by: audit.Actor, at: datetime) -> None:
    """The head has taken over on paper all that waits, as a second person has seen."""
    for task in waiting(term.body_id):
        FLOW.go(task, "accept", by=by, at=at, signer=scan.signer, scan=scan.id)
        task.done_on, task.done_by = max(scan.day, term.from_on), term.title


def changeable(task: Acceptance) -> bool:
    """Whether a lawful change of what is taken over may be asked for."""
    found = streams.registered().get(task.stream)
    return found is not None and found.work.changeable


def flag_missed(*, on: date, at: datetime) -> int:
    """Note the tasks whose day has passed, once; dated by the fact. Returns how many."""
    missed = sa.select(Acceptance.id).where(
        Acceptance.state == T.OPEN, Acceptance.due_on < on, Acceptance.flagged_on.is_(None)
    )
    ids = db.session.scalars(missed).all()
    if ids:
        names = (Acceptance.__tablename__, "flag")
        audit.write_all(
            sa.select(Acceptance.id).where(Acceptance.id.in_(missed)),
            *names,
            source=T.OPEN,
            target=T.OPEN,
            by=audit.SYSTEM,
            at=at,
        )
        db.session.execute(
            sa.update(Acceptance)
            .where(Acceptance.id.in_(missed))
            .values(flagged_on=on)
            .execution_options(synchronize_session=False)
        )
        db.session.expire_all()
    return len(ids)


def current(body_id: int, on: date | None = None) -> OfficeTerm | None:
    """The term in office on a day, or the latest."""
    wanted = sa.select(OfficeTerm).where(OfficeTerm.body_id == body_id)
    if on:
        wanted = wanted.where(OfficeTerm.from_on <= on)
    newest = wanted.order_by(OfficeTerm.from_on.desc(), OfficeTerm.id.desc()).limit(1)
    return db.session.scalars(newest).first()


def of_item(stream: str, item_id: int) -> Sequence[Acceptance]:
    """Who had to take a thing over, oldest first."""
    wanted = sa.select(Acceptance).where(Acceptance.stream == stream, Acceptance.item_id == item_id)
    return db.session.scalars(wanted.order_by(Acceptance.id)).all()


def of_term(term: OfficeTerm) -> Sequence[Acceptance]:
    """Everything that its head had to take over, the earliest day first."""
    wanted = sa.select(Acceptance).where(Acceptance.term_id == term.id)
    return db.session.scalars(wanted.order_by(Acceptance.due_on, Acceptance.id)).all()


def waiting(body_id: int) -> Sequence[Acceptance]:
    """What the head of a body has not taken over yet, the earliest day first."""
    wanted = (
        sa.select(Acceptance)
        .join(Acceptance.term)
        .where(Acceptance.body_id == body_id, Acceptance.state == T.OPEN)
        .where(OfficeTerm.to_on.is_(None))
    )
    return db.session.scalars(wanted.order_by(Acceptance.due_on, Acceptance.id)).all()


def _done(task: Acceptance, move: str, why: str, by: User, at: datetime) -> None:
    if not by.can(CommitmentsPermission.SIGN) or by.body_id != task.body_id:
        raise NotTheHead
    latest = current(task.body_id)
    if latest is None or latest.id != task.term_id:
        raise NotAllowed(_("这是上一任的承接事项。"))
    FLOW.go(task, move, by=by, at=at, why=why)
    task.done_on, task.done_by = clock.local_day(at), latest.title
