"""Count for an assessment, give points by rules, tell the bodies, review, sign off by two."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once, changed, db
from integrity.base.errors import Refused, SamePerson
from integrity.base.states import read_again
from integrity.casework.rules import service as rules
from integrity.credit.assessments.flow import FLOW, LINES
from integrity.credit.assessments.models import (
    SETTLED,
    Assessment,
    AssessmentExclusion,
    AssessmentKind,
    AssessmentLine,
    AssessmentRule,
    Effect,
)
from integrity.credit.assessments.models import AssessmentState as S
from integrity.credit.tallies import service as tallies
from integrity.credit.tallies.models import TallyItem

OF_RULE = ("effect", "figure", "each", "most", "basis")


class WrongAssessment(Refused):
    """It has no rules or bodies, a figure has one twice, or what it waits for has not come."""

    title = _l("考核数据有误")


def draft(
    kind: AssessmentKind,
    title: str,
    basis: str,
    addressee: str,
    first_on: date,
    last_on: date,
    *,
    by: audit.Actor,
    at: datetime,
) -> Assessment:
    """Count a period for an assessment, with the rules of the last one; raises WrongPeriod."""
    before = _before(kind)
    made = Assessment(
        ref=f"new-{uuid4()}",
        kind=AssessmentKind(kind),
        title=title.strip(),
        basis=basis.strip(),
        addressee=addressee.strip(),
        drafted_by_id=by.id,
        drafted_by_name=by.name,
        tally=tallies.take(first_on, last_on, local_day(at)),
        rules=[
            AssessmentRule(**{name: getattr(rule, name) for name in OF_RULE})
            for rule in (before.rules if before else ())
        ],
    )
    FLOW.begin(made, local_day(at))
    db.session.add(made)
    db.session.flush()
    made.ref = f"KH-{local_day(at).year}-{made.id:05d}"
    audit.write(made, "draft", by=by, at=at, target=made.state)
    return made


def set_rule(
    assessment: Assessment,
    effect: Effect,
    figure: str,
    each: Decimal,
    most: Decimal,
    basis: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> AssessmentRule:
    """So many points for each item of a figure, at most so many; raises WrongAssessment."""
    FLOW.check(assessment, "tell_bodies")
    if not 0 < each <= most:
        raise WrongAssessment(_("每件分值应大于零，并且不超过上限。"))
    rule = AssessmentRule(
        assessment_id=assessment.id,
        effect=Effect(effect),
        figure=figure,
        each=each,
        most=most,
        basis=basis.strip(),
    )
    add_once(rule, WrongAssessment(_("这项指标已经有一条同类规则。")))
    db.session.expire(assessment, ["rules"])
    audit.write(assessment, "set_rule", by=by, at=at, rule=f"{rule.effect}:{figure}")
    return rule


def tell_bodies(assessment: Assessment, *, by: audit.Actor, at: datetime) -> None:
    """Give every body its points and tell it on paper; raises WrongAssessment."""
    FLOW.check(assessment, "tell_bodies")
    bodies = assessment.tally.stated["bodies"]
    if not assessment.rules or not bodies:
        raise WrongAssessment(_("请先登记加分扣分规则；没有任何单位有事项的，不必告知。"))
    worked, on = work(assessment), local_day(at)
    for row in bodies:
        points, by_rule = worked[row["id"]]
        line = AssessmentLine(subject_id=row["id"], points=points, worked=by_rule)
        LINES.begin(line, on)
        assessment.lines.append(line)
    db.session.flush()
    for line in assessment.lines:
        LINES.go(line, "tell_line", by=by, at=at)
    FLOW.go(assessment, "tell_bodies", by=by, at=at)


def begin(things: sa.Select[Any], on: date, *, by: audit.Actor, at: datetime) -> None:
    """From the day on which its notice was served a body may ask for a review for so long."""
    untold = (AssessmentLine.id.in_(things), AssessmentLine.object_until.is_(None))
    day = rules.due("PERF-APPEAL", on).due_on
    changed(sa.update(AssessmentLine).where(*untold).values(object_until=day))
    read_again(AssessmentLine, "object_until")


def confirm_line(line: AssessmentLine, *, by: audit.Actor, at: datetime) -> None:
    """The body finds its figures right."""
    LINES.go(line, "confirm_line", by=by, at=at)


def object_to_line(line: AssessmentLine, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The body asks for a review, within its term; raises WrongAssessment after it."""
    LINES.check(line, "object_to_line")
    if line.object_until and local_day(at) > line.object_until:
        raise WrongAssessment(_("申请复核的期限到 %(day)s 届满。", day=line.object_until))
    line.objection = why.strip()
    LINES.go(line, "object_to_line", by=by, at=at, why=why)


def change_line(
    line: AssessmentLine, why: str, excluded: Iterable[int], *, by: audit.Actor, at: datetime
) -> None:
    """It was right to object: these items no longer count. Raises SamePerson, WrongAssessment."""
    _demand_another(line, by)
    LINES.check(line, "change_line")
    mine = sa.select(TallyItem.id).where(
        TallyItem.tally_id == line.assessment.tally_id,
        TallyItem.subject_id == line.subject_id,
        TallyItem.id.in_(list(excluded)),
    )
    found = list(db.session.scalars(mine.order_by(TallyItem.id)))
    if not found:
        raise WrongAssessment(_("请选定不再计入的事项。"))
    db.session.add_all(AssessmentExclusion(line_id=line.id, item_id=one) for one in found)
    db.session.flush()
    line.points, line.worked = work(line.assessment)[line.subject_id]
    line.answer = why.strip()
    LINES.go(line, "change_line", by=by, at=at, why=why)


def keep_line(line: AssessmentLine, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The figures are right, for these reasons; raises SamePerson."""
    _demand_another(line, by)
    LINES.check(line, "keep_line")
    line.answer = why.strip()
    LINES.go(line, "keep_line", by=by, at=at, why=why)


def let_line_stand(line: AssessmentLine, *, by: audit.Actor, at: datetime) -> None:
    """The term is over and the body asked for nothing; raises WrongAssessment before that."""
    LINES.check(line, "let_line_stand")
    if line.object_until is None or local_day(at) <= line.object_until:
        raise WrongAssessment(_("告知尚未送达，或者申请复核的期限还没有届满。"))
    LINES.go(line, "let_line_stand", by=by, at=at)


def sign_assessment(assessment: Assessment, *, by: audit.Actor, at: datetime) -> None:
    """All bodies have confirmed, been answered, or let their term pass. Raises WrongAssessment."""
    FLOW.check(assessment, "sign_assessment")
    waiting = [line.subject.name for line in assessment.lines if line.state not in SETTLED]
    if waiting:
        names = "、".join(waiting)
        raise WrongAssessment(_("还有单位没有确认或者复核没有办结：%(names)s。", names=names))
    assessment.signed_by_id = by.id
    FLOW.go(assessment, "sign_assessment", by=by, at=at)


def issue_assessment(assessment: Assessment, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Another person sends it to who runs the assessment; raises SamePerson."""
    FLOW.check(assessment, "issue_assessment")
    if by.id is None or by.id == assessment.signed_by_id:
        raise SamePerson(_("考核数据由您签核，须由另一人签发。"))
    assessment.issued_by_id, assessment.issued_on = by.id, local_day(at)
    FLOW.go(assessment, "issue_assessment", by=by, at=at, why=why)


def abandon(assessment: Assessment, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Nobody wants it any more; no body was told."""
    FLOW.go(assessment, "abandon", by=by, at=at, why=why)


def work(assessment: Assessment) -> Mapping[int, tuple[Decimal, list[dict[str, Any]]]]:
    """The points of every body, and how many items and points each rule gives it."""
    excluded = (
        sa.select(AssessmentExclusion.item_id)
        .join(AssessmentLine, AssessmentLine.id == AssessmentExclusion.line_id)
        .where(AssessmentLine.assessment_id == assessment.id)
    )
    counted = (
        sa.select(TallyItem.subject_id, TallyItem.figure, sa.func.count())
        .where(TallyItem.tally_id == assessment.tally_id, TallyItem.id.not_in(excluded))
        .group_by(TallyItem.subject_id, TallyItem.figure)
    )
    numbers = {(body, figure): number for body, figure, number in db.session.execute(counted)}
    found = {}
    for row in assessment.tally.stated["bodies"]:
        by_rule = [
            _worked(rule, numbers.get((row["id"], rule.figure), 0)) for rule in assessment.rules
        ]
        found[row["id"]] = (sum((Decimal(one["points"]) for one in by_rule), Decimal(0)), by_rule)
    return found


def _worked(rule: AssessmentRule, number: int) -> dict[str, Any]:
    points = min(rule.each * number, rule.most)
    signed = points if rule.effect is Effect.BONUS else -points
    return {"rule": rule.id, "figure": rule.figure, "number": number, "points": f"{signed:.2f}"}


def _demand_another(line: AssessmentLine, by: audit.Actor) -> None:
    """Raise SamePerson for who drafted the assessment: somebody else reviews it."""
    if by.id is None or by.id == line.assessment.drafted_by_id:
        raise SamePerson(_("考核数据由您起草，复核须由另一人办理。"))


def _before(kind: AssessmentKind) -> Assessment | None:
    wanted = sa.select(Assessment).where(Assessment.kind == kind, Assessment.state != S.DROPPED)
    return db.session.scalars(wanted.order_by(Assessment.id.desc()).limit(1)).first()
