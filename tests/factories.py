"""The cast: always the same few people and bodies. Everything here is invented."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar

import pytest
from argon2 import PasswordHasher
from flask import current_app

from integrity.base import histories
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents import deliveries
from integrity.casework.documents import service as documents
from integrity.casework.documents.models import DeliveryState, DocumentState, Way
from integrity.casework.rules import service as rules
from integrity.credit.papers import records as notices
from integrity.credit.records.history import RecordVersion
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.people.accounts.models import AccountState, User
from integrity.people.subjects import competence, identifiers
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.people.subjects.names import key

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PASSWORD = "Xin-yong-2026"
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""A cheap hash: tests log in often, and what argon2 costs is not what they test."""

T = TypeVar("T")
_numbers = count(1)


def example_code(number: int, kind: str = "11") -> str:
    """A well-formed unified social credit code that belongs to nobody."""
    return identifiers.complete_uscc(f"{kind}370176{number:08d}")


def make_body(name: str = "示例局") -> Subject:
    number = next(_numbers)
    return _added(
        Subject(
            kind=SubjectKind.BODY,
            name=name,
            key=key(name),
            slug=f"body-{number}",
            uscc=example_code(number),
            code_is_example=True,
        )
    )


def make_enterprise(name: str = "示例商贸有限公司") -> Subject:
    code = example_code(next(_numbers), "91")
    return _added(
        Subject(
            kind=SubjectKind.ENTERPRISE, name=name, key=key(name), uscc=code, code_is_example=True
        )
    )


def roles_often(often: Collection[Role | None], wanted: Iterable[Role | None]) -> list[Any]:
    """Parameters of a test: the first are tried in every run, the others by make test-long too."""
    return [pytest.param(r, marks=() if r in often else pytest.mark.long) for r in wanted]


def make_user(role: Role = Role.OFFICER, body: Subject | None = None, name: str = "") -> User:
    number = next(_numbers)
    if role is Role.FINDER and body:
        finds(body)
    return _added(
        User(
            username=f"{role.value}-{number}",
            name=name or f"示例{role.value}",
            role=role,
            state=AccountState.ACTIVE,
            body_id=body.id if body else None,
            password_hash=PASSWORD_HASH,
            must_change=False,
            created_at=NOW,
        )
    )


def finds(body: Subject) -> None:
    """Let a body be competent in every matter that the streams of the app leave to a department."""
    for matter in current_app.extensions["finds"].values():
        competence.register(matter, body.id, by=audit.SYSTEM, at=NOW)


def make_record(
    subject: Subject | None = None,
    state: RecordState = RecordState.PROPOSED,
    *,
    stream: str = "commitments",
    rule: str = "overdue",
    since: date = date(2026, 10, 1),
    **more: object,
) -> CreditRecord:
    subject = subject or make_body()
    values: dict[str, object] = {
        "item_id": next(_numbers),
        "summary": "示例承诺逾期未完成",
        "posted_at": NOW,
        "notified_on": TODAY,
        "object_until": rules.due("LOCAL-OBJECT", TODAY).due_on,
    } | more
    made = _added(
        CreditRecord(
            stream=stream, rule=rule, subject_id=subject.id, state=state, since=since, **values
        )
    )
    histories.keep(RecordVersion, CreditRecord.id == made.id, at=made.posted_at)
    return made


def served(thing: T, at: datetime = NOW) -> T:
    """A thing whose papers are issued and proven to be served, as people do it, at a moment."""
    notices.draft_notices(at=at)
    by = make_user(Role.OFFICE, make_body("领导小组办公室"))
    for document in documents.of_thing(thing.__tablename__, thing.id):  # type: ignore[attr-defined]
        if document.state is DocumentState.DRAFTED:
            signer = make_user(Role.HEAD, document.issuer) if document.issuer else by
            documents.sign(document, by=signer, at=at)
        for delivery in document.deliveries:
            if delivery.state is DeliveryState.WAITING:
                deliveries.send(delivery, Way.PERSON, by=by, at=at)
            if delivery.state is DeliveryState.SENT:
                deliveries.prove(delivery, local_day(at), by=by, at=at)
    return thing


def _added(thing: T) -> T:
    db.session.add(thing)
    db.session.flush()
    return thing
