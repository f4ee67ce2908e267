"""Time limits and days of the calendar in and out of tables."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.casework.rules.models import (
    GRADE_NAMES,
    VERIFIED_NAMES,
    Grade,
    LoanPrimeRate,
    RuleSet,
    RuleSetState,
    TimeLimit,
    Verified,
)
from integrity.casework.rules.service import family_of
from integrity.casework.workdays import Counting, DayKind, Unit, Workday, changed
from integrity.files.columns import Head, heads
from integrity.files.imports import BadValue, Importer, Loaded, Row

TIME_LIMIT = (
    "code",
    "what",
    "amount",
    "unit",
    "counting",
    "starts_from",
    "legal_basis",
    "effective_from",
    "effective_to",
    "verified",
)
DAY_KINDS = {DayKind.HOLIDAY: _l("放假"), DayKind.MAKEUP: _l("调休上班")}
WORKDAY = ("day", "kind", "name")
WORKDAYS = (
    Head("day", _l("日期"), _l("每天一行，例如 2027-01-01。"), required=True),
    Head("kind", _l("性质"), DAY_KINDS, required=True),
    Head("name", _l("节日"), _l("国务院办公厅通知中的节日名称，例如：春节。"), required=True),
)
GRADES = (
    Head("scale", _l("认定标准"), _l("认定标准的编号；先在“认定标准”页面新建。"), required=True),
    Head("stream", _l("来源代码"), _l("事项的英文代码；* 表示其他来源。"), required=True),
    Head("rule", _l("失信行为代码"), _l("失信行为的英文代码；* 表示其他行为。"), required=True),
    Head("grade", _l("失信等级"), GRADE_NAMES, required=True),
    Head("minimum", _l("最短公示期规则"), _l("期限规则的编号；可以立即申请修复的不填。")),
    Head("maximum", _l("最长公示期规则"), _l("期限规则的编号。"), required=True),
    Head("published", _l("是否公示"), _l("填“是”或者“否”。"), required=True),
    Head("repairable", _l("期满前可否修复"), _l("填“是”或者“否”。"), required=True),
    Head("nominates", _l("提出列入的名单"), _l("名单的英文代码；不列入的不填。")),
    Head("legal_basis", _l("依据"), _l("文件名称、文号和条款。"), required=True),
)
RATE = ("published_on", "one_year", "source", "verified")
RATES = (
    Head("published_on", _l("公布日期"), _l("例如 2026-11-20。"), required=True),
    Head("one_year", _l("一年期利率（%）"), _l("例如 3.00。"), required=True),
    Head("source", _l("来源"), _l("公告的名称或者网址。"), required=True),
    Head("verified", _l("核对情况"), VERIFIED_NAMES, required=True),
)


def prepare_time_limits(rows: Sequence[Row]) -> dict[str, TimeLimit]:
    codes = [row["code"] for row in rows]
    return {
        t.code: t for t in db.session.scalars(sa.select(TimeLimit).where(TimeLimit.code.in_(codes)))
    }


def load_time_limit(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add a time limit; one that is there is never rewritten, a new version has a new code.

    Raises BadValue.
    """
    values: dict[str, Any] = {
        "code": row["code"],
        "what": row["what"],
        "amount": row.number("amount"),
        "unit": row.choice("unit", Unit),
        "counting": row.choice("counting", Counting) if row["counting"] else Counting.LIMIT,
        "starts_from": row["starts_from"],
        "legal_basis": row["legal_basis"],
        "effective_from": row.day("effective_from"),
        "effective_to": row.day("effective_to"),
        "verified": row.choice("verified", Verified),
    }
    found = row.known.get(row["code"])
    if found is None:
        row.known[row["code"]] = limit = TimeLimit(family=family_of(row["code"]), **values)
        db.session.add(limit)
        changed()
        return Loaded.ADDED
    if row.differences({name: getattr(found, name) for name in values}, values):
        raise BadValue("code", _("规则不能改写；修改后的规则请用新的代码（如加年份）和生效日期。"))
    return Loaded.UNCHANGED


def dump_time_limits() -> Iterator[Mapping[str, Any]]:
    for limit in db.session.scalars(sa.select(TimeLimit).order_by(TimeLimit.code)):
        yield {column: getattr(limit, column) for column in TIME_LIMIT}


def prepare_workdays(rows: Sequence[Row]) -> dict[Any, Workday]:
    days = {row.day("day") for row in rows} - {None}
    wanted = sa.select(Workday).where(Workday.day.in_(days))
    return {found.day: found for found in db.session.scalars(wanted)}


def load_workday(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add or correct a day of the State Council's notice."""
    day, kind = row.day("day"), row.choice("kind", DayKind, DAY_KINDS)
    assert day is not None  # required
    changed()
    found = row.known.get(day)
    if found is None:
        row.known[day] = made = Workday(day=day, kind=kind, name=row["name"])
        db.session.add(made)
        return Loaded.ADDED
    said = {"kind": kind, "name": row["name"]}
    if not row.differences({name: getattr(found, name) for name in said}, said):
        return Loaded.UNCHANGED
    found.kind, found.name = kind, row["name"]
    return Loaded.UPDATED


def dump_workdays() -> Iterator[Mapping[str, Any]]:
    for found in db.session.scalars(sa.select(Workday).order_by(Workday.day)):
        yield {column: getattr(found, column) for column in WORKDAY}


def prepare_rates(rows: Sequence[Row]) -> dict[Any, LoanPrimeRate]:
    days = {row.day("published_on") for row in rows} - {None}
    wanted = sa.select(LoanPrimeRate).where(LoanPrimeRate.published_on.in_(days))
    return {found.published_on: found for found in db.session.scalars(wanted)}


def load_rate(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add the LPR of a day, or correct or confirm one; what it was before stays in the log.

    Raises BadValue.
    """
    day, rate = row.day("published_on"), row.decimal("one_year")
    assert day is not None and rate is not None  # required
    if not 0 < rate < 100:
        raise BadValue("one_year", _("年利率应在 0 到 100% 之间。"))
    values = {
        "one_year": rate,
        "source": row["source"],
        "verified": row.choice("verified", Verified, VERIFIED_NAMES),
    }
    found = row.known.get(day)
    if found is None:
        row.known[day] = made = LoanPrimeRate(published_on=day, **values)
        db.session.add(made)
        return Loaded.ADDED
    old = {name: getattr(found, name) for name in values}
    if old == values:
        return Loaded.UNCHANGED
    for name, value in values.items():
        setattr(found, name, value)
    audit.write(found, "correct", by=by, at=at, old=str(old["one_year"]), new=str(rate))
    return Loaded.UPDATED


def dump_rates() -> Iterator[Mapping[str, Any]]:
    wanted = sa.select(LoanPrimeRate).order_by(LoanPrimeRate.published_on)
    for found in db.session.scalars(wanted):
        yield {column: getattr(found, column) for column in RATE}


def prepare_grades(rows: Sequence[Row]) -> dict[Any, Any]:
    """The sets and the grades that these rows name: by code, and by code, stream and rule."""
    codes = {row["scale"] for row in rows}
    sets = db.session.scalars(sa.select(RuleSet).where(RuleSet.code.in_(codes)))
    found = db.session.scalars(sa.select(Grade).where(Grade.scale.in_(codes)))
    return {s.code: s for s in sets} | {(g.scale, g.stream, g.rule): g for g in found}


def load_grade(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """How a draft of a rule set grades a kind of breach; a set in force is never rewritten.

    Raises BadValue.
    """
    rule_set = row.known.get(row["scale"])
    if rule_set is None:
        raise BadValue("scale", _("没有这套认定标准，请先新建。"))
    values = {
        "grade": _grade(row),
        "minimum": row["minimum"] or None,
        "maximum": row["maximum"],
        "published": row.flag("published"),
        "repairable": row.flag("repairable"),
        "nominates": row["nominates"] or None,
        "legal_basis": row["legal_basis"],
    }
    key = (row["scale"], row["stream"], row["rule"])
    found = row.known.get(key)
    if found and {name: getattr(found, name) for name in values} == values:
        return Loaded.UNCHANGED
    if rule_set.state is not RuleSetState.DRAFTED:
        raise BadValue("scale", _("这套认定标准不在起草中，不能改写；请新建一套。"))
    if found is None:
        row.known[key] = made = Grade(scale=key[0], stream=key[1], rule=key[2], **values)
        db.session.add(made)
        return Loaded.ADDED
    for name, value in values.items():
        setattr(found, name, value)
    return Loaded.UPDATED


def _grade(row: Row) -> str:
    """By code or by name; raises BadValue."""
    for code, name in GRADE_NAMES.items():
        if row["grade"] in (code, str(name)):
            row.understood["grade"] = str(name)
            return code
    names = _("、").join(map(str, GRADE_NAMES.values()))
    raise BadValue("grade", _("只能是：%(words)s", words=names))


def dump_grades() -> Iterator[Mapping[str, Any]]:
    for grade in db.session.scalars(sa.select(Grade).order_by(Grade.id)):
        said = {head.key: getattr(grade, head.key) for head in GRADES}
        yield said | {name: "yes" if said[name] else "no" for name in ("published", "repairable")}


IMPORTERS = {
    "grades": Importer(
        heads=GRADES,
        load=load_grade,
        key=("scale", "stream", "rule"),
        prepare=prepare_grades,
        dump=dump_grades,
        model=Grade,
        title=_l("认定标准的失信等级"),
        permission=Permission.RECORDS_DECIDE,
    ),
    "terms": Importer(
        heads=heads(TIME_LIMIT, ("code", "what", "unit", "verified")),
        load=load_time_limit,
        key=("code",),
        prepare=prepare_time_limits,
        dump=dump_time_limits,
        model=TimeLimit,
    ),
    "workdays": Importer(
        heads=WORKDAYS,
        load=load_workday,
        key=("day",),
        prepare=prepare_workdays,
        dump=dump_workdays,
        title=_l("放假调休安排"),
        permission=Permission.IMPORT,
    ),
    "lpr": Importer(
        heads=RATES,
        load=load_rate,
        key=("published_on",),
        prepare=prepare_rates,
        dump=dump_rates,
        title=_l("贷款市场报价利率（一年期）"),
        permission=Permission.IMPORT,
    ),
}
