"""A subject objects to its grade: who graded answers with reasons, then the office if it asks."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once, db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step
from integrity.credit.grading.models import (
    GRADE_OBJECTION_NAMES,
    GradeObjection,
    Letter,
    SubjectGrade,
)
from integrity.credit.grading.models import GradeObjectionState as S

P = Permission
FLOW = Flow(
    steps={
        S.FILED: Step(Side.DECIDER, "LOCAL-GRADE-ANSWER"),
        S.APPEALED: Step(Side.OFFICE, "LOCAL-GRADE-APPEAL"),
    },
    free={S.REJECTED: "its subject may go on to the office, and nobody makes it"},
    uphold=Move({S.FILED}, S.UPHELD, P.OBJECTIONS_DECIDE),
    reject=Move({S.FILED}, S.REJECTED, P.OBJECTIONS_DECIDE),
    go_on=Move({S.REJECTED}, S.APPEALED, P.OBJECTIONS_FILE),
    let_be=Move({S.REJECTED}, S.ACCEPTED, P.OBJECTIONS_FILE),
    uphold_appeal=Move({S.APPEALED}, S.UPHELD, P.APPEALS_DECIDE),
    keep_grade=Move({S.APPEALED}, S.KEPT, P.APPEALS_DECIDE),
)
FLOW.names.update(GRADE_OBJECTION_NAMES)
OPEN = (S.FILED, S.REJECTED, S.APPEALED)
ONE = timedelta(days=1)


class NotOpen(Refused):
    """Nobody objects to what is over, or twice at once."""

    correctable = True
    title = _l("不能提出异议")


class SameGrade(Refused):
    """An objection that is right gives another grade."""

    correctable = True


def file(graded: SubjectGrade, text: str, *, by: audit.Actor, at: datetime) -> GradeObjection:
    """The subject says why its grade is not right; raises NotOpen."""
    if graded.until is not None:
        raise NotOpen(_("该等级已由新的等级代替，请对现在的等级提出。"))
    made = GradeObjection(
        graded=graded,
        body_id=graded.body_id,
        applicant_id=graded.subject_id,
        text=text.strip(),
        filed_on=local_day(at),
        filed_at=at,
    )
    FLOW.begin(made, local_day(at))
    add_once(made, NotOpen(_("对该等级已有一件异议正在办理。")))
    audit.write(made, "file", by=by, at=at, target=S.FILED)
    return made


def uphold(
    found: GradeObjection, grade: str, answer: str, *, by: audit.Actor, at: datetime
) -> None:
    """Who graded finds it right and grades anew, with reasons; raises SameGrade, NotOpen."""
    _decide(found, "uphold", grade, answer, by=by, at=at)


def reject(found: GradeObjection, answer: str, *, by: audit.Actor, at: datetime) -> None:
    """Who graded finds the grade right, with reasons; its subject may go on to the office."""
    found.answer = answer.strip()
    FLOW.go(found, "reject", by=by, at=at)


def go_on(found: GradeObjection, appeal: str, *, by: audit.Actor, at: datetime) -> None:
    """The subject asks the office to look."""
    found.appeal = appeal.strip()
    FLOW.go(found, "go_on", by=by, at=at)


def let_be(found: GradeObjection, *, by: audit.Actor, at: datetime) -> None:
    """The subject lets the answer stand."""
    FLOW.go(found, "let_be", by=by, at=at)


def uphold_appeal(
    found: GradeObjection, grade: str, answer: str, *, by: audit.Actor, at: datetime
) -> None:
    """The office finds the subject right; raises SameGrade, NotOpen."""
    _decide(found, "uphold_appeal", grade, answer, by=by, at=at)


def keep_grade(found: GradeObjection, answer: str, *, by: audit.Actor, at: datetime) -> None:
    """The office agrees with who graded, with reasons."""
    found.answer = answer.strip()
    FLOW.go(found, "keep_grade", by=by, at=at)


def _decide(
    found: GradeObjection, move: str, grade: str, answer: str, *, by: audit.Actor, at: datetime
) -> None:
    FLOW.check(found, move)
    old = found.graded
    if Letter(grade) is old.grade:
        raise SameGrade(_("异议成立的，须给出不同的等级。"))
    found.answer = answer.strip()
    _grade_anew(old, Letter(grade), found.answer, local_day(at))
    FLOW.go(found, move, by=by, at=at, grade=grade)


def _grade_anew(old: SubjectGrade, grade: Letter, reason: str, on: date) -> None:
    """The grade that was decided, for as long as the rules give what they gave.

    Raises NotOpen where the rules have given another since.
    """
    wanted = sa.select(SubjectGrade).where(
        SubjectGrade.body_id == old.body_id,
        SubjectGrade.field == old.field,
        SubjectGrade.subject_id == old.subject_id,
        SubjectGrade.until.is_(None),
    )
    now = db.session.scalars(wanted.with_for_update()).first()
    if now is None:
        raise NotOpen(_("该主体现在没有等级，异议无须重新定级，请认定不成立并说明。"))
    now.until = on - ONE
    db.session.flush()
    kept = ("scheme_id", "body_id", "field", "subject_id", "computed", "line")
    db.session.add(
        SubjectGrade(
            **{name: getattr(now, name) for name in kept}, grade=grade, reason=reason, since=on
        )
    )
    db.session.flush()
