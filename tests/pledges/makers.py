"""A pledge, and the pledge brought to a state."""

import io
from datetime import date, datetime
from itertools import count
from typing import Any

from werkzeug.datastructures import FileStorage

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject
from integrity.streams.pledges import service
from integrity.streams.pledges.models import Pledge, PledgeKind
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user

TEXT = "示例：本单位承诺符合告知的全部条件，愿意接受核查，违背承诺的自愿承担后果。"
PLEDGED_ON = date(2026, 6, 1)
_numbers = count(1)


def make_pledge(
    subject: Subject | None = None, receiver: Subject | None = None, **more: Any
) -> Pledge:
    """An approval by notice and commitment, received by a body; `more` is register's."""
    receiver = receiver or make_body("示例审批局")
    values: dict[str, Any] = {
        "kind": PledgeKind.APPROVAL,
        "title": f"按承诺条件经营{next(_numbers)}（示例）",
        "text": TEXT,
        "pledged_on": PLEDGED_ON,
        "received_by": receiver,
        "by": make_user(Role.OFFICER, receiver),
        "at": NOW,
    }
    made = service.register(subject or make_enterprise(), **(values | more))
    db.session.flush()
    return made


def make_reported(kept_on: date = TODAY, said_at: datetime = NOW, **more: Any) -> Pledge:
    """A pledge of which the enterprise says that it is kept."""
    item = make_pledge(**more)
    service.report(item, kept_on, "示例履行情况", by=supplier_of(item), at=said_at)
    db.session.flush()
    return item


def supplier_of(item: Pledge) -> User:
    return make_user(Role.SUPPLIER, item.subject)


def officer_of(item: Pledge) -> User:
    return make_user(Role.OFFICER, item.received_by)


def upload(words: str = "示例证据", name: str = "证据.txt") -> FileStorage:
    return FileStorage(io.BytesIO(words.encode()), name)
