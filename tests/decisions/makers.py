"""A decision as a department enters it, and brought to a stage."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject
from integrity.streams.decisions import service
from integrity.streams.decisions.models import Decision, DecisionKind, Severity
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user

_numbers = count(1)


def said(**more: Any) -> dict[str, Any]:
    """What is said of a decision: a penalty of the middle class, unless told otherwise."""
    return {
        "kind": DecisionKind.PENALTY,
        "severity": Severity.GENERAL,
        "number": f"示例市监罚〔2026〕{next(_numbers)}号",
        "title": "示例：未按规定公示价格，罚款2万元",
        "facts": "示例：现场检查查明，依据示例条例第一条。",
        "decided_on": date(2026, 11, 2),
    } | more


def honour(**more: Any) -> dict[str, Any]:
    """What is said of something good."""
    good = {"kind": DecisionKind.HONOUR, "severity": None, "title": "示例：诚信经营示范单位"}
    return said(**good) | more


def make_decision(
    body: Subject | None = None, subject: Subject | None = None, **more: Any
) -> Decision:
    """A draft that a person of the body entered."""
    body = body or make_body("示例市场监管局")
    subject = subject or make_enterprise()
    content = said(**more)
    return service.enter(body, subject, content, by=officer_of(body), at=NOW)


def make_effective(at: datetime = NOW, **more: Any) -> Decision:
    """The same, confirmed by a second person."""
    item = make_decision(**more)
    service.confirm(item, by=officer_of(item.body), at=at)
    db.session.flush()
    return item


def officer_of(body: Subject) -> User:
    return make_user(Role.OFFICER, body)


def posted(item: Decision, on: date = TODAY) -> CreditRecord:
    """The record of a decision that stands, as the night proposes it."""
    records.post(service.breaches(on), on=on, at=clock.at(on))
    mine = (CreditRecord.stream == "decisions", CreditRecord.item_id == item.id)
    return db.session.scalars(sa.select(CreditRecord).where(*mine)).one()


def after(record: CreditRecord) -> datetime:
    """A moment after the time to object."""
    assert record.object_until is not None
    return clock.at(record.object_until + timedelta(days=1), 9)
