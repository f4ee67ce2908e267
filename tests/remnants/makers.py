"""Reports that a removed entry is still used, in the states in which tests need them."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.pushes import answers, receivers
from integrity.credit.sanctions.pushes.models import Push, PushKind, Receiver
from integrity.people.subjects.models import Subject
from integrity.streams.remnants import service
from integrity.streams.remnants.models import Remnant
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.sanctions.makers import CLEARED, make_listed

TEXT = "示例：招标时仍以该名单为由要求说明。"
WHY = "示例：经核查业务系统，名单仍在名录中。"


def make_confirmed(
    body: Subject | None = None, firm: Subject | None = None, listed_at: datetime = NOW
) -> Push:
    """The removal of an entry, confirmed by the one body that had received it."""
    body = body or make_body("示例接收局")
    receivers.receive(body, everything=True, by=audit.SYSTEM, at=listed_at)
    entry = make_listed(firm or make_enterprise("示例已移出有限公司"), at=listed_at)
    receivers.stop(db.session.get(Receiver, body.id), "示例", by=audit.SYSTEM, at=listed_at)
    sanctions.repair(entry, "修复", by=make_user(Role.OFFICE), at=NOW)
    wanted = sa.select(Push).where(
        Push.entry_id == entry.id, Push.kind == PushKind.REMOVE, Push.body_id == body.id
    )
    push = db.session.scalars(wanted).one()
    answers.confirm(push, CLEARED, by=make_user(Role.OFFICER, body), at=NOW)
    db.session.flush()
    return push


def make_remnant(
    body: Subject | None = None, firm: Subject | None = None, text: str = TEXT
) -> Remnant:
    """The body may say what it has to say."""
    push = make_confirmed(body, firm)
    return service.file(push, text, TODAY, by=claimant(push), at=NOW)


def make_heard() -> Remnant:
    item = make_remnant()
    stated(item, officer_of(item), TODAY, NOW)
    return item


def make_proposed() -> Remnant:
    item = make_heard()
    service.find_true(item, WHY, by=office(), at=NOW)
    return item


def make_true() -> Remnant:
    item = make_proposed()
    service.confirm(item, WHY, by=office(), at=NOW)
    return item


def stated(item: Remnant, by: Any, day: date, at: datetime) -> None:
    service.state(item, "示例：已经全部删除。", by=by, at=at)


def claimant(push: Push) -> Any:
    return make_user(Role.SUPPLIER, push.entry.subject)


def officer_of(item: Remnant) -> Any:
    return make_user(Role.OFFICER, item.subject)


def office() -> Any:
    return make_user(Role.OFFICE, make_body("领导小组办公室"))
