"""List entries from and to tables. A row nominates and never lists: two people decide that."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.offences.models import Codes, Offence
from integrity.credit.sanctions import nominations, service
from integrity.credit.sanctions.bases import ListingBasis
from integrity.credit.sanctions.documents import DOCUMENT_NAMES, Document, DocumentKind
from integrity.credit.sanctions.models import ListEntry
from integrity.files.columns import heads
from integrity.files.imports import Importer, Loaded, Row
from integrity.files.rows import BadValue
from integrity.people.subjects import cells
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject, SubjectKind

REQUIRED = ("code", "list", "ground", "reasons", "basis")
PAPER = ("document_kind", "document", "document_on")
FACTS = ("legal_basis", "name", "state", "outcome", "listed_on", "until", "removed_on")
CODES = ("offence", "scenario")
COLUMNS = (*REQUIRED, *CODES, *PAPER, *FACTS)
"""The facts are for readers; an import passes them over."""


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
    codes = [row["basis"] for row in rows]
    named = sa.select(ListingBasis).where(ListingBasis.code.in_(codes))
    bases = {basis.code: basis for basis in db.session.scalars(named)}
    wanted = [row[name] for row in rows for name in CODES]
    acts = sa.select(Offence).where(Offence.code.in_(wanted))
    offences = {code.code: code for code in db.session.scalars(acts)}
    return {"subjects": found, "entries": entries, "bases": bases, "codes": offences}


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
        basis=_basis(row),
        document=_document(row),
        codes=Codes(*(_code(row, name) for name in CODES)),
        by=by,
        at=at,
    )
    row.known["entries"].add(key)
    return Loaded.ADDED


def _basis(row: Row) -> ListingBasis:
    """The basis in the table of bases that the row names by its code."""
    found = row.known["bases"].get(row["basis"])
    if found is None:
        raise BadValue("basis", _("没有登记这项列入依据，请填写依据的编号。"))
    return found


def _code(row: Row, column: str) -> Offence | None:
    """The act or the work that the row names by its code."""
    if row[column] and row[column] not in row.known["codes"]:
        raise BadValue(column, _("没有登记这个失信行为代码。"))
    found: Offence | None = row.known["codes"].get(row[column])
    return found


def _document(row: Row) -> Document | None:
    """The paper on which the listing stands; whole or not at all."""
    if not any(row[column] for column in PAPER):
        return None
    day = row.day("document_on")
    if day is None or not row["document"]:
        raise BadValue("document", _("请完整填写文书的种类、名称和文号、日期。"))
    kind = row.choice("document_kind", DocumentKind, DOCUMENT_NAMES)
    return Document(kind, row.text("document", 400), day)


def dump() -> Iterator[Mapping[str, Any]]:
    """Every entry of a public subject, in any state; natural persons are never exported."""
    E = ListEntry  # noqa: N806  four of its relations
    wanted = (
        sa.select(ListEntry)
        .join(Subject, Subject.id == ListEntry.subject_id)
        .where(Subject.kind != SubjectKind.PERSON)
        .order_by(ListEntry.id)
        .options(*map(joinedload, (E.subject, E.basis, E.offence, E.scenario)))
    )
    same = ("ground", "reasons", "legal_basis", "state", "outcome", "listed_on", "until")
    for entry in db.session.scalars(wanted):
        yield {name: getattr(entry, name) for name in same} | {
            "code": entry.subject.uscc or "",
            "name": entry.subject.name,
            "list": entry.kind,
            "basis": entry.basis.code if entry.basis else "",
            "offence": entry.offence.code if entry.offence else "",
            "scenario": entry.scenario.code if entry.scenario else "",
            "document_kind": entry.document_kind,
            "document": entry.document,
            "document_on": entry.document_on,
            "removed_on": entry.removed_on,
        }


IMPORTERS = {
    "list-entries": Importer(
        heads=heads(COLUMNS, REQUIRED),
        load=load,
        key=("code", "list", "ground"),
        prepare=prepare,
        dump=dump,
    )
}
