"""A lead and an inquiry; the names in them are invented and planted to be looked for."""

from typing import Any

from integrity.base.permissions import Role
from integrity.credit.accountability import service
from integrity.credit.accountability.models import Inquiry, Referral
from integrity.people.subjects.models import Subject
from tests.factories import NOW, TODAY, make_body, make_user

NAME = "欧阳示例"


def office() -> Any:
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def make_referral(body: Subject | None = None, content: str = "逾期未整改到位") -> Referral:
    return service.refer(
        body or make_body(), "示例纪检监察机关", content, "整改通知书一份", NAME,
        by=office(), at=NOW,
    )  # fmt: skip


def make_inquiry(letter_no: str = "示组函〔2026〕1号") -> Inquiry:
    return service.register("示例组织部", letter_no, TODAY, TODAY, 3, NAME, by=office(), at=NOW)
