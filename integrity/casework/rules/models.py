"""Rules as rows. A row is never edited: a new version with a later validity takes its place."""

import enum
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.workdays import Counting, Unit


class Verified(enum.StrEnum):
    """How well a rule's text is known."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    REMEMBERED = "remembered"
    LOCAL = "local"


COUNTING_NAMES = {
    Counting.LIMIT: _l("期限（最后一日是休息日的顺延）"),
    Counting.BACKWARD: _l("提前量（从该日向前计算，不顺延）"),
    Counting.PERIOD: _l("期间或者固定日期（不因休息日顺延）"),
}
VERIFIED_NAMES = {
    Verified.PRIMARY: _l("已读原文"),
    Verified.SECONDARY: _l("据报道或转载，待核对原文"),
    Verified.REMEMBERED: _l("未见文字，使用前须核对"),
    Verified.LOCAL: _l("本地设定"),
}


class TimeLimit(Model):
    """A time limit: so many days, months or years from a kind of day, with its legal basis.

    `family` names the limit through all its versions (PAY-GOV-2020 and PAY-GOV are both PAY-GOV);
    `amount` is None where the document names a limit without a number.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    family: Mapped[str] = mapped_column(sa.String(40), index=True)
    what: Mapped[str]
    amount: Mapped[int | None]
    unit: Mapped[Unit]
    counting: Mapped[Counting] = mapped_column(default=Counting.LIMIT)
    starts_from: Mapped[str]
    legal_basis: Mapped[str]
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    verified: Mapped[Verified]


TOPICS = {
    _l("信用记录、公示和异议"): ("OBJ-", "BASIS-", "DISCLOSE-", "SAMR-PUB", "SAMR-WITHDRAW"),
    _l("信用修复"): ("REP-", "SAMR-2025", "SAMR-MINOR", "SAMR-GENERAL", "SAMR-SEVERE"),
    _l("账款支付和拖欠投诉"): ("PAY-", "ARR-"),
    _l("涉政执行案件"): ("COURT-", "DISHONEST-"),
    _l("投诉、热线和信访"): ("CMP-", "HOTLINE-", "WARN-", "PET-", "SAMR-C", "SAMR-R", "DISC-"),
    _l("政府信息公开和决策"): ("INFO-", "DEC-", "RULE-"),
    _l("督查和绩效"): ("SUP-", "PERF-"),
    _l("行政处罚和许可"): ("PENALTY-", "DOUBLE-"),
    _l("禁入和限制"): ("GOV-", "BAN-", "SUPPLIER-"),
    _l("资料保存"): ("LOG-", "PIA-", "SHARE-", "PBOC-"),
    _l("本地设定"): ("LOCAL-",),
    _l("其他"): ("",),
}
"""What a limit is about, by the beginning of its family, for whoever looks one up."""


class LoanPrimeRate(Model):
    """The one-year LPR in percent a year, from the day it was published until the next one was."""

    id: Mapped[int] = mapped_column(primary_key=True)
    published_on: Mapped[date] = mapped_column(unique=True)
    one_year: Mapped[Decimal]
    source: Mapped[str]
    verified: Mapped[Verified]


class RuleSetState(enum.StrEnum):
    DRAFTED = "drafted"  # being written; decides nothing
    PROPOSED = "proposed"  # one person proposed it, a second has not decided
    IN_FORCE = "in-force"  # decides from its first day until its last one
    ABANDONED = "abandoned"


RULE_SET_NAMES = {
    RuleSetState.DRAFTED: _l("起草中"),
    RuleSetState.PROPOSED: _l("已提请启用，待另一人决定"),
    RuleSetState.IN_FORCE: _l("已决定启用"),
    RuleSetState.ABANDONED: _l("已放弃"),
}


class RuleSet(HasSteps, Model):
    """Grades that come into force together (S0's four tiers of 2020, Order 58, Order 36).

    A decision is made by the set in force on its day, and what was decided before keeps to its own:
    but where the new set is lighter and `lenient`, it holds for that too from its first day on
    (从旧兼从轻，立法法第一百零四条), which has been done on `applied_on`. Two people put a set in
    force, but for those that came with the program.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    document: Mapped[str]
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
    lenient: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    state: Mapped[RuleSetState] = mapped_column(default=RuleSetState.DRAFTED, index=True)
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    applied_on: Mapped[date | None]

    __table_args__ = (sa.CheckConstraint("proposed_by_id <> decided_by_id", name="two_deciders"),)

    @property
    def ref(self) -> str:
        return f"BZ{self.id:04d}"

    @property
    def title(self) -> str:
        return self.document


class Grade(Model):
    """How serious a breach is, under which scale, and what publicity follows from it.

    A scale is the code of one RuleSet. A breach (stream, rule) is graded by the one in force on the
    day of the decision; `*` stands for any.
    `minimum` and `maximum` name families of TimeLimit: repair may be asked for from the day after
    the minimum (at once when None), the record counts until the maximum. `nominates` names the list
    for which a confirmed record of this kind is nominated.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    scale: Mapped[str] = mapped_column(sa.ForeignKey("rule_set.code"))
    stream: Mapped[str] = mapped_column(sa.String(40))
    rule: Mapped[str] = mapped_column(sa.String(40))
    grade: Mapped[str] = mapped_column(sa.String(40))
    minimum: Mapped[str | None] = mapped_column(sa.String(40))
    maximum: Mapped[str] = mapped_column(sa.String(40))
    published: Mapped[bool]
    repairable: Mapped[bool]
    nominates: Mapped[str | None] = mapped_column(sa.String(40))
    legal_basis: Mapped[str]

    __table_args__ = (sa.UniqueConstraint("scale", "stream", "rule"),)


GRADE_NAMES = {
    "minor": _l("轻微"),
    "general": _l("一般"),
    "serious": _l("严重"),
    "tier0": _l("不予公示"),
    "tier1": _l("公示满3个月可撤销"),
    "tier2": _l("公示满6个月可撤销"),
    "tier3": _l("公示期满前不可撤销"),
}
