"""Measured values from a table of the department that published them; each month once."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.files.columns import Head
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.files.spellings import parse_number
from integrity.streams.targets import service
from integrity.streams.targets.models import Target
from integrity.streams.targets.permissions import TargetsPermission

HEADS = [
    Head("target", _l("目标编号"), "", "", True),
    Head("month", _l("月份"), _l("例如 2026-10，或者该月任何一天。"), "", True),
    Head("value", _l("监测值"), "", _l("数字，最多两位小数。"), True),
    Head("source", _l("公布的名称"), _l("未公布的数据不得登记。"), "", True),
    Head("published_on", _l("公布日期"), "", "", True),
]


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The targets of a batch."""
    known = sa.select(Target).where(Target.ref.in_({row["target"] for row in rows}))
    return {"targets": {target.ref: target for target in db.session.scalars(known)}}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Enter one value; the same again changes nothing, another for a known month is refused.

    Raises BadValue.
    """
    target = row.known["targets"].get(row["target"])
    if target is None:
        raise BadValue("target", _("没有这个目标。"))
    said = service.Value(
        _day(row, "month", row.month),
        _number(row),
        row.text("source", 200),
        _day(row, "published_on", row.day),
    )
    month = said.month.replace(day=1)
    known = next((each for each in target.readings if each.month == month), None)
    if known and (known.value, known.published_on) == (said.value, said.published_on):
        return Loaded.UNCHANGED
    service.measure(target, said, by=by, at=at)
    return Loaded.ADDED


def _day(row: Row, column: str, read: Callable[[str], date | None]) -> date:
    if (day := read(column)) is None:
        raise BadValue(column, _("请填写日期。"))
    return day


def _number(row: Row) -> Any:
    try:
        return parse_number(row["value"])
    except ValueError:
        raise BadValue("value", _("请填写数字，最多两位小数，例如 49 或 49.5。")) from None


IMPORTERS = {
    "readings": Importer(
        heads=HEADS,
        load=load,
        key=("target", "month"),
        prepare=prepare,
        title=_l("监测值"),
        permission=TargetsPermission.MEASURE,
    )
}
