"""Court cases from and to tables: each row is a push, under the same key and the same rules."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.audit import service as audit
from integrity.courts import service
from integrity.courts.models import CREDITOR_NAMES, CourtCase, CreditorKind
from integrity.db import db
from integrity.imports import BadValue, Importer, Loaded, Row
from integrity.permissions import Permission
from integrity.rows import may
from integrity.subjects import service as subjects
from integrity.subjects.models import Subject

SOURCE = "file"
REQUIRED = (
    "external_id", "case_no", "court", "body", "cause", "creditor_kind", "owed", "received_on",
)  # fmt: skip
COLUMNS = (*REQUIRED, "performed", "note", "version", "source")
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
}


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
        creditor_kind=row.choice("creditor_kind", CreditorKind, CREDITOR_NAMES),
        note=row["note"],
    )
    source = row["source"] or SOURCE
    case = service.receive(
        _court(row, by),
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
        yield row | {
            "court": case.court.uscc or case.court.name,
            "body": case.subject.uscc or case.subject.name,
        }


def _court(row: Row, by: audit.Actor) -> Subject:
    """The court that a row names; a court pushes its own cases and nobody else's."""
    found = _subject(row, "court")
    if not may(by, Permission.COURTS_PUSH, found):
        raise BadValue("court", _("只能导入本院的案件。"))
    return found


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
        title=_l("涉政府机构未执行案件"),
        permission=Permission.COURTS_PUSH,
        help=HELP,
        own=own,
    )
}
