"""What of the commitments anybody may follow by mail: one, those of a body or field, a search."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from commitments.models import PUBLIC, Commitment
from commitments.presenter import PRIVATE
from commitments.search import SEARCHED
from integrity.base import searching
from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.casework.key_fields import FIELD_NAMES
from integrity.people.messages.following import Followed
from integrity.people.messages.tells import path_to
from integrity.people.subjects.models import Subject

C = Commitment


def _news(which: Callable[[str], sa.ColumnElement[bool]]) -> Callable[[str], Any]:
    def news(key: str) -> sa.ColumnElement[bool]:
        items = sa.select(C.id).where(C.state.in_(PUBLIC), which(key))
        thing = (AuditEvent.thing == C.__tablename__, AuditEvent.thing_id.in_(items))
        return sa.and_(*thing, AuditEvent.move.not_in(PRIVATE))

    return news


def _commitment(key: str) -> str | None:
    known = sa.select(C.ref).where(C.ref == key, C.state.in_(PUBLIC))
    ref = db.session.scalar(known)
    return _("承诺 %(ref)s ", ref=ref) if ref else None


def _body(key: str) -> str | None:
    name = db.session.scalar(sa.select(Subject.name).where(Subject.slug == key, Subject.public))
    return _("%(name)s的承诺", name=name) if name else None


def _field(key: str) -> str | None:
    names = {field.value: str(name) for field, name in FIELD_NAMES.items()}
    return _("重点领域“%(name)s”的承诺", name=names[key]) if key in names else None


def _search(key: str) -> str | None:
    return _("含有“%(words)s”的承诺", words=key) if searching.words(key) else None


def _found(key: str) -> sa.ColumnElement[bool]:
    return sa.and_(*(searching.has(word, *SEARCHED) for word in searching.words(key)))


FOLLOWED = (
    Followed(
        "commitment",
        _commitment,
        lambda key: path_to("commitments.item", ref=key),
        _news(lambda key: C.ref == key),
    ),
    Followed(
        "body",
        _body,
        lambda key: path_to("site.body", slug=key),
        _news(lambda key: C.subject_id.in_(sa.select(Subject.id).where(Subject.slug == key))),
    ),
    Followed(
        "field",
        _field,
        lambda key: path_to("commitments.index", key_field=key),
        _news(lambda key: C.key_field == key),
    ),
    Followed("search", _search, lambda key: path_to("commitments.index", q=key), _news(_found)),
)
