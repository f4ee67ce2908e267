"""List entries from and to tables. A row nominates and never lists: two people decide that."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.audit import service as audit
from integrity.db import db
from integrity.imports import Importer, Loaded, Row
from integrity.sanctions import nominations, service
from integrity.sanctions.models import Ground, ListEntry, ListKind
from integrity.subjects import cells
from integrity.subjects import service as subjects
from integrity.subjects.models import Subject, SubjectKind

REQUIRED = ("code", "list", "ground", "reasons", "legal_basis")
COLUMNS = (*REQUIRED, "name", "state", "outcome", "listed_on", "until", "removed_on")
"""Columns after the required ones are for readers; an import passes them over."""


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The subjects of a batch, and which of them are on their list or nominated already."""
    found = subjects.by_words(row["code"] for row in rows)
    ids = [subject.id for subject in found.values()]
    known = sa.select(
        ListEntry.subject_id, ListEntry.kind, ListEntry.ground, ListEntry.reasons, ListEntry.state
    ).where(ListEntry.subject_id.in_(ids))
    entries: set[tuple[Any, ...]] = set()
    for *key, reasons, state in db.session.execute(known):
        entries.add((*key, reasons))
        if state in service.LIVE:
            entries.add(tuple(key))
    return {"subjects": found, "entries": entries}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Nominate a subject; one that is on its list, or was for the same facts, is left alone."""
    subject = cells.named(row, "code", _("没有登记该代码的主体，请核对。"))
    kind, ground = row.choice("list", ListKind), row.choice("ground", Ground)
    key = (subject.id, kind, ground)
    if {key, (*key, row["reasons"])} & row.known["entries"]:
        return Loaded.UNCHANGED
    nominations.nominate(
        None,
        subject,
        kind,
        ground,
        row["reasons"],
        legal_basis=row["legal_basis"],
        by=by,
        at=at,
    )
    row.known["entries"].add(key)
    return Loaded.ADDED


def dump() -> Iterator[Mapping[str, Any]]:
    """Every entry of a public subject, in any state; natural persons are never exported."""
    wanted = (
        sa.select(ListEntry)
        .join(Subject, Subject.id == ListEntry.subject_id)
        .where(Subject.kind != SubjectKind.PERSON)
        .order_by(ListEntry.id)
        .options(joinedload(ListEntry.subject))
    )
    same = ("ground", "reasons", "legal_basis", "state", "outcome", "listed_on", "until")
    for entry in db.session.scalars(wanted):
        yield {name: getattr(entry, name) for name in same} | {
            "code": entry.subject.uscc or "",
            "name": entry.subject.name,
            "list": entry.kind,
            "removed_on": entry.removed_on,
        }


IMPORTERS = {
    "list-entries": Importer(
        columns=COLUMNS,
        required=REQUIRED,
        load=load,
        key=("code", "list", "ground"),
        prepare=prepare,
        dump=dump,
    )
}
