"""Batches that go from hand to hand: made of what waits, handed over, answered, or taken back.

Nobody says by hand that a row arrived: that stands in the platform's receipts, row by row.
"""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db
from integrity.base.errors import Refused
from integrity.casework.rules import service as rules
from integrity.doors.exchange import batch_files, comparing
from integrity.doors.exchange.connectors import connectors
from integrity.doors.exchange.models import Direction, ExchangeBatch, ExchangedRow, Platform
from integrity.doors.exchange.models import RowState as S
from integrity.files.imports import Report
from integrity.files.tabular import Sheet

MOST = 10_000
"""Rows of one file; what is left goes with the next."""


class WrongBatch(Refused):
    """Nothing waits, or the batch is not where it must be, or a file does not fit it."""

    title = _l("批次办理有误")
    correctable = True


def make(platform: Platform, most: int = MOST, *, by: audit.Actor, at: datetime) -> ExchangeBatch:
    """Put what waits into a batch; raises WrongBatch where nothing does."""
    made = ExchangeBatch(platform_id=platform.id, rows=0, made_at=at, made_by_name=by.name)
    db.session.add(made)
    db.session.flush()
    some = sa.select(ExchangedRow.id).where(*_loose(platform)).order_by(ExchangedRow.id).limit(most)
    taken = sa.update(ExchangedRow).where(ExchangedRow.id.in_(some), *_loose(platform))
    made.rows = changed(taken.values(batch_id=made.id))
    if not made.rows:
        raise WrongBatch(_("没有等待交付的信息。"))
    audit.write(made, "make_batch", by=by, at=at, rows=made.rows)
    return made


def hand_over(
    batch: ExchangeBatch, handed_to: str, handed_on: date, *, by: audit.Actor, at: datetime
) -> None:
    """It was handed over to somebody of the platform; its receipts are waited for from that day.

    Raises WrongBatch.
    """
    _demand_open(batch)
    if batch.handed_on is not None:
        raise WrongBatch(_("本批次已经登记交付。"))
    if not local_day(batch.made_at) <= handed_on <= local_day(at):
        raise WrongBatch(_("交付日期应当在生成批次之日至今天之间。"))
    batch.handed_on, batch.handed_to = handed_on, handed_to.strip()
    batch.answer_by = rules.due("LOCAL-PLATFORM-ANSWER", handed_on).due_on
    audit.write(batch, "hand_over_batch", by=by, at=at)


def answer(batch: ExchangeBatch, sheet: Sheet, *, by: audit.Actor, at: datetime) -> Report:
    """Enter the platform's receipts, row by row. Raises WrongBatch, WrongFile, UnfitHeader."""
    _demand_open(batch)
    if batch.handed_on is None:
        raise WrongBatch(_("请先登记交付。"))
    report = batch_files.enter_receipts(batch, sheet, by=by, at=at)
    db.session.flush()
    if not waiting(batch):
        batch.answered_at = at
    audit.write(batch, "answer_batch", by=by, at=at, counts=report.counts())
    return report


def take_back(batch: ExchangeBatch, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It was lost, or goes otherwise: what has no receipt goes with another. Raises WrongBatch."""
    _demand_open(batch)
    left = (ExchangedRow.batch_id == batch.id, ExchangedRow.standing == S.WAITING)
    changed(sa.update(ExchangedRow).where(*left).values(batch_id=None))
    batch.taken_back_at = at
    audit.write(batch, "take_back_batch", by=by, at=at, why=why)


def compare(platform: Platform, sheet: Sheet, *, by: audit.Actor, at: datetime) -> int:
    """Compare with what the platform says it holds; what differs goes again. Returns how many.

    Raises WrongBatch where a row of its list cannot be read, WrongFile, UnfitHeader.
    """
    with batch_files.held(platform, sheet, by=by, at=at) as (report, lists):
        if report.rejected:
            first = report.rejected[0]
            said = _("第 %(line)s 行 %(what)s", line=first.line, what=first.sentence)
            raise WrongBatch(said)
        found = {
            code: comparing.differences(platform.id, code, file, direction_of(platform))
            for code, file in lists.items()
        }
    platform.differences, platform.compared_at = found, at
    number = sum(one["all"] for one in found.values())
    audit.write(platform, "compare_platform", by=by, at=at, differences=number)
    return number


def waiting(batch: ExchangeBatch) -> int:
    """How many of its rows have no receipt."""
    mine = (ExchangedRow.batch_id == batch.id, ExchangedRow.standing == S.WAITING)
    return db.session.scalar(sa.select(sa.func.count()).where(*mine)) or 0


def loose(platform: Platform) -> int:
    """How many rows wait for a batch."""
    return db.session.scalar(sa.select(sa.func.count()).where(*_loose(platform))) or 0


def unanswered(on: date) -> Sequence[ExchangeBatch]:
    """Batches whose receipts should be here."""
    open_ = (ExchangeBatch.answered_at.is_(None), ExchangeBatch.taken_back_at.is_(None))
    wanted = sa.select(ExchangeBatch).where(*open_, ExchangeBatch.answer_by < on)
    return db.session.scalars(wanted.order_by(ExchangeBatch.id)).all()


def direction_of(platform: Platform) -> Direction:
    return connectors()[platform.connector].direction


def is_incoming(platform: Platform) -> bool:
    """Whether rows come from it."""
    return direction_of(platform) is Direction.IN


def comes_in(batch: ExchangeBatch) -> bool:
    """Whether it is a file that the platform gave."""
    return is_incoming(batch.platform)


def _loose(platform: Platform) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        ExchangedRow.platform_id == platform.id,
        ExchangedRow.standing == S.WAITING,
        ExchangedRow.batch_id.is_(None),
    )


def _demand_open(batch: ExchangeBatch) -> None:
    if comes_in(batch):
        raise WrongBatch(_("本批次是平台送来的文件。"))
    if batch.taken_back_at is not None:
        raise WrongBatch(_("本批次已经收回。"))
