"""A record that a department decided, with its people, and what it should have said."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from integrity.base.permissions import Role
from integrity.credit.corrections import service
from integrity.credit.records import grading
from integrity.credit.records.models import CreditRecord, RecordState
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user

DECIDED = date(2026, 6, 20)
WHY = "示例：核对处罚决定书原件，录入的程度有误。"


def make_bureau(people: int = 2) -> Any:
    """A department with people who may correct what it decided."""
    body = make_body("示例市场监管局")
    return SimpleNamespace(body=body, people=[make_user(Role.OFFICER, body) for _ in range(people)])


def make_penalty(bureau: Any, rule: str = "penalty.serious", **more: Any) -> CreditRecord:
    """A penalty of a firm as the department supplied it: confirmed, graded, public."""
    values = {
        "stream": "decisions",
        "rule": rule,
        "summary": "示例：未按规定公示价格（示例市监罚〔2026〕7号）",
        "since": date(2026, 6, 1),
        "ruled_on": date(2026, 6, 1),
        "found_by_id": bureau.body.id,
        "decided_by_name": "示例甲",
        "object_until": TODAY,
    }
    values |= grading.consequence("decisions", rule, DECIDED, ruled_on=date(2026, 6, 1))
    return make_record(make_enterprise(), **{"state": RecordState.CONFIRMED} | values | more)


def said(record: CreditRecord, **more: Any) -> dict[str, Any]:
    """What a correction says: what the record says, but for what is given."""
    same = {name: getattr(record, name) for name in ("rule", "since", "ruled_on", "summary")}
    return same | {"document": "示例市监罚〔2026〕7号决定书原件", "why": WHY} | more


def corrected(record: CreditRecord, bureau: Any, at: Any = NOW, **more: Any) -> CreditRecord:
    """The successor that two people of the department make."""
    first, second = bureau.people[:2]
    made = service.propose(record, said(record, **more), by=first, at=at)
    service.make(made, WHY, by=second, at=at)
    assert made.successor is not None
    return made.successor
