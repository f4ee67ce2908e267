"""The files of a batch: what goes out, the receipts that come back, what a platform holds.

What goes out is read anew for each download: what may not be read any more is in no file.
"""

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from tempfile import TemporaryFile
from typing import IO, Any, TextIO
from zipfile import ZIP_DEFLATED, ZipFile

import orjson
import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.doors.exchange import outgoing
from integrity.doors.exchange.connectors import Receipt
from integrity.doors.exchange.models import ExchangeBatch, ExchangedRow, Platform
from integrity.doors.exchange.models import RowState as S
from integrity.files import imports
from integrity.files.columns import Head
from integrity.files.exports import as_file, write_csv
from integrity.files.imports import BadValue, Importer, Loaded, Report, Row
from integrity.files.tabular import Sheet

READ = 1000
"""Rows whose contents are read together."""
ITEM, KEY, VERSION = "item", "key", "version"
LABELS = {ITEM: _l("目录事项"), KEY: _l("信息"), VERSION: _l("版本")}
HEADS = {
    ITEM: Head(ITEM, LABELS[ITEM], _l("目录编号。"), "ML-ZW-01", True),
    KEY: Head(KEY, LABELS[KEY], _l("与批次文件中的一致。"), "/records/7", True),
    VERSION: Head(VERSION, LABELS[VERSION], _l("整数，与批次文件中的一致。"), "41", True),
}
RECEIPT = (
    HEADS[KEY],
    HEADS[VERSION],
    Head("accepted", _l("是否接收"), _l("请填写“是”或者“否”。"), "", True),
    Head("receipt", _l("回执编号"), _l("平台的编号。")),
    Head("reason", _l("退回理由"), _l("不接收的，写明理由。")),
)


def packed(batch: ExchangeBatch) -> IO[bytes]:
    """A ZIP with a table for each item, the form of the receipts and the digests of all."""
    whole, sums = TemporaryFile(), []  # noqa: SIM115  whoever reads it closes it
    with ZipFile(whole, "w", ZIP_DEFLATED) as package:
        for name, file in _parts(batch):
            with file, package.open(name, "w") as into:
                digest = hashlib.sha256()
                while some := file.read(1 << 20):
                    digest.update(some)
                    into.write(some)
                sums.append(f"{digest.hexdigest()}  {name}\n")
        package.writestr("SHA256SUMS", "".join(sums))
    whole.seek(0)
    return whole


def _parts(batch: ExchangeBatch) -> Iterator[tuple[str, IO[bytes]]]:
    mine = (ExchangedRow.batch_id == batch.id, ExchangedRow.standing != S.OVERTAKEN)
    items = sa.select(ExchangedRow.item).where(*mine).distinct().order_by(ExchangedRow.item)
    for code in db.session.scalars(items).all():
        yield f"{code}.csv", _table(sa.select(ExchangedRow).where(*mine, ExchangedRow.item == code))
    known = sa.select(ExchangedRow.key, ExchangedRow.version).where(*mine).order_by(ExchangedRow.id)
    empty = ([*row, "", "", ""] for row in db.session.execute(known))
    yield "receipt.csv", as_file(write_csv, [head.name for head in RECEIPT], empty)


def _table(wanted: sa.Select[Any]) -> IO[bytes]:
    """The rows of an item, a column for each thing that is said of one of them."""
    columns: dict[str, None] = {}
    with TemporaryFile() as lines:
        for row, content in _rows(wanted):
            said = {} if row.removal else dict(_flat("", content))
            columns |= dict.fromkeys(said)
            kind = _("撤下") if row.removal else _("新增或者变更")
            lines.write(orjson.dumps([[row.key, row.version, kind], said]) + b"\n")
        lines.seek(0)
        read = (orjson.loads(line) for line in lines)
        rows = ([*first, *(said.get(name, "") for name in columns)] for first, said in read)
        header = [str(LABELS[KEY]), str(LABELS[VERSION]), _("内容"), *columns]
        return as_file(write_csv, header, rows)


def _rows(wanted: sa.Select[Any]) -> Iterator[tuple[ExchangedRow, Any]]:
    """Each row with what is said of it; what may not be read any more is left out."""
    last = 0
    while rows := db.session.scalars(
        wanted.where(ExchangedRow.id > last).order_by(ExchangedRow.id).limit(READ)
    ).all():
        said = outgoing.contents(rows)
        for row in rows:
            content = said.get((row.key, row.version))
            if row.removal or content is not None:
                yield row, content
        last = rows[-1].id
        db.session.expire_all()


def _flat(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """What is said, each word under the names that lead to it."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _flat(f"{name}.{key}" if name else str(key), one)
    elif isinstance(value, list):
        plain = all(isinstance(one, str | int | float) for one in value)
        yield name, "；".join(map(str, value)) if plain else orjson.dumps(value).decode()
    else:
        yield name, value


def enter_receipts(batch: ExchangeBatch, sheet: Sheet, *, by: audit.Actor, at: datetime) -> Report:
    """What the platform said of the rows of a batch. Raises WrongFile, UnfitHeader."""
    importer = Importer(RECEIPT, _enter, key=(KEY, VERSION), prepare=partial(_known, batch))
    return imports.run(importer, sheet, by=by, at=at)


def _known(batch: ExchangeBatch, rows: Sequence[Row]) -> dict[tuple[str, str], ExchangedRow]:
    mine = (ExchangedRow.batch_id == batch.id, ExchangedRow.key.in_({row[KEY] for row in rows}))
    found = db.session.scalars(sa.select(ExchangedRow).where(*mine))
    return {(row.key, str(row.version)): row for row in found}


def _enter(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    found = row.known.get((row[KEY], str(row.number(VERSION))))
    if found is None:
        raise BadValue(KEY, _("本批次没有这条信息。"))
    accepted, reason = row.flag("accepted"), row.text("reason", 500)
    if not accepted and not reason:
        raise BadValue("reason", _("不接收的，请填写退回理由。"))
    if found.standing is not S.WAITING:
        return Loaded.UNCHANGED
    receipt = row.text("receipt", 200)
    outgoing.note(found, Receipt(found.key, found.version, accepted, receipt, reason), at=at)
    return Loaded.UPDATED


@contextmanager
def held(
    platform: Platform, sheet: Sheet, *, by: audit.Actor, at: datetime
) -> Iterator[tuple[Report, Mapping[str, TextIO]]]:
    """What a platform says it holds of each agreed item: keys and versions, a file for each.

    Raises WrongFile, UnfitHeader; a row of another item is refused by itself (BadValue).
    """
    with ExitStack() as files:
        lists = {
            code: files.enter_context(TemporaryFile("w+", encoding="utf-8", newline=""))
            for code in platform.items
        }

        def keep(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
            if row[ITEM] not in lists:
                raise BadValue(ITEM, _("该事项不在与本平台约定的范围内。"))
            version = row.number(VERSION)
            csv.writer(lists[row[ITEM]]).writerow([row[KEY], version])
            return Loaded.UNCHANGED

        importer = Importer(tuple(HEADS.values()), keep, key=(KEY, VERSION))
        report = imports.run(importer, sheet, by=by, at=at)
        for file in lists.values():
            file.seek(0)
        yield report, lists
