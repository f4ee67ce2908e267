"""An entry brought to a state of its procedure, and bodies that receive pushes."""

from datetime import datetime, timedelta
from typing import Any

from integrity.accounts.models import User
from integrity.db import db
from integrity.measures.lists import Ground, ListKind
from integrity.permissions import Role
from integrity.records.models import RecordState
from integrity.sanctions import nominations, pushes, service
from integrity.sanctions.models import ListEntry
from integrity.subjects.models import Subject
from tests.factories import NOW, make_body, make_record, make_user

MEASURE = "M-S-GOV-16"
"""限制公务消费: an administrative regulation in force since 2025-06-01, for public bodies."""


def make_nominated(
    subject: Subject | None = None,
    kind: ListKind = ListKind.SERIOUS,
    ground: Ground = Ground.ARREARS,
    at: datetime = NOW,
    record: bool = True,
) -> ListEntry:
    subject = subject or make_body()
    number = make_record(subject, RecordState.CONFIRMED).id if record else None
    by = make_user(Role.OFFICE)
    entry = nominations.nominate(number, subject, kind, ground, "示例事实", by=by, at=at)
    db.session.flush()
    return entry


def make_heard(subject: Subject | None = None, at: datetime = NOW, **more: Any) -> ListEntry:
    entry = make_nominated(subject, at=at, **more)
    by = make_user(Role.OFFICE)
    service.notify(entry, by=by, at=at)
    service.state_defence(entry, "示例申辩", by=make_user(Role.OFFICER, entry.subject), at=at)
    service.hear(entry, "听取完毕", by=by, at=at)
    return entry


def make_decided(
    subject: Subject | None = None,
    by: User | None = None,
    at: datetime = NOW,
    measures: tuple[str, ...] = (),
    **more: Any,
) -> ListEntry:
    entry = make_heard(subject, at=at, **more)
    decider = by or make_user(Role.OFFICE)
    service.decide_first(entry, "示例认定理由", measures, by=decider, at=at)
    db.session.flush()
    return entry


def make_listed(subject: Subject | None = None, at: datetime = NOW, **more: Any) -> ListEntry:
    entry = make_decided(subject, at=at, **more)
    service.decide_second(entry, "示例复核理由", by=make_user(Role.OFFICE), at=at)
    db.session.flush()
    return entry


def make_receivers(number: int) -> list[Subject]:
    bodies = [make_body(f"示例接收单位{place}") for place in range(number)]
    for body in bodies:
        pushes.set_receiver(body)
    db.session.flush()
    return bodies


def later(days: int, at: datetime = NOW) -> datetime:
    return at + timedelta(days=days)
