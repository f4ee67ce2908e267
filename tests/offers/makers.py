"""What is offered to whoever keeps faith, unless a test says otherwise."""

from typing import Any

from integrity.base.permissions import Role
from integrity.credit.offers import service
from integrity.credit.offers.models import Offer
from integrity.people.subjects.models import Subject
from tests.factories import NOW, TODAY, make_body, make_user

SAID: dict[str, Any] = {
    "field": "finance",
    "stage": "financing",
    "offerer": "bank",
    "offered_by": "示例银行",
    "title": "示例信易贷",
    "content": "免抵押贷款（示例）",
    "applies_to": ["enterprise"],
    "on_the_red_list": False,
    "conditions": "",
    "how": "到示例银行网点申请",
    "contact": "示例局 0531-00000000",
    "valid_from": TODAY,
    "valid_until": None,
}


def office() -> Any:
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def make_offer(body: Subject | None = None, **more: Any) -> Offer:
    """One that waits for somebody to look at it."""
    by = make_user(Role.OFFICER, body or make_body())
    return service.make(by.body, by=by, at=NOW, **(SAID | more))


def make_published(**more: Any) -> Offer:
    offer = make_offer(**more)
    service.publish(offer, by=office(), at=NOW)
    return offer
