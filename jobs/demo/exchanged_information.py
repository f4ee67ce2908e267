"""Three platforms: a city's that takes files (one batch answered, one handed over), a district's
that gives them (a row was refused), and a province's that is paused until it has been joined up."""

from datetime import date, timedelta

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.credit.gatherings.imports import SOURCE, SUBJECT
from integrity.doors.exchange import batches, incoming_files, outgoing, service
from integrity.doors.exchange.batch_files import KEY, RECEIPT, VERSION
from integrity.doors.exchange.models import ExchangeBatch, ExchangedRow
from integrity.files.tabular import Sheet
from jobs.demo.decisions import EXAMPLE
from jobs.demo.information_sent_in import OWED
from jobs.demo.participants import Participants

ITEMS = "ML-ZW-01 ML-ZW-02 ML-GS-01 ML-GS-02"
FARMS = "ML-SJ-04"
FEW = 5
"""Rows of the answered batch."""


def leave_open(players: Participants, today: date) -> None:
    """Of five rows one is refused; the rest of what is public was handed over and waits."""
    by, at = players.people["office1"], clock.at(today, 9)
    city, _none = service.add("hand_over_files", "示例市信用平台", "", ITEMS, by=by, at=at)
    while outgoing.queue(city, at=at):
        pass
    first = batches.make(city, FEW, by=by, at=at - timedelta(hours=1))
    batches.hand_over(first, "示例市平台 示例人", today, by=by, at=at)
    batches.answer(first, _receipts(first), by=by, at=at)
    second = batches.make(city, by=by, at=at)
    batches.hand_over(second, "示例市平台 示例人", today, by=by, at=at)
    said = ("push_batches", "示例省信用平台", "https://platform.example/api", "ML-GS-01 ML-GS-02")
    province, _secret = service.add(*said, by=by, at=at)
    service.pause(province, EXAMPLE, by=by, at=at)
    district, _none = service.add("take_files", "示例区信用平台", "", FARMS, by=by, at=at)
    incoming_files.take(district, FARMS, _changes(players), by=by, at=at)


def _changes(players: Participants) -> Sheet:
    """Two farms that were recognised; the day of one cannot be read."""
    head = [KEY, VERSION, SUBJECT, SOURCE, "主体类型", "认定日期"]
    source, (one, two) = players.subjects[OWED[FARMS]], players.suppliers[:2]
    kind = "示例农业龙头企业"
    lines = [
        ["示例-1", "1", one.uscc or "", source.name, kind, "2026-03-01"],
        ["示例-2", "1", two.uscc or "", source.name, kind, "示例：未填"],
    ]
    return Sheet(3, iter(enumerate([head, *lines], 1)))


def _receipts(batch: ExchangeBatch) -> Sheet:
    """The platform takes all rows but the last."""
    mine = sa.select(ExchangedRow).where(ExchangedRow.batch_id == batch.id)
    rows = db.session.scalars(mine.order_by(ExchangedRow.id))
    lines = [[row.key, str(row.version), "是", f"示例-{row.id}", ""] for row in rows]
    lines[-1][2:] = ["否", "", "示例：统一社会信用代码不一致"]
    head = [head.key for head in RECEIPT]
    return Sheet(len(lines) + 1, iter(enumerate([head, *lines], 1)))
