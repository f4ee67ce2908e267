"""Choosing the rule in force on a day, and loading rules from CSV."""

import csv
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.casework.rules.models import (
    Grade,
    LoanPrimeRate,
    RuleSet,
    RuleSetState,
    TimeLimit,
    Verified,
)
from integrity.casework.workdays import (
    ONE,
    Counting,
    DayKind,
    Span,
    Unit,
    Workday,
    calendar,
    calendar_end,
    changed,
)

DATA = Path(__file__).parent / "data"


class NoRuleInForce(Refused):
    """No version of this rule was in force on that day."""


def time_limit(family: str, on: date) -> TimeLimit:
    """The version of a time limit in force on a day; raises NoRuleInForce."""
    found = next((one for one in _versions(family) if _is_in_force(one, on)), None)
    if found is None:
        raise NoRuleInForce(_("%(day)s 没有生效的期限规则：%(what)s。", day=on, what=_what(family)))
    return found


def _versions(family: str) -> Sequence[TimeLimit]:
    """The versions of a time limit, the newest first; read once per session, as the calendar is."""
    read = db.session().info.setdefault("time limits", {})
    if family not in read:
        newest = (TimeLimit.effective_from.is_(None), TimeLimit.effective_from.desc())
        wanted = sa.select(TimeLimit).where(TimeLimit.family == family).order_by(*newest)
        read[family] = db.session.scalars(wanted).all()
    return read[family]  # type: ignore[no-any-return]


def _is_in_force(limit: TimeLimit, on: date) -> bool:
    first, last = limit.effective_from, limit.effective_to
    return (first is None or first <= on) and (last is None or last >= on)


def _what(family: str) -> str:
    """What a limit is called in its newest version; its code when there is none."""
    wanted = (
        sa.select(TimeLimit.what)
        .where(TimeLimit.family == family)
        .order_by(TimeLimit.effective_from.desc())
    )
    return db.session.scalar(wanted.limit(1)) or family


def due(family: str, start: date) -> Span:
    """The last day of the limit in force on its start day."""
    return count(time_limit(family, start), start)


def count(rule: TimeLimit, start: date) -> Span:
    """The last day of a limit from its start day; raises NoRuleInForce when it has no number."""
    if rule.amount is None:
        raise NoRuleInForce(_("期限规则“%(what)s”没有写明数值。", what=rule.what))
    return calendar().count(start, rule.amount, rule.unit, rule.counting)


def number(family: str, on: date) -> int:
    """The number that a rule in force on a day sets; raises NoRuleInForce."""
    rule = time_limit(family, on)
    if rule.amount is None:
        raise NoRuleInForce(_("期限规则“%(what)s”没有写明数值。", what=rule.what))
    return rule.amount


def grades(on: date) -> list[Grade]:
    """How every kind of breach is graded on a day of decision; the wildcard comes last."""
    in_force = (
        sa.select(Grade)
        .join(RuleSet, RuleSet.code == Grade.scale)
        .where(RuleSet.state == RuleSetState.IN_FORCE, RuleSet.effective_from <= on)
        .where(sa.or_(RuleSet.effective_to.is_(None), RuleSet.effective_to >= on))
    )
    return sorted(db.session.scalars(in_force), key=lambda grade: grade.stream == "*")


def grades_of(scale: str) -> list[Grade]:
    """The grades of one set, in force or not; the wildcard comes last."""
    found = db.session.scalars(sa.select(Grade).where(Grade.scale == scale).order_by(Grade.id))
    return sorted(found, key=lambda grade: grade.stream == "*")


def graded(found: Iterable[Grade], stream: str, rule: str) -> Grade | None:
    """The first of some grades, the wildcard being the last, that a kind of breach falls under."""
    wanted = (g for g in found if g.stream == "*" or (g.stream, g.rule) == (stream, rule))
    return next(wanted, None)


def repairable_from(minimum: str | None, decided_on: date, version_of: date | None = None) -> date:
    """The first day on which repair may be asked for: the one after the minimum period is over."""
    return period_end(minimum, decided_on, version_of) + ONE if minimum else decided_on


def period_end(family: str, start: date, version_of: date | None = None) -> date:
    """The last day of a period (of publicity, of a ban), which a day of rest does not prolong.

    Raises NoRuleInForce.
    """
    rule = time_limit(family, version_of or start)
    if rule.amount is None:
        raise NoRuleInForce(_("期限规则“%(what)s”没有写明数值。", what=rule.what))
    return calendar_end(start, rule.amount, rule.unit)


def lpr(on: date) -> Decimal | None:
    """The one-year LPR in force on a day, in percent a year; None before there was one."""
    found = lpr_published(on)
    return found.one_year if found else None


def lpr_published(on: date) -> LoanPrimeRate | None:
    """The last LPR published by a day."""
    return db.session.scalar(
        sa.select(LoanPrimeRate)
        .where(LoanPrimeRate.published_on <= on)
        .order_by(LoanPrimeRate.published_on.desc())
        .limit(1)
    )


def lpr_of_days() -> Callable[[date], Decimal | None]:
    """The same for many days, read once."""
    known = sa.select(LoanPrimeRate.published_on, LoanPrimeRate.one_year)
    rows = db.session.execute(known.order_by(LoanPrimeRate.published_on)).all()
    days = [row.published_on for row in rows]

    def on_day(on: date) -> Decimal | None:
        place = bisect_right(days, on)
        return rows[place - 1].one_year if place else None

    return on_day


def rule_set(scale: str | None) -> str | None:
    """What people call the rules of a scale: the document in which they are written."""
    return db.session.scalar(sa.select(RuleSet.document).where(RuleSet.code == scale)) or scale


def family_of(code: str) -> str:
    """A code without its year: REP-2026-GENERAL-MIN and REP-2025-GENERAL-MIN are one family."""
    return re.sub(r"-20\d\d(?=-|$)", "", code)


def load_time_limits(rows: Iterable[dict[str, str]]) -> int:
    """Add the time limits whose code is not known yet; returns how many were added."""
    known = set(db.session.scalars(sa.select(TimeLimit.code)))
    fresh = [_time_limit(row) for row in rows if row["code"] not in known]
    db.session.add_all(fresh)
    db.session.flush()
    changed()
    return len(fresh)


def load_workdays(rows: Iterable[dict[str, str]]) -> int:
    """Add the days of the calendar that are not known yet; returns how many were added."""
    known = set(db.session.scalars(sa.select(Workday.day)))
    days: list[dict[str, Any]] = [
        {"day": day, "kind": DayKind(row["kind"]), "name": row["name"]}
        for row in rows
        if (day := date.fromisoformat(row["day"])) not in known
    ]
    if days:
        db.session.execute(sa.insert(Workday), days)
    changed()
    return len(days)


def load_grades(rows: Iterable[dict[str, str]]) -> int:
    """Add the grades that are not known yet, and the sets of those; returns how many were added."""
    rows = list(rows)
    sets = set(db.session.scalars(sa.select(RuleSet.code)))
    for row in {row["scale"]: row for row in reversed(rows)}.values():
        if row["scale"] not in sets:
            db.session.add(_rule_set(row))
    db.session.flush()
    known = {
        tuple(row) for row in db.session.execute(sa.select(Grade.scale, Grade.stream, Grade.rule))
    }
    fresh = [
        Grade(
            scale=r["scale"],
            stream=r["stream"],
            rule=r["rule"],
            grade=r["grade"],
            minimum=r["minimum"] or None,
            maximum=r["maximum"],
            published=r["published"] == "yes",
            repairable=r["repairable"] == "yes",
            nominates=r["nominates"] or None,
            legal_basis=r["legal_basis"],
        )
        for r in rows
        if (r["scale"], r["stream"], r["rule"]) not in known
    ]
    db.session.add_all(fresh)
    db.session.flush()
    return len(fresh)


def _rule_set(row: dict[str, str]) -> RuleSet:
    """The set of a grade that the product ships with."""
    return RuleSet(
        code=row["scale"],
        document=row["legal_basis"],
        effective_from=date.fromisoformat(row["effective_from"]),
        effective_to=day_in(row["effective_to"]),
        state=RuleSetState.IN_FORCE,
    )


def load_rates(rows: Iterable[dict[str, str]]) -> int:
    """Add the LPRs of the days that are not known yet."""
    known = set(db.session.scalars(sa.select(LoanPrimeRate.published_on)))
    fresh = [
        LoanPrimeRate(
            published_on=date.fromisoformat(r["published_on"]),
            one_year=Decimal(r["one_year"]),
            source=r["source"],
            verified=Verified(r["verified"]),
        )
        for r in rows
        if date.fromisoformat(r["published_on"]) not in known
    ]
    db.session.add_all(fresh)
    db.session.flush()
    return len(fresh)


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a header."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def load() -> dict[str, int]:
    """Load the rules the product ships with; what is there already stays."""
    return {
        "time limits": load_time_limits(read(DATA / "time_limits.csv")),
        "workdays": load_workdays(read(DATA / "workdays.csv")),
        "grades": load_grades(read(DATA / "grades.csv")),
        "lpr": load_rates(read(DATA / "lpr.csv")),
    }


def _time_limit(row: dict[str, Any]) -> TimeLimit:
    return TimeLimit(
        code=row["code"],
        family=family_of(row["code"]),
        what=row["what"],
        amount=int(row["amount"]) if row["amount"] else None,
        unit=Unit(row["unit"]),
        counting=Counting(row["counting"]),
        starts_from=row["starts_from"],
        legal_basis=row["legal_basis"],
        effective_from=day_in(row["effective_from"]),
        effective_to=day_in(row["effective_to"]),
        verified=Verified(row["verified"]),
    )


def day_in(cell: str) -> date | None:
    """The day in a cell of a table that the product ships with, None where it is empty."""
    return date.fromisoformat(cell) if cell else None
