"""Changes of a platform without an interface: its file is entered row by row, as what is fetched,
and what became of each row is told it in a file.

A file that was entered is a batch. Its receipts are owed from the day on which it came.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db
from integrity.casework.rules import service as rules
from integrity.credit.gatherings.imports import data_set
from integrity.doors.exchange import incoming
from integrity.doors.exchange.batch_files import HEADS, KEY, RECEIPT, VERSION
from integrity.doors.exchange.batches import WrongBatch, comes_in
from integrity.doors.exchange.connectors import Incoming
from integrity.doors.exchange.models import ExchangeBatch, ExchangedRow, Platform
from integrity.doors.exchange.models import RowState as S
from integrity.files import headers
from integrity.files.columns import Head
from integrity.files.exports import as_file, write_csv
from integrity.files.headings import Column
from integrity.files.spellings import has_identity_number
from integrity.files.tabular import Sheet

MOST = 1000
"""Rows of one file: they are entered while somebody waits."""
HIGHEST = 2**63
KIND = Head("kind", _l("内容"), _l("撤下的填写“撤下”，其他的不填。"))
FRESH, REMOVAL = Head("change", _l("新增或者变更")), Head("removal", _l("撤下"))


@dataclass
class Taken:
    """The batch that a file became, and the lines that could not be read or were known already."""

    batch: ExchangeBatch
    unread: list[int] = field(default_factory=list)
    known: int = 0


def take(platform: Platform, item: str, sheet: Sheet, *, by: audit.Actor, at: datetime) -> Taken:
    """Enter the changes of an item from a platform's file, each row by itself.

    Raises WrongBatch where it has no row that is new, WrongFile, UnfitHeader.
    """
    importer = data_set(f"data-{item}")
    if importer is None or item not in platform.items:
        raise WrongBatch(_("事项 %(code)s 没有与本平台约定，或者没有声明数据项。", code=item))
    own = [head._replace(required=False) for head in importer.heads]  # a removal has none
    header, lines = headers.find((HEADS[KEY], HEADS[VERSION], KIND, *own), sheet.lines)
    made = Taken(_batch(platform, by, at))
    for count, (line, cells) in enumerate(lines, 1):
        if count > MOST:
            raise WrongBatch(_("一个文件最多 %(most)d 行，请拆分。", most=MOST))
        if any(cells):
            _take(platform, _read(item, header.columns, cells), line, made, at)
    if not made.batch.rows:
        raise WrongBatch(_unfit(made))
    made.batch.answer_by = rules.due("LOCAL-PLATFORM-TELL", local_day(at)).due_on
    audit.write(made.batch, "take_file", by=by, at=at, item=item, rows=made.batch.rows)
    return made


def receipts(batch: ExchangeBatch) -> IO[bytes]:
    """What became of each row of a file, for its platform."""
    mine = sa.select(ExchangedRow).where(ExchangedRow.batch_id == batch.id)
    rows = db.session.scalars(mine.order_by(ExchangedRow.id))
    return as_file(write_csv, [head.name for head in RECEIPT], map(_receipt, rows))


def tell(
    batch: ExchangeBatch, handed_to: str, handed_on: date, *, by: audit.Actor, at: datetime
) -> None:
    """The receipts were handed over to somebody of the platform. Raises WrongBatch."""
    if not comes_in(batch):
        raise WrongBatch(_("本批次不是平台送来的文件。"))
    if batch.handed_on is not None:
        raise WrongBatch(_("本批次的回执已经登记交付。"))
    if not local_day(batch.made_at) <= handed_on <= local_day(at):
        raise WrongBatch(_("交付日期应当在接收文件之日至今天之间。"))
    batch.handed_on, batch.handed_to, batch.answered_at = handed_on, handed_to.strip(), at
    changed(sa.update(ExchangedRow).where(ExchangedRow.batch_id == batch.id).values(told=True))
    audit.write(batch, "hand_over_receipts", by=by, at=at)


def counts(batch: ExchangeBatch) -> dict[S, int]:
    """How many of its rows were taken, and how many refused."""
    wanted = sa.select(ExchangedRow.standing, sa.func.count()).group_by(ExchangedRow.standing)
    found = wanted.where(ExchangedRow.batch_id == batch.id).order_by(ExchangedRow.standing)
    return {row[0]: row[1] for row in db.session.execute(found)}


def _batch(platform: Platform, by: audit.Actor, at: datetime) -> ExchangeBatch:
    made = ExchangeBatch(platform_id=platform.id, rows=0, made_at=at, made_by_name=by.name)
    db.session.add(made)
    db.session.flush()
    return made


def _take(platform: Platform, row: Incoming | None, line: int, made: Taken, at: datetime) -> None:
    if row is None:
        made.unread.append(line)
    elif incoming.enter(platform, row, at=at, batch_id=made.batch.id):
        made.batch.rows += 1
    else:
        made.known += 1


def _read(item: str, columns: Sequence[Column], cells: Sequence[str]) -> Incoming | None:
    """One row, None where nobody can tell which thing it is, in which version."""
    said = {column.key: cell for column, cell in zip(columns, cells, strict=False) if column.key}
    key, version, kind = (said.pop(name, "").strip() for name in (KEY, VERSION, KIND.key))
    removal = kind in REMOVAL.words()
    if not key or has_identity_number(key) or not (removal or kind in ("", *FRESH.words())):
        return None
    if not version.isdecimal() or not 0 < int(version) < HIGHEST:
        return None
    return Incoming(key, item, int(version), removal, dict(_named(columns, said)))


def _named(columns: Sequence[Column], said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The cells under their columns, each with the unit in which its header counts."""
    for column in columns:
        if column.key in said:
            name = f"{column.key}（{column.unit}）" if column.unit else column.key
            yield name, said[column.key]


def _receipt(row: ExchangedRow) -> list[Any]:
    accepted = row.standing is not S.REFUSED
    return [row.key, row.version, _("是") if accepted else _("否"), row.receipt, row.reason]


def _unfit(made: Taken) -> str:
    if made.unread:
        lines = _("、").join(map(str, made.unread[:20]))
        return _("没有新的信息；第 %(lines)s 行没有写明信息和版本，或者内容有误。", lines=lines)
    return _("没有新的信息：%(count)d 条以前都已接收，回执在原批次。", count=made.known)
