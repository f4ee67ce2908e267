"""Who may see which grade, why it was given, and how often its subject is inspected."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base.db import db
from integrity.base.permissions import REACH_ALL
from integrity.credit.grading.conditions import parsed
from integrity.credit.grading.models import FIELD_NAMES, GradingScheme, SubjectGrade
from integrity.credit.inspections.models import InspectionRule
from integrity.credit.measures.models import Inspected

EAGER = tuple(
    joinedload(part) for part in (SubjectGrade.scheme, SubjectGrade.body, SubjectGrade.subject)
)


def visible(user: Any) -> sa.ColumnElement[bool]:
    """The subject's own, those of the body that graded, all for the office, and public ones."""
    open_ = SubjectGrade.scheme.has(GradingScheme.public)
    if not user.is_authenticated:
        return open_
    if user.role in REACH_ALL:
        return sa.true()
    mine = user.body_id or 0
    return sa.or_(open_, SubjectGrade.subject_id == mine, SubjectGrade.body_id == mine)


def of_subject(subject_id: int, *which: sa.ColumnElement[bool]) -> list[SubjectGrade]:
    """The grades of a subject in all fields now."""
    wanted = sa.select(SubjectGrade).where(
        SubjectGrade.subject_id == subject_id, SubjectGrade.until.is_(None), *which
    )
    ordered = wanted.order_by(SubjectGrade.field, SubjectGrade.id).options(*EAGER)
    return list(db.session.scalars(ordered))


def on_day(ids: Iterable[int | None], on: date) -> dict[int, list[str]]:
    """What whoever checks these subjects reads of their grades of a day, by subject."""
    G = SubjectGrade  # noqa: N806
    held = (G.subject_id.in_(set(ids) - {None}), G.since <= on)
    runs = sa.or_(G.until.is_(None), G.until >= on)
    wanted = sa.select(G).where(*held, runs).order_by(G.field, G.id).options(*EAGER)
    found: dict[int, list[str]] = {}
    for one in db.session.scalars(wanted):
        found.setdefault(one.subject_id, []).append(named(one))
    return found


def reason(found: SubjectGrade) -> str:
    """Why: the line of the rules that it met, or what was decided on an objection."""
    if found.reason:
        return _("异议成立，重新定级：%(reason)s", reason=found.reason)
    return parsed(found.scheme.rules)[found.line].reason


def named(found: SubjectGrade) -> str:
    """A grade in a few words, for whoever checks a subject."""
    return _(
        "%(field)s：%(grade)s级（%(body)s，%(day)s起，%(reason)s）",
        field=FIELD_NAMES[found.field], grade=found.grade, body=found.body.name,
        day=found.since, reason=reason(found),
    )  # fmt: skip


def frequencies() -> dict[tuple[int, str], InspectionRule]:
    """How often bodies inspect now, by body and matter."""
    wanted = sa.select(InspectionRule).where(InspectionRule.ended_on.is_(None))
    return {(rule.body_id, rule.matter): rule for rule in db.session.scalars(wanted)}


def times(found: SubjectGrade, known: dict[tuple[int, str], InspectionRule]) -> int | None:
    """How many times a year its body inspects its subject; never below what a special law asks."""
    rule = known.get((found.body_id, found.scheme.matter))
    if rule is None:
        return None
    how = found.scheme.inspected(found.grade)
    wanted = {Inspected.FEWER: rule.reduced, Inspected.MORE: rule.raised, None: rule.usual}[how]
    return max(wanted, rule.floor)
