"""Data sets by table: each item of the catalogue that declares columns is a kind of table.

A body delivers what it has to deliver, row by row; what says otherwise replaces what was there,
and is kept; personal data is sealed at once.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.permissions import REACH_ALL, Permission
from integrity.credit.catalogue.columns import ColumnKind, DataColumn, parsed
from integrity.credit.catalogue.models import CatalogueItem
from integrity.credit.catalogue.service import newest
from integrity.credit.gatherings import periods, service
from integrity.credit.gatherings.models import GatheredRow, Gathering, SourceDuty
from integrity.files.columns import Head, Measure
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.files.spellings import has_identity_number
from integrity.people.subjects import cells, identifiers
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject, SubjectKind

PREFIX = "data-"
SUBJECT, PERIOD, SOURCE = "subject_code", "period_day", "source_code"
"""Keys of the columns that every data set has; no declared column is called so."""
HELP = {
    ColumnKind.TEXT: _l("文字。"),
    ColumnKind.NUMBER: _l("整数。"),
    ColumnKind.AMOUNT: _l("金额，例如 1234.56 或 12.35 万元。"),
    ColumnKind.DAY: _l("日期，例如 2026-11-21。"),
    ColumnKind.FLAG: _l("请填写“是”或者“否”。"),
}
KEPT = "kept"
"""Under which the row that was loaded last is known."""
MEASURES = {ColumnKind.AMOUNT: Measure.MONEY}
READ: dict[ColumnKind, Callable[[Row, str], Any]] = {
    ColumnKind.TEXT: lambda row, name: row.text(name, 400),
    ColumnKind.NUMBER: lambda row, name: row.number(name),
    ColumnKind.AMOUNT: lambda row, name: row.amount(name),
    ColumnKind.DAY: lambda row, name: row.day(name),
    ColumnKind.FLAG: lambda row, name: row.flag(name) if row[name] else None,
}


def data_set(kind: str) -> Importer | None:
    """The kind of table by which an item is delivered; None where none is."""
    item = newest(kind.removeprefix(PREFIX)) if kind.startswith(PREFIX) else None
    return _importer(item) if item and item.columns else None


def data_sets() -> dict[str, Importer]:
    """A kind of table for each item that is delivered so, by the newest version of the item."""
    wanted = sa.select(CatalogueItem).where(
        CatalogueItem.until.is_(None), CatalogueItem.columns != ""
    )
    found = db.session.scalars(wanted.order_by(CatalogueItem.code))
    return {f"{PREFIX}{item.code}": _importer(item) for item in found}


def _importer(item: CatalogueItem) -> Importer:
    columns = parsed(item.columns)
    return Importer(
        title=item.name,
        heads=heads(columns),
        load=partial(load, item, columns),
        key=(SUBJECT, *(column.name for column in columns if column.key)),
        prepare=partial(prepare, item),
        dump=partial(dump, item),
        own=partial(own, item),
        identifies=(SUBJECT, *(column.name for column in columns if column.sealed)),
        permission=Permission.CATALOGUE_DELIVER,
    )


def heads(columns: Sequence[DataColumn]) -> list[Head]:
    """The declared columns between whom a row is about, and of which period and whose it is."""
    declared = [
        Head(c.name, c.name, HELP[c.kind], "", c.required, measure=MEASURES.get(c.kind))
        for c in columns
    ]
    return [
        Head(SUBJECT, _l("信用主体的统一社会信用代码"), _l("须已登记。"), "", True),
        *declared,
        Head(PERIOD, _l("报送期"), _l("该期中的任何一日；不填的，是最近结束的一期。")),
        Head(SOURCE, _l("报送单位"), _l("名称或者代码；由本单位报送的不填。")),
    ]


def prepare(item: CatalogueItem, rows: Sequence[Row]) -> dict[str, Any]:
    """The subjects of a batch, who owes the item, and the rows that are there already."""
    found = subjects.by_words([row[name] for row in rows for name in (SUBJECT, SOURCE)])
    ids = {subject.id for subject in found.values()}
    kept = sa.select(GatheredRow).where(
        GatheredRow.code == item.code,
        GatheredRow.subject_id.in_(ids),
        GatheredRow.replaced_at.is_(None),
    )
    return {
        "subjects": found,
        "duties": service.duties_of(item.code),
        "gatherings": {},
        "rows": {(r.body_id, r.subject_id, r.key): r for r in db.session.scalars(kept)},
    }


def load(
    item: CatalogueItem, columns: Sequence[DataColumn], row: Row, *, by: audit.Actor, at: datetime
) -> Loaded:
    """Keep one row about a subject, for a period that its body owes; raises BadValue."""
    subject = cells.named(row, SUBJECT, _("没有登记该代码的主体，请核对。"))
    if subject.kind is SubjectKind.PERSON or subject.kind not in item.subject_kinds:
        raise BadValue(SUBJECT, _("目录规定该事项不适用于这类主体。"))
    duty = _duty(row, by)
    values = {column: READ[column.kind](row, column.name) for column in columns}
    _demand_no_person(values)
    owed = _gathering(row, duty, item, by=by, at=at)
    plain = {c.name: _plain(v) for c, v in values.items() if not c.sealed and v is not None}
    hidden = {c.name: _plain(v) for c, v in values.items() if c.sealed and v not in (None, "")}
    key = json.dumps([_plain(v) for c, v in values.items() if c.key], ensure_ascii=False)
    place = (duty.body_id, subject.id, key)
    old = row.known["rows"].get(place)
    row.known[KEPT] = old
    if old is not None and not _differs(row, old, plain, hidden):
        return Loaded.UNCHANGED
    if old is not None:
        old.replaced_at = at
        db.session.flush()
    made = GatheredRow(
        item=item,
        code=item.code,
        body_id=duty.body_id,
        subject=subject,
        gathering_id=owed.id,
        key=key,
        content=plain,
        sealed=identifiers.seal(json.dumps(hidden, ensure_ascii=False)) if hidden else "",
        entered_at=at,
    )
    db.session.add(made)
    owed.rows += 1
    row.known["rows"][place] = row.known[KEPT] = made
    return Loaded.UPDATED if old else Loaded.ADDED


def dump(item: CatalogueItem, *which: sa.ColumnElement[bool]) -> Iterator[Mapping[str, Any]]:
    """What is kept of an item now, without what is sealed."""
    wanted = sa.select(GatheredRow, Gathering.first).join(
        Gathering, Gathering.id == GatheredRow.gathering_id
    )
    now = (GatheredRow.code == item.code, GatheredRow.replaced_at.is_(None), *which)
    eager = (joinedload(GatheredRow.subject), joinedload(GatheredRow.body))
    for found, first in db.session.execute(
        wanted.where(*now).options(*eager).order_by(GatheredRow.id)
    ):
        named = {SUBJECT: found.subject.uscc, SOURCE: found.body.uscc or found.body.name}
        yield found.content | named | {PERIOD: first}


def own(item: CatalogueItem, user: Any) -> Iterator[Mapping[str, Any]]:
    """What a person may take out of it: what their own body delivered; the office everything."""
    which = [] if user.role in REACH_ALL else [GatheredRow.body_id == (user.body_id or 0)]
    return dump(item, *which)


def _duty(row: Row, by: Any) -> SourceDuty:
    """The duty under which a row is delivered; raises BadValue where there is none."""
    body_id = getattr(by, "body_id", None)
    named: Subject | None = cells.named(row, SOURCE) if row[SOURCE] else None
    for_all = body_id is None or getattr(by, "role", None) in REACH_ALL
    if named is None and for_all:
        raise BadValue(SOURCE, _("请填写报送单位。"))
    if named is not None and not for_all and named.id != body_id:
        raise BadValue(SOURCE, _("只能报送本单位的信息。"))
    found: SourceDuty | None = row.known["duties"].get(named.id if named else body_id)
    if found is None:
        raise BadValue(SOURCE, _("该单位没有报送这一事项的职责，请由办公室先行登记。"))
    return found


def _gathering(
    row: Row, duty: SourceDuty, item: CatalogueItem, *, by: audit.Actor, at: datetime
) -> Gathering:
    """What the row is delivered for; it has arrived with the first row."""
    on = local_day(at)
    day = row.day(PERIOD) or periods.usual(item.cycle, on)
    if day > on:
        raise BadValue(PERIOD, _("报送期不能在今天以后。"))
    known = row.known["gatherings"]
    place = (duty.id, periods.around(item.cycle, day))
    if place not in known:
        known[place] = service.gathering(duty, item, day)
        service.arrive(known[place], by=by, at=at)
    found: Gathering = known[place]
    return found


def _demand_no_person(values: Mapping[DataColumn, Any]) -> None:
    for column, value in values.items():
        if not column.sealed and isinstance(value, str) and has_identity_number(value):
            raise BadValue(column.name, _("不要填写身份证号码，这里的文字不密封保存。"))


def _differs(row: Row, old: GatheredRow, plain: Any, hidden: Any) -> bool:
    """Whether a row says something else than what is kept; what is sealed is not told."""
    known = {name: old.content.get(name) for name in plain | old.content}
    said = {name: plain.get(name) for name in known}
    sealed = json.loads(identifiers.unseal(old.sealed)) if old.sealed else {}
    return bool(row.differences(known, said)) or sealed != hidden


def _plain(value: Any) -> Any:
    """As it is kept: days and amounts as words."""
    return value if isinstance(value, bool | int | str | None) else str(value)
