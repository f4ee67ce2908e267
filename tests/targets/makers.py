"""A target, who owes it, who measures it, and a published value."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from integrity.base.audit import service as audit
from integrity.base.permissions import Role
from integrity.people.accounts.models import User
from integrity.people.subjects import competence
from integrity.people.subjects.models import Subject
from integrity.streams.targets import service
from integrity.streams.targets.models import Direction, Reading, Target, TargetKind
from tests.factories import NOW, make_body, make_user

OCTOBER = date(2026, 10, 1)
PUBLISHED = date(2026, 11, 10)


def make_target(
    body: Subject | None = None,
    kind: TargetKind = TargetKind.ENVIRONMENT,
    due_on: date = date(2026, 12, 31),
    **content: Any,
) -> Target:
    said = {
        "title": "示例细颗粒物浓度控制目标",
        "indicator": "细颗粒物月均浓度",
        "unit": "微克/立方米",
        "direction": Direction.AT_MOST,
        "limit": Decimal(35),
        "basis": "示例生态环境保护目标责任书",
    }
    if competence.body_of(kind) is None:
        source = make_body("示例监测局")
        competence.register(kind, source.id, by=audit.SYSTEM, at=NOW)
    owing = body or make_body("示例街道办事处")
    return service.set_target(
        owing, kind, due_on, **said | content, by=make_user(Role.OFFICE), at=NOW
    )


def source_of(target: Target) -> User:
    """Somebody of the department that measures it."""
    return make_user(Role.FINDER, target.measured_by)


def measured(
    target: Target, value: int, month: date = OCTOBER, published_on: date = PUBLISHED
) -> Reading:
    said = service.Value(month, Decimal(value), "示例环境质量月报", published_on)
    return service.measure(target, said, by=source_of(target), at=NOW)


def make_measured(body: Subject) -> Target:
    """A target of a body with one value."""
    target = make_target(body)
    measured(target, 30)
    return target


def readings_of(targets: list[Target]) -> list[tuple[Target, dict[str, Any]]]:
    """What fills the blanks of the pages of their values."""
    return [(t, {"ref": t.ref, "number": t.readings[0].id}) for t in targets]


def said_reached(target: Target, by: Any, day: date, at: datetime) -> None:
    service.report(target, "示例", by=by, at=at)
