"""Entries of the red, watch and serious lists, their measures, and the pushes to other bodies."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.accounts.models import User
from integrity.db import Model
from integrity.deadlines import HasDeadline
from integrity.measures.models import Measure, MeasureKind
from integrity.states import HasMoves, HasSteps
from integrity.subjects.models import Subject


class ListKind(enum.StrEnum):
    RED = "red"
    WATCH = "watch"
    SERIOUS = "serious"


class Ground(enum.StrEnum):
    """Why a subject is listed. The first four are those of 济高信用办〔2019〕7号 三（三）4."""

    PROMISE_BROKEN = "promise-broken"
    ARREARS = "arrears"
    JUDGMENT_REFUSED = "judgment-refused"
    OLD_PROMISES_IGNORED = "old-promises-ignored"
    NOT_PUT_RIGHT = "not-put-right"
    HEALTH_AND_LIFE = "health-and-life"
    MARKET_AND_ORDER = "market-and-order"
    DUTY_REFUSED = "duty-refused"
    DEFENCE_DUTY_REFUSED = "defence-duty-refused"
    OTHER_SERIOUS = "other-serious"
    GOOD_CREDIT = "good-credit"
    MODEL = "model-of-integrity"
    VOLUNTEER = "excellent-young-volunteer"
    RECOMMENDED = "recommended-by-association"
    FOUND_BY_MEDIA = "found-by-media"
    OTHER_GOOD = "other-good"


class EntryState(enum.StrEnum):
    NOMINATED = "nominated"
    NOTIFIED = "notified"  # the subject knows and may state its defence
    HEARD = "heard"  # it was heard, or its time passed
    DECIDED = "decided"  # the first decider has decided, the second has not
    LISTED = "listed"
    REMOVED = "removed"
    REJECTED = "rejected"


LIVE = (
    EntryState.NOMINATED,
    EntryState.NOTIFIED,
    EntryState.HEARD,
    EntryState.DECIDED,
    EntryState.LISTED,
)


class EntryOutcome(enum.StrEnum):
    EXPIRED = "expired"
    REPAIRED = "repaired"
    REVOKED = "revoked"
    FORFEITED = "forfeited"  # an honour ends with the first public breach


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


LIST_NAMES = {
    ListKind.RED: _l("守信红名单"),
    ListKind.WATCH: _l("重点关注名单"),
    ListKind.SERIOUS: _l("严重失信主体名单"),
}
MEASURES_OF = {
    ListKind.RED: MeasureKind.INCENTIVE,
    ListKind.WATCH: MeasureKind.SANCTION,
    ListKind.SERIOUS: MeasureKind.SANCTION,
}
GROUND_NAMES = {
    Ground.PROMISE_BROKEN: _l("政府承诺不兑现"),
    Ground.ARREARS: _l("拖欠民营企业账款"),
    Ground.JUDGMENT_REFUSED: _l("拒不执行法院判决"),
    Ground.OLD_PROMISES_IGNORED: _l("新官不理旧账"),
    Ground.NOT_PUT_RIGHT: _l("限期内未整改到位"),
    Ground.HEALTH_AND_LIFE: _l("严重危害人民群众身体健康和生命安全"),
    Ground.MARKET_AND_ORDER: _l("严重破坏市场公平竞争秩序和社会正常秩序"),
    Ground.DUTY_REFUSED: _l("拒不履行法定义务"),
    Ground.DEFENCE_DUTY_REFUSED: _l("拒不履行国防义务"),
    Ground.OTHER_SERIOUS: _l("法律法规规定的其他严重失信行为"),
    Ground.GOOD_CREDIT: _l("信用良好的行政相对人"),
    Ground.MODEL: _l("诚信道德模范"),
    Ground.VOLUNTEER: _l("优秀青年志愿者"),
    Ground.RECOMMENDED: _l("行业协会推荐的诚信会员"),
    Ground.FOUND_BY_MEDIA: _l("新闻媒体挖掘的诚信主体"),
    Ground.OTHER_GOOD: _l("其他守信激励对象"),
}
GOOD = frozenset(
    {
        Ground.GOOD_CREDIT,
        Ground.MODEL,
        Ground.VOLUNTEER,
        Ground.RECOMMENDED,
        Ground.FOUND_BY_MEDIA,
        Ground.OTHER_GOOD,
    }
)
"""The grounds of the red list (济政字〔2017〕35号 二（一）); all others are of the other two."""
STATE_NAMES = {
    EntryState.NOMINATED: _l("已提名"),
    EntryState.NOTIFIED: _l("已告知，听取陈述申辩"),
    EntryState.HEARD: _l("已听取意见"),
    EntryState.DECIDED: _l("一人已认定，待第二人复核"),
    EntryState.LISTED: _l("已列入"),
    EntryState.REMOVED: _l("已移出"),
    EntryState.REJECTED: _l("不予列入"),
}
OUTCOME_NAMES = {
    EntryOutcome.EXPIRED: _l("期限届满"),
    EntryOutcome.REPAIRED: _l("信用修复"),
    EntryOutcome.REVOKED: _l("认定被撤销"),
    EntryOutcome.FORFEITED: _l("出现公开的失信记录，退出守信名单"),
}
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


ALIVE = sa.text("state IN ({})".format(", ".join(f"'{state}'" for state in LIVE)))


class ListEntry(HasSteps, Model):
    """One subject on one list for one record, from nomination to removal.

    `record_id` is the credit record it follows from, at most one entry per list and record, and
    at most one live entry per list and subject;
    `disputed` marks 异议处理中 and suspends nothing; `until` is the last day on the list, with
    the rule that sets it in `until_basis`. Two different people decide, and the table holds it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ListKind]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    record_id: Mapped[int | None] = mapped_column(sa.ForeignKey("credit_record.id"), index=True)
    ground: Mapped[Ground]
    reasons: Mapped[str]
    legal_basis: Mapped[str]
    state: Mapped[EntryState] = mapped_column(index=True)
    outcome: Mapped[EntryOutcome | None]
    nominated_by: Mapped[str]
    nominated_at: Mapped[datetime]
    notified_on: Mapped[date | None]
    statement_due: Mapped[date | None]
    statement: Mapped[str] = mapped_column(default="")
    stated_at: Mapped[datetime | None]
    first_decider_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    first_decided_at: Mapped[datetime | None]
    first_reasons: Mapped[str] = mapped_column(default="")
    second_decider_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    second_decided_at: Mapped[datetime | None]
    second_reasons: Mapped[str] = mapped_column(default="")
    listed_on: Mapped[date | None]
    until: Mapped[date | None]
    until_basis: Mapped[str] = mapped_column(default="")
    removed_on: Mapped[date | None]
    removed_why: Mapped[str] = mapped_column(default="")
    disputed: Mapped[bool] = mapped_column(default=False)

    subject: Mapped[Subject] = relationship()
    first_decider: Mapped[User | None] = relationship(foreign_keys=[first_decider_id])
    second_decider: Mapped[User | None] = relationship(foreign_keys=[second_decider_id])
    attachments: Mapped[list["EntryMeasure"]] = relationship(
        cascade="all, delete-orphan", order_by="EntryMeasure.measure_id"
    )

    __table_args__ = (
        sa.UniqueConstraint("kind", "record_id"),
        sa.CheckConstraint("first_decider_id <> second_decider_id", name="two_deciders"),
        sa.CheckConstraint(
            "state NOT IN ('listed', 'removed') OR "
            "(first_decider_id IS NOT NULL AND second_decider_id IS NOT NULL "
            "AND listed_on IS NOT NULL)",
            name="listed_by_two",
        ),
        sa.CheckConstraint(
            "state <> 'removed' OR (outcome IS NOT NULL AND removed_on IS NOT NULL)",
            name="removed_with_outcome",
        ),
        sa.Index("ix_list_entry_state_until", "state", "until"),
        sa.Index(
            "uq_list_entry_live",
            "kind",
            "subject_id",
            unique=True,
            sqlite_where=ALIVE,
            postgresql_where=ALIVE,
        ),
    )

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}

    @property
    def title(self) -> str:
        """Who, on which list."""
        return f"{self.subject.name} · {LIST_NAMES[self.kind]}"


class EntryMeasure(Model):
    """A measure attached to an entry, by the first decider and confirmed by the second."""

    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("list_entry.id"), primary_key=True)
    measure_id: Mapped[int] = mapped_column(
        sa.ForeignKey("measure.id"), primary_key=True, index=True
    )
    attached_on: Mapped[date]

    measure: Mapped[Measure] = relationship()


class Receiver(Model):
    """A body to which every new entry is pushed."""

    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), primary_key=True)
    active: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(default="")

    body: Mapped[Subject] = relationship()


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
    answered_by: Mapped[str] = mapped_column(default="")

    entry: Mapped[ListEntry] = relationship()
    body: Mapped[Subject] = relationship()

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
