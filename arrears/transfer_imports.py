"""Transferred complaints from a table: row by row, each under its number at the platform.

What a row brings is taken in as on the page, with its clock and the receipt that goes out.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import contains_eager, joinedload

from arrears import imports, registrations, transfers
from arrears.codes import PLATFORM_NAMES, Entry, Platform
from arrears.errors import AlreadyRegistered
from arrears.fields import CREDITOR, CREDITOR_NAME, FIELDS
from arrears.models import Invoice
from arrears.permissions import ArrearsPermission
from arrears.transfers import Transfer
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.files.imports import Importer, Loaded, Row
from integrity.pages.fields import (
    DAY,
    FILE,
    FORM,
    Field,
    at,
    choice,
    differences,
    heads,
    read,
    text,
    written,
)
from integrity.people.subjects import service as subjects

# fmt: off
HANDED = (
    Field(
        "platform", _l("转办来源"), choice(Platform, PLATFORM_NAMES), FILE, required=FILE,
    ),
    Field(
        "number", _l("转办编号"), text(80), FILE,
        help=_l("转办平台或者部门的编号，同一来源内不重复；再次导入时据此识别。"), required=FILE,
    ),
    Field("sender", _l("受理（转办）部门"), text(200), FILE, required=FILE, also=("转办部门",)),
    Field(
        "taken_on", _l("正式受理日期"), DAY, FILE, help=_l("转交期限自受理之日起算。"),
        required=FILE, of=lambda transfer: transfer.accepted_on,
    ),
    Field(
        "came_on", _l("收到材料日期"), DAY, FILE, help=_l("处理期限自收到材料之日起算。"),
        required=FILE, of=lambda transfer: transfer.received_on,
    ),
)
# fmt: on
CONTENT = at(FIELDS, FORM)
CLAIM = (CREDITOR, CREDITOR_NAME, *CONTENT)
COLUMNS = (*HANDED, *CLAIM)


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The parties of a batch, and what was handed over before under its numbers."""
    numbers = {row["number"] for row in rows}
    known = db.session.scalars(_whole().where(Transfer.number.in_(numbers)))
    return {
        "subjects": subjects.by_words(row[name] for row in rows for name in ("creditor", "debtor")),
        "transfers": {(one.platform, one.number): one for one in known},
    }


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Take in one row; the same row again changes nothing, another one is refused."""
    handed, values, creditor = read(HANDED, row), read(CONTENT, row), imports.supplier(row)
    key = (handed["platform"], handed["number"])
    if known := row.known["transfers"].get(key):
        _demand_same(row, known, handed, values | {"creditor": creditor})
        return Loaded.UNCHANGED
    invoice = registrations.draft(creditor, entry=Entry.TRANSFERRED, **values)
    row.known["transfers"][key] = transfers.take_in(invoice, *handed.values(), by=by, at=at)
    return Loaded.ADDED


def dump() -> Iterator[Mapping[str, Any]]:
    """Everything that was handed over, with the columns in which it can be imported again."""
    found = db.session.scalars(_whole().order_by(Transfer.id))
    return (written(HANDED, one) | written(CLAIM, one.invoice) for one in found)


def _whole() -> sa.Select[Any]:
    wanted = sa.select(Transfer).join(Transfer.invoice)
    parties = (joinedload(Invoice.subject), joinedload(Invoice.creditor))
    return wanted.options(contains_eager(Transfer.invoice).options(*parties))


def _demand_same(
    row: Row, known: Transfer, handed: Mapping[str, Any], said: Mapping[str, Any]
) -> None:
    """What was handed over is not changed by a file, raises AlreadyRegistered."""
    other = differences(HANDED, known, handed, row)
    other += differences((CREDITOR, *CONTENT), known.invoice, said, row)
    if other:
        raise AlreadyRegistered(
            _(
                "该转办编号已经以其他内容登记，不能由导入更改：%(names)s。",
                names=_("、").join(str(field.label) for field in other),
            )
        )


IMPORTERS = {
    "arrears-transfers": Importer(
        heads=heads(COLUMNS),
        load=load,
        key=("platform", "number"),
        prepare=prepare,
        dump=dump,
        title=_l("拖欠账款转办件"),
        permission=ArrearsPermission.HANDLE,
    )
}
