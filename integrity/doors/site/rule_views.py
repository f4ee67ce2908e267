"""The rules as anybody may read them: time limits, grades of breaches, the calendar of days."""

import calendar as months
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext
from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import public
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import (
    COUNTING_NAMES,
    GRADE_NAMES,
    VERIFIED_NAMES,
    Grade,
    LoanPrimeRate,
    RuleSet,
    RuleSetState,
    TimeLimit,
)
from integrity.casework.streams import registered
from integrity.casework.workdays import Workday, calendar
from integrity.credit.catalogue.described import ground
from integrity.credit.catalogue.models import CatalogueItem
from integrity.doors.site.blueprint import bp
from integrity.doors.site.deadline_views import UNIT_NAMES
from integrity.pages.forms import FilterForm
from integrity.pages.tables import Column, Table, choices

RETAINED = (
    "LOCAL-RETAIN-CONTACT",
    "LOCAL-RETAIN-OUT",
    "LOCAL-RETAIN",
    "LOCAL-RETAIN-UPHELD",
    "LOCAL-RETAIN-REVIEW",
    "LOCAL-RETAIN-REMEDY",
    "LOCAL-RETAIN-IMPORT",
    "LOCAL-RETAIN-CHECK",
)
"""Rules that say how long what may be of a person is kept."""


class RuleFilters(FilterForm):
    verified = SelectField(
        _l("核验"), choices=lambda: choices(VERIFIED_NAMES), validators=[Optional()]
    )
    current = BooleanField(_l("只看现行有效"))


@bp.get("/rules/")
@public
def terms() -> ResponseReturnValue:
    today = clock.today()
    table = Table(
        title=_("期限规则"),
        rows=sa.select(TimeLimit),
        columns=[
            Column("what", pgettext("rule", "期限"), lambda limit: limit.what),
            Column("amount", _("数值"), amount),
            Column("counting", _("计算方式"), lambda limit: COUNTING_NAMES[limit.counting]),
            Column("starts_from", _("起算"), lambda limit: limit.starts_from),
            Column(
                "legal_basis",
                _("依据"),
                lambda limit: limit.legal_basis,
                sort=TimeLimit.legal_basis,
            ),
            Column("from", _("施行"), lambda t: t.effective_from, sort=TimeLimit.effective_from),
            Column("to", _("失效"), lambda limit: limit.effective_to, sort=TimeLimit.effective_to),
            Column("verified", _("核验"), lambda limit: VERIFIED_NAMES[limit.verified]),
            Column("code", _("编号"), lambda limit: limit.code, shown=False),
        ],
        search=(TimeLimit.what, TimeLimit.code, TimeLimit.legal_basis, TimeLimit.starts_from),
        filters=RuleFilters,
        narrow={
            "verified": lambda value: TimeLimit.verified == value,
            "current": lambda wanted: sa.and_(
                sa.or_(TimeLimit.effective_from.is_(None), TimeLimit.effective_from <= today),
                sa.or_(TimeLimit.effective_to.is_(None), TimeLimit.effective_to >= today),
            ),
        },
        order=(TimeLimit.id,),
        name="terms",
        empty=_("没有符合条件的期限规则。"),
    )
    return table.respond("site/rules.html", tabs=tabs("site.terms"))


@bp.get("/rules/grades")
@public
def grades() -> ResponseReturnValue:
    """Every set that was put in force, the newest first; a draft is no rule."""
    wanted = (
        sa.select(RuleSet, Grade)
        .join(Grade, Grade.scale == RuleSet.code)
        .where(RuleSet.state == RuleSetState.IN_FORCE)
        .order_by(RuleSet.effective_from.desc(), Grade.id)
    )
    scales: dict[RuleSet, list[Any]] = {}
    for rule_set, row in db.session.execute(wanted):
        first = rule_set.effective_from
        periods = (_period(row.minimum, first), _period(row.maximum, first))
        scales.setdefault(rule_set, []).append((row, *_breach(row), *periods))
    return render_template(
        "site/grades.html", scales=scales, grade_names=GRADE_NAMES, tabs=tabs("site.grades")
    )


@bp.get("/rules/lpr")
@public
def rates() -> ResponseReturnValue:
    """The one-year LPR, the least that late interest on a debt to a small firm may be agreed at."""
    table = Table(
        title=_("贷款市场报价利率"),
        rows=sa.select(LoanPrimeRate),
        columns=[
            Column("from", _("公布日期"), lambda rate: rate.published_on),
            Column(
                "one_year",
                _("一年期（年利率，%）"),
                lambda rate: rate.one_year,
                align="right",
            ),
            Column("source", _("来源"), lambda rate: rate.source),
            Column("verified", _("核验"), lambda rate: VERIFIED_NAMES[rate.verified]),
        ],
        order=(LoanPrimeRate.published_on.desc(),),
        name="lpr",
        empty=_("还没有载入贷款市场报价利率。"),
    )
    return table.respond("site/rates.html", tabs=tabs("site.rates"))


@bp.get("/workdays/<int:year>")
@public
def workdays(year: int) -> ResponseReturnValue:
    """A year with its days of rest and worked weekends."""
    if not 2000 <= year <= clock.today().year + 2:
        raise NotFound
    days = db.session.scalars(
        sa.select(Workday)
        .where(Workday.day.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(Workday.day)
    ).all()
    known = calendar()
    weeks = months.Calendar(firstweekday=0)
    return render_template(
        "site/workdays.html",
        year=year,
        years=sorted({*known.years, clock.today().year + 1}),
        provisional=year not in known.years,
        kinds={day.day: day for day in days},
        rest=known.rest,
        months=[(n, weeks.monthdatescalendar(year, n)) for n in range(1, 13)],
        tabs=tabs("site.workdays"),
    )


def tabs(here: str) -> list[tuple[str, str, bool, None]]:
    """The parts of the rules, for the navigation above them."""
    year = clock.today().year
    pages: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("site.terms", _("期限规则"), {}),
        ("site.grades", _("失信等级"), {}),
        ("site.repair_rules", _("修复规则"), {}),
        ("catalogue.index", _("信息目录"), {}),
        ("matters.index", _("应用清单"), {}),
        ("library.index", _("信用政策文件库"), {}),
        ("sanctions.offences", _("失信行为代码"), {}),
        ("site.rates", _("贷款市场报价利率"), {}),
        ("site.workdays", _("工作日历"), {"year": year}),
        ("site.calculator", _("期限计算"), {}),
    )
    return [(label, url_for(page, **given), page == here, None) for page, label, given in pages]


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Who handles what of a person, what for and how long (个人信息保护法 第十七条)."""
    today = clock.today()
    limits = [rules.time_limit(family, today) for family in RETAINED]
    retained = [(_(limit.what), amount(limit), _(limit.legal_basis)) for limit in limits]
    on = sa.select(CatalogueItem).where(CatalogueItem.on(today)).order_by(CatalogueItem.code)
    held = [item for item in db.session.scalars(on) if item.of_persons]
    grounds = [
        (item.name, url_for("catalogue.item", code=item.code), *ground(item)[0]) for item in held
    ]
    return render_template("site/privacy.html", retained=retained, grounds=grounds)


def amount(limit: TimeLimit) -> str:
    """How much a rule sets, with its unit."""
    if limit.amount is None:
        return _("未写明")
    return f"{limit.amount} {UNIT_NAMES[limit.unit]}"


def _period(family: str | None, on: date) -> tuple[str, str] | None:
    """How long a period of a grade is on a day, and what the rule that says so is called."""
    if family is None:
        return None
    limit = rules.time_limit(family, on)
    return amount(limit), limit.what


def _breach(grade: Grade) -> tuple[Any, Any]:
    """The stream and the rule that was broken, as the stream calls them."""
    stream = registered().get(grade.stream)
    if stream is None:
        return _("其他"), _("其他失信行为")
    return stream.title, stream.words.rules.get(grade.rule, grade.rule)
