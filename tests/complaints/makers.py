"""A complaint, and the complaint brought to a state."""

from datetime import date, datetime
from typing import Any

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.informants.receipts import Receipt
from integrity.people.subjects.models import Subject
from integrity.streams.complaints import intake, service
from integrity.streams.complaints.models import Complaint, ComplaintKind
from tests.factories import NOW, make_body, make_user

TEXT = "示例：承诺七日内办结的证件，两个月没有办结。"
CONTACT = "13800000000 示例"


def make_receipt(body: Subject | None = None, at: datetime = NOW, **more: Any) -> Receipt:
    body = body or make_body()
    more = {"contact": CONTACT} | more
    made = intake.file(ComplaintKind.COMPLAINT, body.id, TEXT, at=at, **more)
    db.session.flush()
    return made


def make_complaint(body: Subject | None = None, at: datetime = NOW, **more: Any) -> Complaint:
    return make_receipt(body, at, **more).thing


def make_accepted(
    body: Subject | None = None, at: datetime = NOW, due_on: date | None = None, **more: Any
) -> Complaint:
    """Taken on; due by the rule, or on a given day."""
    complaint = make_complaint(body, at, **more)
    service.accept(complaint, 0, by=make_user(Role.OFFICE), at=at)
    complaint.due_on = due_on or complaint.due_on
    db.session.flush()
    return complaint


def make_answered(body: Subject | None = None, at: datetime = NOW, **more: Any) -> Complaint:
    complaint = make_accepted(body, at, **more)
    answer(complaint, at)
    return complaint


def answer(complaint: Complaint, at: datetime = NOW) -> None:
    officer = make_user(Role.OFFICER, complaint.subject)
    service.answer(complaint, "resolved", "示例：已经办结。", by=officer, at=at)
    db.session.flush()
