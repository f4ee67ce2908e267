"""What comes in: changes of a platform, row by row through the importer of their catalogue item.

A row is entered, or refused with its reason, and the cursor moves in the same transaction; the
receipt follows it, and again until the platform has taken it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.db import db, release
from integrity.base.errors import Refused
from integrity.credit.gatherings.imports import KEPT, SOURCE, data_set
from integrity.credit.gatherings.models import GatheredRow
from integrity.doors.exchange.connectors import Incoming, Manifest, Receipt
from integrity.doors.exchange.lines import Line
from integrity.doors.exchange.models import ExchangedRow, Platform
from integrity.doors.exchange.models import RowState as S
from integrity.files import imports
from integrity.files.imports import Loaded, Row
from integrity.files.tabular import Sheet
from integrity.people.subjects import service as subjects

MOST = 500
"""Receipts of one call."""


def pull(platform: Platform, connector: Manifest, line: Line, now: Callable[[], datetime]) -> int:
    """Fetch and enter what changed; returns how many rows were new. Raises what a line does."""
    assert connector.pull is not None
    number, cursor, done, more = platform.id, platform.cursor, 0, True
    tell(number, connector, line)
    while more:
        release()
        changes = connector.pull(line, cursor)
        here = db.session.get_one(Platform, number)
        done += sum(enter(here, row, at=now()) for row in changes.rows)
        more = changes.more and changes.cursor != cursor
        here.cursor = cursor = changes.cursor
        release()
        tell(number, connector, line)
    return done


def tell(number: int, connector: Manifest, line: Line) -> None:
    """Send the receipts that the platform does not have."""
    assert connector.told is not None
    mine = (ExchangedRow.platform_id == number, ExchangedRow.told.is_(False))
    wanted = sa.select(ExchangedRow).where(*mine).order_by(ExchangedRow.id).limit(MOST)
    while rows := db.session.scalars(wanted).all():
        said = [
            Receipt(row.key, row.version, row.standing is S.ACCEPTED, row.receipt, row.reason)
            for row in rows
        ]
        ids = [row.id for row in rows]
        release()
        connector.told(line, said)
        update = sa.update(ExchangedRow).where(ExchangedRow.id.in_(ids)).values(told=True)
        db.session.execute(update, execution_options={"synchronize_session": False})
        release()


def enter(platform: Platform, row: Incoming, *, at: datetime, batch_id: int | None = None) -> int:
    """Enter one row once, whatever comes of it; how many are new. `batch_id`: its file."""
    same = (ExchangedRow.platform_id == platform.id, ExchangedRow.key == row.key)
    known = db.session.scalars(
        sa.select(ExchangedRow).where(*same).order_by(ExchangedRow.version.desc())
    ).all()
    if any(one.version == row.version for one in known):
        return 0
    made = ExchangedRow(
        platform_id=platform.id,
        item=row.item[:40],
        key=row.key,
        version=row.version,
        removal=row.removal,
        body_id=_owner(row, known),
        batch_id=batch_id,
        standing=S.ACCEPTED,
        made_at=at,
        ended_at=at,
    )
    db.session.add(made)
    db.session.flush()
    made.receipt = f"{platform.id}-{made.id}"
    if known and known[0].version > row.version:
        made.standing = S.OVERTAKEN
        return 1
    _decide(platform, row, made, known, at)
    return 1


def _decide(
    platform: Platform,
    row: Incoming,
    made: ExchangedRow,
    known: Sequence[ExchangedRow],
    at: datetime,
) -> None:
    if row.item not in platform.items:
        reason = _("该事项不在与本平台约定的范围内。")
    elif row.removal:
        reason = _remove(made, known, at)
    else:
        reason = _load(row, made, at)
    if reason:
        made.standing, made.reason = S.REFUSED, reason[:500]
        audit.write(made, "refuse_row", by=audit.SYSTEM, at=at, why=made.reason)


def _remove(made: ExchangedRow, known: Sequence[ExchangedRow], at: datetime) -> str:
    """Let what came before of the same thing count no more."""
    number = next((one.gathered_id for one in known if one.gathered_id), None)
    if number is None:
        return _("本系统没有收到过这条信息。")
    made.gathered_id = number
    found = db.session.get_one(GatheredRow, number)
    found.replaced_at = found.replaced_at or at
    return ""


def _load(row: Incoming, made: ExchangedRow, at: datetime) -> str:
    """Enter it as a file of one row; "" or why not."""
    importer = data_set(f"data-{row.item}")
    if importer is None or importer.load is None:
        return _("该事项没有声明数据项，不能接收。")
    found: list[GatheredRow] = []
    noting = replace(importer, load=partial(_noted, importer.load, found))
    lines = enumerate([list(row.row), list(row.row.values())], 1)
    try:
        report = imports.run(noting, Sheet(1, lines), by=audit.SYSTEM, at=at)
    except Refused as refused:
        return refused.detail or str(refused.title)
    if report.rejected:
        return str(report.rejected[0].message)
    if not found:
        return _("这条信息没有内容。")
    made.gathered_id = found[0].id
    return ""


def _noted(
    load: Callable[..., Loaded],
    found: list[GatheredRow],
    row: Row,
    *,
    by: audit.Actor,
    at: datetime,
) -> Loaded:
    """Load a row, and note as which one it is kept here."""
    loaded = load(row, by=by, at=at)
    found.append(row.known[KEPT])
    return loaded


def _owner(row: Incoming, known: Sequence[ExchangedRow]) -> int | None:
    """The body whose data it is."""
    word = row.row.get(SOURCE, "").strip()
    found = subjects.by_words([word]).get(word) if word else None
    return found.id if found else next((one.body_id for one in known if one.body_id), None)
