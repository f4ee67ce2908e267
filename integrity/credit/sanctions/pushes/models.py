"""Who receives what is listed, and what one body must do because of one entry."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from integrity.base.db import Model
from integrity.base.states import HasMoves
from integrity.casework.deadlines import HasDeadline
from integrity.credit.measures.models import Measure
from integrity.credit.sanctions.models import ListEntry
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
    NOT_APPLIED = "not-applied"
    DROPPED = "dropped"


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
    PushOutcome.NOT_APPLIED: _l("未执行"),
    PushOutcome.DROPPED: _l("已停止"),
}


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

    entry: Mapped[ListEntry] = relationship()
    body: Mapped[Subject] = relationship()
    asked: Mapped[list["PushMeasure"]] = relationship(order_by="PushMeasure.measure_id")

    __table_args__ = (
        sa.UniqueConstraint("entry_id", "body_id", "kind"),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome <> 'not-applied' OR why <> ''", name="not_applied_says_why"
        ),
    )

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def title(self) -> str:
        """What is to be done about whom."""
        return PUSH_KIND_NAMES[self.kind] + _("：") + self.entry.title


class PushMeasure(Model):
    """A measure that one push asks its body to take."""

    push_id: Mapped[int] = mapped_column(sa.ForeignKey("push.id"), primary_key=True)
    measure_id: Mapped[int] = mapped_column(
        sa.ForeignKey("measure.id"), primary_key=True, index=True
    )

    measure: Mapped[Measure] = relationship()
