"""Decisions from and to tables: each row is a draft, which a second person of the body confirms."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.files.rows import may
from integrity.pages.fields import differences, heads, read, written
from integrity.people.subjects import cells
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.streams.decisions import service
from integrity.streams.decisions.errors import AlreadyEntered
from integrity.streams.decisions.fields import CONTENT, FIELDS
from integrity.streams.decisions.models import Decision, key_of
from integrity.streams.decisions.permissions import DecisionsPermission

SAME = tuple(field for field in CONTENT if field.name in service.CONTENT)
"""What the same document cannot say twice in other words."""


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The parties of a batch."""
    words = (row[name] for row in rows for name in ("subject", "body") if row[name])
    return {"subjects": subjects.by_words(words)}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Enter one row as a draft; the same again changes nothing, other words are refused.

    Raises BadValue, WrongDecision, AlreadyEntered.
    """
    body, subject = _body(row, by), cells.named(row, "subject")
    said = read(CONTENT, row)
    if known := service.standing(key_of(body.id, said["number"], subject.id)):
        if differences(SAME, known, said, row):
            raise AlreadyEntered(_("文号 %(number)s 已经以其他内容登记。", number=said["number"]))
        return Loaded.UNCHANGED
    service.enter(body, subject, said, by=by, at=at)
    return Loaded.ADDED


def dump() -> Iterator[Mapping[str, Any]]:
    """Every decision about somebody who is no person, as it can be imported again."""
    return _written(sa.true())


def own(user: Any) -> Iterator[Mapping[str, Any]]:
    """The same of what one person's body decided."""
    return _written(Decision.body_id == (user.body_id or 0))


def _written(condition: sa.ColumnElement[bool]) -> Iterator[Mapping[str, Any]]:
    named = Decision.subject.has(Subject.kind != SubjectKind.PERSON)
    wanted = sa.select(Decision).where(condition, named, Decision.closed_on.is_(None))
    wanted = wanted.options(joinedload(Decision.subject), joinedload(Decision.body))
    found = db.session.scalars(wanted.order_by(Decision.id).execution_options(yield_per=1000))
    return (written(FIELDS, decision) for decision in found)


def _body(row: Row, by: Any) -> Subject:
    body = cells.named(row, "body") if row["body"] else getattr(by, "body", None)
    if body is None:
        raise BadValue("body", _("请填写作出决定的单位。"))
    if may(by, DecisionsPermission.ENTER, None) or by.body_id == body.id:
        return body
    raise BadValue("body", _("只能导入本单位作出的决定。"))


IMPORTERS = {
    "decisions": Importer(
        heads=heads(FIELDS),
        load=load,
        key=("body", "number", "subject"),
        prepare=prepare,
        dump=dump,
        title=_l("决定和守信信息"),
        permission=DecisionsPermission.ENTER,
        own=own,
    )
}
