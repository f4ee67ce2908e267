"""An assessment of which the bodies are told: one has confirmed, one asks for a review."""

from datetime import date, timedelta
from decimal import Decimal

from integrity.base import clock
from integrity.credit.assessments import service
from integrity.credit.assessments.models import AssessmentKind, Effect
from jobs.demo.participants import Participants

SAID = ("年度目标责任考核政务诚信指标（示例）", "示例考发〔2026〕3号（示例）", "示例区考核办公室")
RULES = (
    (Effect.DEDUCTION, "overdue", Decimal("0.20"), Decimal("2.00")),
    (Effect.DEDUCTION, "records", Decimal("0.50"), Decimal("3.00")),
    (Effect.BONUS, "due_in_time", Decimal("0.05"), Decimal("1.00")),
)


def leave_told(players: Participants, today: date) -> None:
    """Counted for the last quarter of a year, told, and answered by two bodies."""
    office, at = players.people["office1"], clock.at(today - timedelta(days=2), 9)
    on = today - timedelta(days=2)
    first = on - timedelta(days=90)
    made = service.draft(AssessmentKind.DUTY, *SAID, first, on, by=office, at=at)
    for effect, figure, each, most in RULES:
        service.set_rule(made, effect, figure, each, most, "示例细则", by=office, at=at)
    service.tell_bodies(made, by=office, at=at)
    confirmed, contested = made.lines[:2]
    later = clock.at(today - timedelta(days=1), 10)
    service.confirm_line(confirmed, by=players.officer(confirmed.subject_id), at=later)
    by = players.officer(contested.subject_id)
    service.object_to_line(contested, "示例：其中一件已经批准延期。", by=by, at=later)
