"""Grade everybody whom a body supervises by the rules of the day; only what changed is written."""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import changed, db
from integrity.base.states import read_again
from integrity.credit.grading import schemes
from integrity.credit.grading.conditions import Rule, parsed
from integrity.credit.grading.models import GradingScheme, SubjectGrade, Supervised
from integrity.people.subjects.models import Subject, SubjectKind

ONE = timedelta(days=1)
G = SubjectGrade


def grade_all(*, on: date, at: datetime) -> int:
    """Give every supervised subject its grade of a day; returns how many changed."""
    found = db.session.scalars(schemes.in_force(on)).all()
    count = sum(_grade(scheme, on, at) for scheme in found) + _release(on)
    read_again(SubjectGrade, "until")
    return count


def _grade(scheme: GradingScheme, on: date, at: datetime) -> int:
    """End the grades that the rules no longer give, and give the others; three statements."""
    rules = parsed(scheme.rules)
    computed = _computed(scheme, rules, on)
    held = (G.body_id == scheme.body_id, G.field == scheme.field, G.until.is_(None))
    same = sa.exists().where(
        computed.c.subject_id == G.subject_id, computed.c.line == G.line, G.scheme_id == scheme.id
    )
    still = sa.exists().where(computed.c.subject_id == G.subject_id)
    changed(sa.update(G).where(*held, still, ~same).values(until=on - ONE))
    before = db.session.scalar(sa.select(sa.func.max(G.id))) or 0
    letters = sa.case({line: rule.grade.value for line, rule in enumerate(rules)},
                      value=computed.c.line)  # fmt: skip
    columns: dict[str, Any] = {
        "scheme_id": sa.literal(scheme.id),
        "body_id": sa.literal(scheme.body_id),
        "field": sa.literal(scheme.field.value, sa.Text),
        "subject_id": computed.c.subject_id,
        "grade": letters,
        "computed": letters,
        "line": computed.c.line,
        "since": sa.literal(on, sa.Date),
    }
    graded = sa.exists().where(*held, G.subject_id == computed.c.subject_id)
    fresh = sa.select(*columns.values()).where(~graded).order_by(computed.c.subject_id)
    insert = sa.insert(G).from_select(list(columns), fresh)
    count = changed(insert.execution_options(preserve_rowcount=True))
    made = sa.select(G.id).where(*held, G.id > before)
    audit.write_all(made, G.__tablename__, "grade", source="", target=None, by=audit.SYSTEM, at=at)
    return count


def _computed(scheme: GradingScheme, rules: tuple[Rule, ...], on: date) -> sa.Subquery:
    """By which line of the rules each supervised subject is graded."""
    lines = sa.case(
        *((rule.met(scheme.field, on), line) for line, rule in enumerate(rules)),
        else_=len(rules) - 1,
    )
    return (
        sa.select(Subject.id.label("subject_id"), lines.label("line"))
        .join(Supervised, Supervised.subject_id == Subject.id)
        .where(*_is_supervised(scheme, on), Subject.kind != SubjectKind.PERSON)
        .subquery()
    )


def _release(on: date) -> int:
    """End the grades of whom nobody supervises any more, or grades by no rules in force."""
    graded = sa.exists().where(
        GradingScheme.id == G.scheme_id,
        GradingScheme.since <= on,
        sa.or_(GradingScheme.until.is_(None), GradingScheme.until >= on),
    )
    held = sa.exists().where(
        Supervised.subject_id == G.subject_id,
        Supervised.body_id == G.body_id,
        Supervised.field == G.field,
        sa.or_(Supervised.until.is_(None), Supervised.until >= on),
    )
    gone = sa.and_(G.until.is_(None), sa.or_(~graded, ~held))
    return changed(sa.update(G).where(gone).values(until=on - ONE))


def _is_supervised(scheme: GradingScheme, on: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Supervised.body_id == scheme.body_id,
        Supervised.field == scheme.field,
        Supervised.since <= on,
        sa.or_(Supervised.until.is_(None), Supervised.until >= on),
    )
