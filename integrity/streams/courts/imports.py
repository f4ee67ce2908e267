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
from integrity.files.columns import heads
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.files.rows import may
from integrity.people.subjects import cells
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject
from integrity.streams.courts import service
from integrity.streams.courts.models import (
    CREDITOR_NAMES,
    OUTCOME_NAMES,
    CaseOutcome,
    CourtCase,
    CreditorKind,
)
from integrity.streams.courts.permissions import CourtsPermission

SOURCE = "file"
REQUIRED = (
    "external_id", "case_no", "court", "body", "cause", "creditor_kind", "owed", "received_on",
)  # fmt: skip
COLUMNS = (*REQUIRED, "performed", "note", "version", "source", "performed_on", "outcome")
CONFIRMED_AS = {o: OUTCOME_NAMES[o] for o in (CaseOutcome.PERFORMED, CaseOutcome.SETTLED)}
HELP: dict[str, Any] = {
    "external_id": _l("本院系统中的编号，同一来源内不重复；再次导入时据此识别。"),
    "case_no": _l("案号。例如：（2026）鲁01执123号。"),
    "court": _l("本院的统一社会信用代码，或者登记的名称。"),
    "body": _l("被执行单位的统一社会信用代码，或者登记的名称。"),
    "cause": _l("案由。"),
    "creditor_kind": CREDITOR_NAMES,
    "owed": _l("应履行金额，元。例如：1234.56 或者 12.35万。"),
    "received_on": _l("立案日期。例如：2026-03-01。"),
    "performed": _l("已履行金额，元。"),
    "note": _l("备注；不得填写自然人的姓名和身份信息。"),
    "version": _l("内容更新时提高的版本号，整数；不填为 1。"),
    "source": _l("来源系统的名称；不填为 file。"),
    "performed_on": _l("法院确认履行完毕或者和解的日期；尚未履行完毕的不填。例如：2026-05-01。"),
    "outcome": CONFIRMED_AS,
}


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
        absent = {n: getattr(known, n) for n in ("performed", "note") if n not in row}
        data = replace(data, **absent)
        row.differences(_said(known.court, known), _said(court, data))
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
    received_on, owed = row.day("received_on"), row.amount("owed")
    assert received_on is not None  # required
    assert owed is not None
    return service.CaseData(
        case_no=row["case_no"],
        body=cells.named(row, "body"),
        cause=row["cause"],
        owed=owed,
        performed=row.amount("performed") or Decimal(0),
        received_on=received_on,
        creditor_kind=row.choice("creditor_kind", CreditorKind, CREDITOR_NAMES),
        note=row["note"],
    )


def _said(court: Subject, case: Any) -> dict[str, Any]:
    """What a stored or a pushed case says, by columns of the file."""
    body = subjects.became(case.subject) if isinstance(case, CourtCase) else case.body
    same = ("case_no", "cause", "creditor_kind", "owed", "performed", "received_on", "note")
    return {name: getattr(case, name) for name in same} | {"court": court, "body": body}


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
    for case in db.session.scalars(wanted):
        row = {name: getattr(case, name, "") for name in COLUMNS}
        confirmed = case.outcome in CONFIRMED_AS
        yield row | {
            "performed_on": case.closed_on if confirmed else None,
            "outcome": case.outcome if confirmed else None,
            "court": case.court.uscc or case.court.name,
            "body": case.subject.uscc or case.subject.name,
        }


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
        heads=heads(COLUMNS, REQUIRED, HELP),
        load=load,
        key=("source", "external_id"),
        called=("case_no", "court", "body"),
        prepare=prepare,
        dump=dump,
        title=_l("涉政府机构未执行案件"),
        permission=CourtsPermission.PUSH,
        own=own,
    )
}
