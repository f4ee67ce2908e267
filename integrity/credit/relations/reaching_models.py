"""That an entry reaches one person through one relation, from its finding to its end; and what each
body that executes its measures must do because of it."""

import enum
from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.permissions import Permission
from integrity.base.states import HasSteps
from integrity.credit.relations.models import ROLE_NAMES, Relation
from integrity.credit.sanctions.models import ListEntry
from integrity.people.subjects.models import Subject


class ReachingState(enum.StrEnum):
    FOUND = "found-by-rule"
    TOLD = "person-told"
    IN_FORCE = "reach-in-force"
    DISPUTED = "reach-disputed"  # in force all the same
    APPEALED = "reach-appealed"  # as well
    ENDED = "reach-ended"


class ReachEnd(enum.StrEnum):
    """How it ended; what was not so is not found again by night."""

    LAPSED = "lapsed"
    NOT_SO = "not-so"


class OrderState(enum.StrEnum):
    SENT = "order-sent"
    ANSWERED = "order-answered"
    RECALLED = "order-recalled"  # the body must drop it
    DROPPED = "order-dropped"


REACHING_NAMES = {
    ReachingState.FOUND: _l("待告知"),
    ReachingState.TOLD: _l("已告知，听取陈述申辩"),
    ReachingState.IN_FORCE: _l("已适用"),
    ReachingState.DISPUTED: _l("已适用，异议处理中"),
    ReachingState.APPEALED: _l("已适用，申诉处理中"),
    ReachingState.ENDED: _l("已结束"),
}
END_NAMES = {
    ReachEnd.LAPSED: _l("关系结束、名单移出或者措施失去依据"),
    ReachEnd.NOT_SO: _l("不是该单位的关联人，或者依法不适用"),
}
ORDER_NAMES = {
    OrderState.SENT: _l("待反馈"),
    OrderState.ANSWERED: _l("已反馈"),
    OrderState.RECALLED: _l("待确认停止"),
    OrderState.DROPPED: _l("已确认停止"),
}
EFFECTIVE = (ReachingState.IN_FORCE, ReachingState.DISPUTED, ReachingState.APPEALED)
OPEN = (ReachingState.FOUND, ReachingState.TOLD, *EFFECTIVE)
NONE_FOR_NOT_SO = "outcome <> 'not-so' OR ended_why <> ''"


class Reaching(HasSteps, Model):
    """One entry and one relation through which it reaches somebody (山东省社会信用条例 第三十一条).

    `issuer_id`: the body that must act, None: the office; led by who initiated the entry. Whoever
    told the person does not confirm; `heard_by_id` confirmed it, `answered_by_id` answered the
    objection. `objection` and `appeal`: what the person says, and on which paper it came.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[ReachingState] = mapped_column(default=ReachingState.FOUND, index=True)
    outcome: Mapped[ReachEnd | None]
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("list_entry.id"))
    relation_id: Mapped[int] = mapped_column(sa.ForeignKey("relation.id"), index=True)
    issuer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    found_on: Mapped[date]
    told_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    served_on: Mapped[date | None]
    statement_due: Mapped[date | None]
    statement: Mapped[str] = mapped_column(default="")
    heard_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    applied_on: Mapped[date | None]
    objection: Mapped[str] = mapped_column(default="")
    objected_on: Mapped[date | None]
    taken_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    appeal: Mapped[str] = mapped_column(default="")
    appealed_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_why: Mapped[str] = mapped_column(default="")

    entry: Mapped[ListEntry] = relationship()
    relation: Mapped[Relation] = relationship()
    issuer: Mapped[Subject | None] = relationship()

    sides = dict.fromkeys((Permission.SANCTIONS_NOMINATE, Permission.SANCTIONS_FIND), "issuer_id")

    __table_args__ = (
        sa.UniqueConstraint("entry_id", "relation_id"),
        sa.CheckConstraint("told_by_id <> heard_by_id", name="applied_by_two"),
        sa.CheckConstraint(NONE_FOR_NOT_SO, name="not_so_says_why"),
    )

    @property
    def parties(self) -> set[int]:
        return {body for body in (self.issuer_id, self.entry.initiated_by_id) if body}

    @property
    def ref(self) -> str:
        return f"GL{self.id:06d}"

    @property
    def title(self) -> str:
        """Whose it is and as what: not who, for that may be a person."""
        return self.relation.title

    @property
    def addressed(self) -> str:
        """How its papers name the person: by what it is to the subject, with the mask."""
        relation = self.relation
        return f"{relation.subject.name}{ROLE_NAMES[relation.role]}{relation.related.name}"

    @property
    def is_effective(self) -> bool:
        return self.state in EFFECTIVE


class ReachOrder(HasSteps, Model):
    """That one body takes the measures that reach somebody, what it did, and that it dropped it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[OrderState] = mapped_column(default=OrderState.SENT, index=True)
    reaching_id: Mapped[int] = mapped_column(sa.ForeignKey("reaching.id"))
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    applied: Mapped[bool | None]
    why: Mapped[str] = mapped_column(default="")
    sent_on: Mapped[date]
    answered_on: Mapped[date | None]
    dropped_on: Mapped[date | None]

    reaching: Mapped[Reaching] = relationship()
    body: Mapped[Subject] = relationship()

    __table_args__ = (sa.UniqueConstraint("reaching_id", "body_id"),)

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def ref(self) -> str:
        return f"GT{self.id:06d}"

    @property
    def title(self) -> str:
        return self.reaching.title
