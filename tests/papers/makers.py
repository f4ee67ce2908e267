"""Papers in every state, as people make them."""

from typing import Any

from integrity.base.permissions import Role
from integrity.casework.documents import making
from integrity.casework.documents import service as documents
from integrity.casework.documents.kinds import named
from integrity.casework.documents.models import Delivery, Document
from integrity.credit.records.models import RecordState
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject
from integrity.streams.rectifications import service as rectifications
from integrity.streams.rectifications.models import Rectification
from tests.factories import NOW, TODAY, make_body, make_record, make_user


def office() -> User:
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def ordered(body: Subject | None = None, by: Any = None) -> Rectification:
    record = make_record(body, RecordState.CONFIRMED, decided_on=TODAY)
    return rectifications.order(record, "示例：三十日内付清", by=by or office(), at=NOW)


def issued(body: Subject | None = None, by: Any = None) -> Document:
    """The paper of an order, sent if the body has somebody who can receive it."""
    order = ordered(body, by)
    return documents.of_thing(order.__tablename__, order.id)[0]


def drafted(order: Rectification | None = None, by: Any = None) -> Document:
    """Another paper of an order, drafted by a person."""
    kind = named("rectification-order")
    return making.draft(kind, [order or ordered()], by=by or office(), at=NOW)[0]


def received(body: Subject | None = None) -> Delivery:
    """A delivery on the desk of a body."""
    body = body or make_body()
    make_user(Role.OFFICER, body)
    return issued(body).deliveries[0]
