"""Claims for compensation in the states in which tests need them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from integrity.base.permissions import Role
from integrity.people.subjects.models import Subject
from integrity.streams.losses import service
from integrity.streams.losses.models import Cause, LossClaim
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user, served

SAID: dict[str, Any] = {
    "title": "示例地块规划由工业调整为绿地，已建厂房停用",
    "text": "2025年3月按规划建成厂房，2026年8月规划调整，厂房拆除。",
    "cause": Cause.PLAN,
    "basis": "示例区控制性详细规划（示政发〔2024〕3号）",
    "sought": Decimal(300_000),
}
WHY = "示例：已按规划建成，损失经评估属实。"


def make_loss(body: Subject | None = None, firm: Subject | None = None, **said: Any) -> LossClaim:
    """What a firm claims; the district's government decides."""
    firm, body = firm or make_enterprise("示例制造有限公司"), body or make_body("示例规划局")
    by = make_user(Role.SUPPLIER, firm)
    item = service.file(firm, body, SAID | said, by=by, at=NOW)
    finder = make_body("示例区政府办公室")
    service.send(item, finder, WHY, by=make_user(Role.OFFICE), at=NOW)
    return item


def granted(item: LossClaim, amount: int = 200_000) -> LossClaim:
    service.grant(item, Decimal(amount), WHY, by=decider_of(item), at=NOW)
    return item


def make_granted() -> LossClaim:
    return served(granted(make_loss()))


def make_paid() -> LossClaim:
    """The body says that it has paid."""
    item = make_granted()
    report_paid(item, payer_of(item), TODAY, NOW)
    return item


def report_paid(item: LossClaim, by: Any, day: date, at: datetime) -> None:
    service.report(item, day, "示例凭证", by=by, at=at)


def found_unpaid(item: LossClaim, at: datetime) -> None:
    """The firm has it not, and the finder says so."""
    service.deny(item, "示例", by=claimant_of(item), at=at)
    service.find_unpaid(item, "示例", by=decider_of(item), at=at)


def decider_of(item: LossClaim) -> Any:
    return make_user(Role.FINDER, item.finder)


def claimant_of(item: LossClaim) -> Any:
    return make_user(Role.SUPPLIER, item.claimant)


def payer_of(item: LossClaim) -> Any:
    return make_user(Role.OFFICER, item.subject)
