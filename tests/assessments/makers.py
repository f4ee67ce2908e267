"""An assessment with its rules, told to its bodies."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.assessments import service
from integrity.credit.assessments.flow import FLOW, LINES
from integrity.credit.assessments.models import (
    Assessment,
    AssessmentKind,
    AssessmentLine,
    Effect,
)
from tests.factories import NOW, TODAY, make_body, make_user
from tests.periodicals.makers import make_things

FLOWS = {Assessment: FLOW, AssessmentLine: LINES}
FIRST = TODAY - timedelta(days=90)
RULES = (
    (Effect.DEDUCTION, "overdue", Decimal("0.50"), Decimal("1.20")),
    (Effect.DEDUCTION, "records", Decimal("1.00"), Decimal("3.00")),
    (Effect.BONUS, "due_in_time", Decimal("0.10"), Decimal("0.50")),
)


def make_assessment(by: Any = None, kind: AssessmentKind = AssessmentKind.DUTY) -> Assessment:
    """A draft with rules."""
    said = ("2026年度目标责任考核（示例）", "示例考发〔2026〕3号", "示例区考核办公室")
    office = by or make_user(Role.OFFICE)
    made = service.draft(kind, *said, FIRST, TODAY, by=office, at=NOW)
    for effect, figure, each, most in RULES if not made.rules else ():
        service.set_rule(made, effect, figure, each, most, "示例细则", by=office, at=NOW)
    return made


def make_told(by: Any = None) -> Assessment:
    made = make_assessment(by)
    service.tell_bodies(made, by=by or make_user(Role.OFFICE), at=NOW)
    db.session.flush()
    return made


def of(made: Assessment, name: str) -> AssessmentLine:
    """What it says of a body."""
    return next(line for line in made.lines if line.subject.name == name)


def body_of(line: AssessmentLine) -> Any:
    return make_user(Role.OFFICER, line.subject)


def with_things() -> None:
    make_body("示例丁局")  # of which nothing is known
    make_things()
