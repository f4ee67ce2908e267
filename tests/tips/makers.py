"""Reports on enterprises in the states in which tests need them."""

from datetime import datetime
from typing import Any

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.informants import contacts
from integrity.casework.informants.receipts import Receipt
from integrity.people.subjects.models import Subject
from integrity.streams.complaints import service as complaints
from integrity.streams.complaints.models import Complaint, ContactRequest
from integrity.streams.tips import findings, intake, service
from integrity.streams.tips.flow import FLOW
from integrity.streams.tips.models import Tip, TipContactRequest
from tests.factories import NOW, make_body, make_enterprise, make_user

FLOWS = {
    Complaint: complaints.FLOW,
    ContactRequest: contacts.FLOW,
    Tip: FLOW,
    TipContactRequest: contacts.FLOW,
}
TEXT = "示例：8月的一个夜里，厂区后门的暗管向河里排水，只有当班的几个人知道。"
CONTACT = "13800000000 示例"
ALLEGATION = "经现场检查，发现厂区有未登记的排水管，请说明用途。"
FINDING = "示例：现场检查和采样结果证明。"
ACT = "SX1-02"


def make_receipt(firm: Subject | None = None, at: datetime = NOW, **more: Any) -> Receipt:
    """The office names the department."""
    firm = firm or make_enterprise("示例化工有限公司")
    made = intake.file(ACT, firm.uscc, TEXT, at=at, **{"contact": CONTACT} | more)
    db.session.flush()
    return made


def make_received(firm: Subject | None = None, at: datetime = NOW, **more: Any) -> Tip:
    return make_receipt(firm, at, **more).thing


def make_tip(
    body: Subject | None = None, firm: Subject | None = None, at: datetime = NOW, **more: Any
) -> Tip:
    """The department looks into it."""
    tip, office = make_received(firm, at, **more), make_user(Role.OFFICE)
    service.send(tip, body or make_body("示例生态环境分局"), "示例", by=office, at=at)
    service.accept(tip, by=officer_of(tip), at=at)
    return tip


def invited(tip: Tip, at: datetime = NOW) -> Tip:
    findings.hear(tip, ALLEGATION, by=officer_of(tip), at=at)
    return tip


def make_heard() -> Tip:
    """The firm has answered."""
    tip = invited(make_tip())
    findings.defend(tip, "示例：是雨水管。", by=firm_of(tip), at=NOW)
    return tip


def found(tip: Tip, by: Any, at: datetime = NOW) -> None:
    findings.find_untrue(tip, FINDING, by=by, at=at)


def officer_of(tip: Tip) -> Any:
    return make_user(Role.OFFICER, tip.subject)


def firm_of(tip: Tip) -> Any:
    return make_user(Role.SUPPLIER, tip.reported)
