"""Rules as rows. A row is never edited: a new version with a later validity takes its place."""

import enum
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.db import Model
from integrity.workdays import Unit


class Verified(enum.StrEnum):
    """How well a rule's text is known."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    REMEMBERED = "remembered"
    LOCAL = "local"


VERIFIED_NAMES = {
    Verified.PRIMARY: _l("已读原文"),
    Verified.SECONDARY: _l("据报道或转载，待核对原文"),
    Verified.REMEMBERED: _l("未见文字，使用前须核对"),
    Verified.LOCAL: _l("本地设定"),
}


class Term(Model):
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
    starts_from: Mapped[str]
    legal_basis: Mapped[str]
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    verified: Mapped[Verified]


class LoanPrimeRate(Model):
    """The one-year LPR in percent a year, from the day it was published until the next one was."""

    id: Mapped[int] = mapped_column(primary_key=True)
    published_on: Mapped[date] = mapped_column(unique=True)
    one_year: Mapped[Decimal]
    source: Mapped[str]
    verified: Mapped[Verified]


class Grade(Model):
    """How serious a breach is, under which scale, and what publicity follows from it.

    A scale is one rule set (S0's four tiers of 2020, the three classes of 2025 and 2026). A breach
    (stream, rule) is graded by the scale in force on the day of the decision; `*` stands for any.
    `minimum` and `maximum` name families of Term: repair may be asked for after the minimum (at
    once when None), the record counts until the maximum. `nominates` names the list for which a
    confirmed record of this kind is nominated.
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
