"""Court cases from and to tables: each row is a push, under the same key and the same rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.files.rows import may
from integrity.pages.fields import FORM, at, differences, heads, read, written
from integrity.people.subjects import cells
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject
from integrity.streams.courts import handed_down, service
from integrity.streams.courts.fields import CONFIRMED_AS, COURT, FIELDS
from integrity.streams.courts.models import CaseOutcome, CourtCase
from integrity.streams.courts.permissions import CourtsPermission

SOURCE = "file"
CONTENT = at(FIELDS, FORM)
"""What a court says of a case, by hand or in a file."""
OPTIONAL = ("performed", "note", "duty", "conduct")
"""Of these a file that has no such column says nothing."""


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The courts and bodies of a batch, and what is known of its cases."""
    keys = {row["external_id"] for row in rows}
    known = db.session.scalars(
        sa.select(CourtCase)
        .where(CourtCase.external_id.in_(keys))
        .options(joinedload(CourtCase.subject), joinedload(CourtCase.court))
    )
    return {
        "subjects": subjects.by_words(row[name] for row in rows for name in ("court", "body")),
        "cases": {(case.source, case.external_id): case for case in known},
    }


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Take one row as a push; raises BadValue, Conflict, WrongCase."""
    key = (row["source"] or SOURCE, row["external_id"])
    court, known = _court(row, by), row.known["cases"].get(key)
    data, before = _data(row), known and known.digest
    if known and before != data.digest():
        absent = {n: getattr(known, n) for n in OPTIONAL if n not in row}
        data = replace(data, **absent)
        said = {field.name: getattr(data, field.name) for field in CONTENT}
        differences((*CONTENT, COURT), known, said | {"court": court}, row)
    case = service.receive(
        court,
        data,
        source=key[0],
        external_id=key[1],
        version=row.number("version") or 1,
        by=by,
        at=at,
    )
    row.known["cases"][key] = case
    confirmed = _confirm(row, case, by, at)
    if before is None:
        return Loaded.ADDED
    same = before == case.digest and not confirmed
    return Loaded.UNCHANGED if same else Loaded.UPDATED


def _data(row: Row) -> service.CaseData:
    said = read(CONTENT, row)
    return service.CaseData(**said | {"performed": said["performed"] or Decimal(0)})


def dump() -> Iterator[Mapping[str, Any]]:
    """Every case, with the columns in which it can be imported again."""
    return _written(sa.true())


def own(user: Any) -> Iterator[Mapping[str, Any]]:
    """The same of one person's court."""
    return _written(CourtCase.court_id == (user.body_id or 0))


def _written(condition: sa.ColumnElement[bool]) -> Iterator[Mapping[str, Any]]:
    wanted = sa.select(CourtCase).options(
        joinedload(CourtCase.subject), joinedload(CourtCase.court)
    )
    wanted = wanted.where(condition).order_by(CourtCase.id).execution_options(yield_per=1000)
    return (written(FIELDS, case) for case in db.session.scalars(wanted))


def _confirm(row: Row, case: CourtCase, by: audit.Actor, at: datetime) -> bool:
    """Confirm what the court says was performed; whether that is new. Raises BadValue."""
    day = row.day("performed_on")
    if day is None or case.closed_on == day:
        return False
    if case.closed_on:
        raise BadValue("performed_on", _("本案已经办结，日期是 %(day)s。", day=case.closed_on))
    outcome = row.choice("outcome", CaseOutcome, CONFIRMED_AS) if row["outcome"] else None
    service.confirm(case, day, outcome=outcome, by=by, at=at)
    return True


def _court(row: Row, by: audit.Actor) -> Subject:
    """The court that a row names; a court pushes its own cases and nobody else's."""
    found = cells.named(row, "court")
    if not found.court:
        raise BadValue("court", _("这个单位没有登记为法院。"))
    if not may(by, CourtsPermission.PUSH, found):
        raise BadValue("court", _("只能导入本院的案件。"))
    return found


IMPORTERS = {
    "court-cases": Importer(
        heads=heads(FIELDS),
        load=load,
        key=("source", "external_id"),
        called=("case_no", "court", "body"),
        prepare=prepare,
        dump=dump,
        title=_l("涉政府机构未执行案件"),
        permission=CourtsPermission.PUSH,
        own=own,
    ),
    "court-handed-down": handed_down.IMPORTER,
}
