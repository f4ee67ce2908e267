"""An assessment of which the bodies are told, of whom two answer; and registers of activities."""

from datetime import date, timedelta
from decimal import Decimal

from integrity.base import clock
from integrity.credit.activities import service as activities
from integrity.credit.activities.models import ActivityKind
from integrity.credit.assessments import service
from integrity.credit.assessments.models import AssessmentKind, Effect
from jobs.demo.participants import BODIES, Participants

SAID = ("年度目标责任考核政务诚信指标（示例）", "示例考发〔2026〕3号（示例）", "示例区考核办公室")
RULES = (
    (Effect.DEDUCTION, "overdue", Decimal("0.20"), Decimal("2.00")),
    (Effect.DEDUCTION, "records", Decimal("0.50"), Decimal("3.00")),
    (Effect.BONUS, "due_in_time", Decimal("0.05"), Decimal("1.00")),
)
ACTIVITIES = (
    (ActivityKind.PUBLICITY, "信用宣传月（示例）", "社区宣传栏"),
    (ActivityKind.EDUCATION, "公职人员诚信教育（示例）", "公职人员"),
    (ActivityKind.EXPOSURE, "报道拖欠账款（示例）", "示例日报"),
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


def leave_activities(players: Participants, today: date) -> None:
    """One of each kind: verified, waiting, and contested by its body."""
    office, second = players.people["office1"], players.people["office2"]
    at, later = clock.at(today - timedelta(days=9), 9), clock.at(today - timedelta(days=8), 9)
    made = [
        activities.enter(
            kind, players.subjects[name], today - timedelta(days=10), title, channel, 80,
            by=office, at=at,
        )
        for name, (kind, title, channel) in zip(BODIES, ACTIVITIES, strict=False)
    ]  # fmt: skip
    for one in (made[0], made[2]):
        activities.verify_activity(one, by=second, at=later)
    by = players.officer(made[2].subject_id)
    activities.contest_activity(made[2], "示例：报道的不是本单位。", by=by, at=later)
