"""Rules as rows. A row is never edited: a new version with a later validity takes its place."""

import enum
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import Model
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


class Grade(Model):
    """How serious a breach is, under which scale, and what publicity follows from it.

    A scale is one rule set (S0's four tiers of 2020, Order 58 of 2023, Order 36 of 2026). A breach
    (stream, rule) is graded by the scale in force on the day of the decision; `*` stands for any.
    `minimum` and `maximum` name families of TimeLimit: repair may be asked for from the day after
    the minimum (at once when None), the record counts until the maximum. `nominates` names the list
    for which a confirmed record of this kind is nominated.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    scale: Mapped[str] = mapped_column(sa.String(40))
    stream: Mapped[str] = mapped_column(sa.String(40))
    rule: Mapped[str] = mapped_column(sa.String(40))
    grade: Mapped[str] = mapped_column(sa.String(40))
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
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
