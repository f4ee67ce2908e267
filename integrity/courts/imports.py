"""Court cases from and to tables: each row is a push, under the same key and the same rules."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.audit import service as audit
from integrity.courts import service
from integrity.courts.models import CourtCase, CreditorKind
from integrity.db import db
from integrity.imports import BadValue, Importer, Loaded, Row
from integrity.subjects import service as subjects
from integrity.subjects.models import Subject

SOURCE = "file"
REQUIRED = (
    "external_id", "case_no", "court", "body", "cause", "creditor_kind", "owed", "received_on",
)  # fmt: skip
COLUMNS = (*REQUIRED, "performed", "note", "version", "source")


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The courts and bodies of a batch, and what is known of its cases."""
    keys = {row["external_id"] for row in rows}
    known = db.session.execute(
        sa.select(CourtCase.source, CourtCase.external_id, CourtCase.digest).where(
            CourtCase.external_id.in_(keys)
        )
    )
    return {
        "subjects": subjects.by_words(row[name] for row in rows for name in ("court", "body")),
        "digests": {(source, number): digest for source, number, digest in known},
    }


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Take one row as a push; raises BadValue, Conflict, WrongCase."""
    received_on, owed = row.day("received_on"), row.amount("owed")
    assert received_on is not None  # required
    assert owed is not None
    data = service.CaseData(
        case_no=row["case_no"],
        body=_subject(row, "body"),
        cause=row["cause"],
        owed=owed,
        performed=row.amount("performed") or Decimal(0),
        received_on=received_on,
        creditor_kind=row.choice("creditor_kind", CreditorKind),
        note=row["note"],
    )
    source = row["source"] or SOURCE
    case = service.receive(
        _subject(row, "court"),
        data,
        source=source,
        external_id=row["external_id"],
        version=row.number("version") or 1,
        by=by,
        at=at,
    )
    before = row.known["digests"].get((source, row["external_id"]))
    row.known["digests"][source, row["external_id"]] = case.digest
    if before is None:
        return Loaded.ADDED
    return Loaded.UNCHANGED if before == case.digest else Loaded.UPDATED


def dump() -> Iterator[Mapping[str, Any]]:
    """Every case, with the columns in which it can be imported again."""
    wanted = sa.select(CourtCase).options(
        joinedload(CourtCase.subject), joinedload(CourtCase.court)
    )
    wanted = wanted.order_by(CourtCase.id).execution_options(yield_per=1000)
    for case in db.session.scalars(wanted):
        row = {name: getattr(case, name, "") for name in COLUMNS}
        yield row | {
            "court": case.court.uscc or case.court.name,
            "body": case.subject.uscc or case.subject.name,
        }


def _subject(row: Row, column: str) -> Subject:
    found: Subject | None = row.known["subjects"].get(row[column])
    if found is None:
        raise BadValue(column, _("没有这个单位，或者有多个单位同名；请填写统一社会信用代码。"))
    return found


IMPORTERS = {
    "court-cases": Importer(
        columns=COLUMNS,
        required=REQUIRED,
        load=load,
        key=("source", "external_id"),
        prepare=prepare,
        dump=dump,
    )
}
