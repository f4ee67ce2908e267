"""A body's own list of promises as drafts: they bind nobody until its head signs them.

A row is known by its body, title and due day, whatever became of it since: the same row again
changes nothing, and one with other words is refused, for a draft may have been edited by hand.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload, selectinload

from commitments import rows, service
from commitments.fields import MILESTONES, PROMISE, RESPONSIBLE
from commitments.kinds import plain
from commitments.models import Commitment, CommitmentState
from commitments.permissions import CommitmentsPermission
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.files.rows import may
from integrity.pages.fields import FILE, FORM, NOWHERE, heads
from integrity.people.subjects.models import Subject
from integrity.people.subjects.service import by_words

BODY = replace(RESPONSIBLE, required=NOWHERE, help=_l("可以不填；填写的，只能是本单位。"))
COLUMNS = (
    BODY,
    *(replace(field, required=FILE if FORM in field.required else NOWHERE) for field in PROMISE),
    MILESTONES,
)
LONGEST = {
    "title": 200,
    "target": 2000,
    "due_words": 200,
    "source_title": 300,
    "body_text": 20_000,
}
"""Characters, as on the page where a draft is written."""


def prepare(batch: Sequence[Row]) -> dict[str, Any]:
    """The subjects that a batch names, and every commitment with a title of it, by its key."""
    wanted = (
        sa.select(Commitment)
        .where(Commitment.title.in_({plain(row["title"]) for row in batch}))
        .options(selectinload(Commitment.supporters))
    )
    found = db.session.scalars(wanted).all()
    return {
        "subjects": by_words(word for row in batch for word in rows.mentioned(row)),
        "known": {(item.subject_id, item.title, item.first_due_on): item for item in found},
        "steps": rows.planned(found),
    }


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Draft one promise of the body of whoever imports; raises BadValue."""
    body = _body(row, by)
    for column, most in LONGEST.items():
        row.text(column, most)
    values = rows.promised(row)
    due_on = values.pop("due_on", None)
    key = (body.id, values["title"], due_on)
    found = row.known["known"].get(key)
    if found is not None:
        other = rows.difference(found, row.known["steps"].get(found.id, ()), values, row)
        if other:
            raise BadValue(other, _("本单位已有同名、同期限的承诺，内容不同；请在页面上修改。"))
        return Loaded.UNCHANGED
    content = rows.of_model(values)
    item = service.unsaved(body, by, due_on, content.pop("due_words", ""), **content)
    db.session.add(item)
    db.session.add_all(rows.steps_of(item, values))
    row.known["known"][key] = item
    return Loaded.ADDED


def settle(fresh: Iterable[Commitment], at: datetime) -> None:
    for item in fresh:
        service.number(item, at)


def dump() -> Iterator[Mapping[str, Any]]:
    """Every draft that nobody has submitted yet."""
    return _written(Commitment.state == CommitmentState.DRAFTED)


def own(user: Any) -> Iterator[Mapping[str, Any]]:
    """The same of one person's body."""
    return _written(
        Commitment.state == CommitmentState.DRAFTED, Commitment.subject_id == (user.body_id or 0)
    )


def _written(*conditions: sa.ColumnElement[bool]) -> Iterator[Mapping[str, Any]]:
    wanted = (
        sa.select(Commitment)
        .where(*conditions)
        .options(
            joinedload(Commitment.subject),
            joinedload(Commitment.beneficiary),
            selectinload(Commitment.supporters),
        )
        .order_by(Commitment.id)
    )
    found = db.session.scalars(wanted).all()
    steps, shared = rows.planned(found), rows.shared_names()
    return (rows.written(item, steps[item.id], shared) for item in found)


def _body(row: Row, by: audit.Actor) -> Subject:
    """The body that a row names, or that of whoever imports; never another one."""
    found: Subject | None = rows.body_of(row) if row["body"] else getattr(by, "body", None)
    if found is None:
        raise BadValue("body", _("不能为空。"))
    if not may(by, CommitmentsPermission.DRAFT, found):
        raise BadValue("body", _("只能导入本单位的承诺。"))
    return found


IMPORTER = Importer(
    heads=heads(COLUMNS),
    load=load,
    key=("body", "title", "due_on"),
    prepare=prepare,
    dump=dump,
    model=Commitment,
    settle=settle,
    title=_l("本单位承诺草案"),
    permission=CommitmentsPermission.DRAFT,
    own=own,
)
