"""How a breach is graded, and what publicity and periods follow from that."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.casework.rules import service as rules
from integrity.casework.rules.models import Grade
from integrity.credit.catalogue import service as catalogue
from integrity.credit.records.models import CreditRecord


def of_kind(grade: Grade) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition for records of a grade's kind; the wildcard takes what is left."""
    if grade.stream == "*":
        return (sa.true(),)
    return (CreditRecord.stream == grade.stream, CreditRecord.rule == grade.rule)


def grade_of(stream: str, rule: str, on: date) -> Grade:
    """How a kind of breach is graded on a day of decision; raises NoRuleInForce."""
    if grade := rules.graded(rules.grades(on), stream, rule):
        return grade
    raise rules.NoRuleInForce(_("%(day)s 没有生效的失信等级规则。", day=on))


def consequence(
    stream: str, rule: str, on: date, *, ruled_on: date | None = None
) -> dict[str, Any]:
    """Grade, publicity and periods that follow from a decision on a day; raises NoRuleInForce.

    ruled_on: the day of an earlier decision that it rests on: its rules grade it, and the periods
    count from it. What the information catalogue does not open to everybody is not published,
    whatever its grade.
    """
    day = ruled_on or on
    grade = grade_of(stream, rule, day)
    return {
        "scale": grade.scale,
        "grade": grade.grade,
        "decided_on": on,
        "public": grade.published and catalogue.published(stream, rule, on),
        "repairable_on": rules.repairable_from(grade.minimum, day) if grade.repairable else None,
        "until": rules.period_end(grade.maximum, day),
    }
