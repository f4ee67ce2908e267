"""Breach complaints in the states in which tests need them."""

from datetime import datetime
from typing import Any

from integrity.base.permissions import Role
from integrity.people.subjects.models import Subject
from integrity.streams.grievances import findings, service
from integrity.streams.grievances.models import Area, Because, Grievance
from tests.factories import NOW, make_body, make_enterprise, make_user, served

SAID = {
    "title": "示例招商协议约定的厂房租金补贴没有兑现",
    "text": "协议约定2026年6月30日以前拨付，至今未付，单位称原负责人已经调走。",
    "area": Area.INVESTMENT,
}
WHY = "示例：属于该单位的主管部门。"


def make_grievance(
    body: Subject | None = None, firm: Subject | None = None, **said: Any
) -> Grievance:
    firm = firm or make_enterprise("示例制造有限公司")
    body = body or make_body("示例投资促进局")
    return service.file(firm, body, SAID | said, by=make_user(Role.SUPPLIER, firm), at=NOW)


def make_sent(body: Subject | None = None, firm: Subject | None = None) -> Grievance:
    item = make_grievance(body, firm)
    service.send(item, make_body("示例区政府办公室"), WHY, by=make_user(Role.OFFICE), at=NOW)
    return item


def make_true(because: Because | None = None) -> Grievance:
    item = make_sent()
    said = ("协议有效，款项没有拨付。", "在期限内拨付补贴。", because)
    findings.find_true(item, *said, by=finder_of(item), at=NOW)
    return served(item)


def make_reported() -> Grievance:
    item = make_true()
    service.report(item, "示例：已经拨付。", by=officer_of(item), at=NOW)
    return item


def found_not_right(item: Grievance, at: datetime) -> None:
    """The enterprise denies that it was put right, and the finder says so."""
    service.deny(item, "示例", by=firm_of(item), at=at)
    findings.find_not_right(item, "示例", by=finder_of(item), at=at)


def finder_of(item: Grievance) -> Any:
    return make_user(Role.FINDER, item.finder)


def firm_of(item: Grievance) -> Any:
    return make_user(Role.SUPPLIER, item.complainant)


def officer_of(item: Grievance) -> Any:
    return make_user(Role.OFFICER, item.subject)
