"""Who receives what is listed, and what one body must do because of one entry."""

import enum
from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from integrity.base.db import Model
from integrity.base.states import HasMoves
from integrity.casework.deadlines import HasDeadline
from integrity.credit.measures.models import Measure
from integrity.credit.sanctions.models import ListEntry
from integrity.files.attached import HasFiles
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject


class PushKind(enum.StrEnum):
    APPLY = "apply"
    REMOVE = "remove"


class PushState(enum.StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"  # a removal: the body has dropped the entry
    SUPERSEDED = "superseded"  # never answered before the entry was removed


class PushOutcome(enum.StrEnum):
    APPLIED = "applied"
    PARTLY = "partly"  # some of its measures; never said of one
    NOT_APPLIED = "not-applied"
    DROPPED = "dropped"


class Part(enum.StrEnum):
    """Where a body that dropped an entry may have kept it."""

    SYSTEM = "system"
    CACHE = "cache"
    PRINT = "print"
    DOWNSTREAM = "downstream"


class Cleared(enum.StrEnum):
    DELETED = "deleted"
    NONE = "none"  # it was never there


class Reason(enum.StrEnum):
    """Why a body did not take a measure."""

    NO_MATTER = "no-matter"
    NOT_OURS = "not-ours"
    NO_CASE = "no-case"
    UNKNOWN_SUBJECT = "unknown-subject"
    OTHER = "other"


PUSH_KIND_NAMES = {PushKind.APPLY: _l("执行措施"), PushKind.REMOVE: _l("停止措施")}
PUSH_STATE_NAMES = {
    PushState.PENDING: _l("待送达"),
    PushState.DELIVERED: _l("已送达，待反馈"),
    PushState.ANSWERED: _l("已反馈"),
    PushState.CONFIRMED: _l("已确认清除"),
    PushState.SUPERSEDED: _l("未反馈，名单已移出"),
}
PUSH_OUTCOME_NAMES = {
    PushOutcome.APPLIED: _l("已执行"),
    PushOutcome.PARTLY: _l("部分执行"),
    PushOutcome.NOT_APPLIED: _l("未执行"),
    PushOutcome.DROPPED: _l("已停止"),
}

REASON_NAMES = {
    Reason.NO_MATTER: _l("本单位没有涉及该主体的事项"),
    Reason.NOT_OURS: _l("不属于本单位职责"),
    Reason.NO_CASE: _l("不符合该措施的法定适用条件"),
    Reason.UNKNOWN_SUBJECT: _l("主体信息不符，无法识别"),
    Reason.OTHER: _l("其他原因"),
}

PART_NAMES = {
    Part.SYSTEM: _l("业务系统"),
    Part.CACHE: _l("缓存、备份和导出的文件"),
    Part.PRINT: _l("纸质材料和公示栏"),
    Part.DOWNSTREAM: _l("已转送的下级单位和其他系统"),
}
CLEARED_NAMES = {Cleared.DELETED: _l("已删除"), Cleared.NONE: _l("没有存放")}


class Receiver(Model):
    """A body to which is pushed what it executes; or everything, if it takes that.

    Of everything it is asked for the measures that it executes or that nobody is named for.
    """

    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), primary_key=True)
    id = synonym("body_id")
    active: Mapped[bool] = mapped_column(default=True)
    everything: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    since: Mapped[date | None]
    ended_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")

    body: Mapped[Subject] = relationship()

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def title(self) -> str:
        return self.body.name


class Push(HasDeadline, HasMoves, Model):
    """What one body must apply or drop because of one entry, and what it says it did.

    `version` counts its answers, so that an answer given later never hides an earlier one.
    `outcome` and `why` sum up what is said of its measures now. `changed_at`: when its body was
    last told something, or said something. `assigned_to` answers it within the body.
    `cleared` says of a removal what was deleted where, and `digest` what this comes to. `reused_on`
    is the day on which it was found last that the body used the entry all the same.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("list_entry.id"))
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    kind: Mapped[PushKind]
    state: Mapped[PushState] = mapped_column(index=True)
    outcome: Mapped[PushOutcome | None]
    why: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by_name: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime | None]
    cleared: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    digest: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    reused_on: Mapped[date | None]
    assigned_to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    entry: Mapped[ListEntry] = relationship()
    body: Mapped[Subject] = relationship()
    asked: ClassVar[Any]
    """The measures of which it speaks: a removal of those that the push before it asked for."""
    subject_id = synonym("body_id")  # who owes the answer
    subject = synonym("body")
    assigned_to: Mapped[User | None] = relationship()
    answers: Mapped[list["PushAnswer"]] = relationship(order_by="PushAnswer.id")

    __table_args__ = (
        sa.UniqueConstraint("entry_id", "body_id", "kind"),
        sa.Index("ix_push_body_id_changed_at", "body_id", "changed_at"),
        sa.Index(
            "ix_push_open",
            "due_on",
            "body_id",
            "kind",
            sqlite_where=sa.text("closed_on IS NULL"),
            postgresql_where=sa.text("closed_on IS NULL"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome <> 'not-applied' OR why <> ''", name="not_applied_says_why"
        ),
    )

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def ref(self) -> str:
        """The number by which papers name it."""
        return f"TS{self.id:08d}"

    @property
    def title(self) -> str:
        """What is to be done about whom."""
        return PUSH_KIND_NAMES[self.kind] + _("：") + self.entry.title


class PushMeasure(Model):
    """A measure that one push asks its body to take, since a day; a removal asks for the same."""

    push_id: Mapped[int] = mapped_column(sa.ForeignKey("push.id"), primary_key=True)
    measure_id: Mapped[int] = mapped_column(
        sa.ForeignKey("measure.id"), primary_key=True, index=True
    )
    asked_on: Mapped[date]

    measure: Mapped[Measure] = relationship()


class PushAnswer(HasFiles, Model):
    """What a body said of one measure (none: of an entry without any); corrected by a later one.

    `done_on` is the day on which it took the measure. The current answer has no `superseded_at`.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    push_id: Mapped[int] = mapped_column(sa.ForeignKey("push.id"), index=True)
    measure_id: Mapped[int | None] = mapped_column(sa.ForeignKey("measure.id"), index=True)
    version: Mapped[int]
    outcome: Mapped[PushOutcome]
    reason: Mapped[Reason | None]
    why: Mapped[str] = mapped_column(default="")
    done_on: Mapped[date | None]
    at: Mapped[datetime]
    by_name: Mapped[str]
    superseded_at: Mapped[datetime | None]

    measure: Mapped[Measure | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("push_id", "measure_id", "version"),
        sa.CheckConstraint("outcome IN ('applied', 'not-applied')", name="of_one_measure"),
        sa.CheckConstraint(
            "outcome <> 'not-applied' OR (reason IS NOT NULL AND why <> '')", name="says_why"
        ),
    )


APPLIED = sa.alias(Push.__table__, "applied")
Push.asked = relationship(
    PushMeasure,
    secondary=APPLIED,
    primaryjoin=sa.and_(
        Push.entry_id == APPLIED.c.entry_id,
        Push.body_id == APPLIED.c.body_id,
        APPLIED.c.kind == PushKind.APPLY,
    ),
    secondaryjoin=APPLIED.c.id == PushMeasure.push_id,
    foreign_keys=[APPLIED.c.entry_id, APPLIED.c.body_id, PushMeasure.push_id],
    order_by=PushMeasure.measure_id,
    viewonly=True,
)
