"""The items behind a figure as a list, and the figures of a tally as the sheets of a workbook."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import joinedload

from integrity.base.db import db
from integrity.base.i18n import percent
from integrity.casework.streams import registered
from integrity.credit.activities.models import Activity
from integrity.credit.activities.permissions import ActivitiesPermission
from integrity.credit.records.models import CreditRecord
from integrity.credit.records.visibility import visible
from integrity.credit.tallies.figures import FIGURES
from integrity.credit.tallies.models import ACTIVITIES, RECORDS, Tally, TallyItem
from integrity.credit.tallies.service import stream_name
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject


class Found:
    """The things behind some items, of which only those are named that this person may see."""

    def __init__(self) -> None:
        self.said: dict[tuple[str, int], tuple[str, str, str]] = {}

    def gather(self, items: Sequence[TallyItem]) -> None:
        """Look up things of a page together, one query per kind of thing."""
        for name in {item.stream for item in items}:
            ids = [item.item_id for item in items if item.stream == name]
            looked = {RECORDS: _records, ACTIVITIES: _activities}.get(name)
            rows = looked(ids) if looked else _things(name, ids)
            self.said |= {(name, number): said for number, said in rows}

    def ref(self, item: TallyItem) -> str:
        return self._of(item)[0]

    def title(self, item: TallyItem) -> str:
        return self._of(item)[1] or _("不公开")

    def link(self, item: TallyItem) -> str | None:
        return self._of(item)[2] or None

    def _of(self, item: TallyItem) -> tuple[str, str, str]:
        return self.said.get((item.stream, item.item_id), ("", "", ""))


def _things(name: str, ids: list[int]) -> Iterable[tuple[int, tuple[str, str, str]]]:
    stream = registered()[name]
    seen = sa.select(stream.model).where(stream.model.id.in_(ids), stream.visible(current_user))
    for thing in db.session.scalars(seen):
        yield thing.id, (thing.ref, str(thing.title), stream.url(thing))


def _records(ids: list[int]) -> Iterable[tuple[int, tuple[str, str, str]]]:
    wanted = sa.select(CreditRecord).where(CreditRecord.id.in_(ids), visible(current_user))
    for record in db.session.scalars(wanted):
        address = url_for("records.item", number=record.id)
        yield record.id, (record.ref, record.summary, address)


def _activities(ids: list[int]) -> Iterable[tuple[int, tuple[str, str, str]]]:
    """What bodies did, for who may open it; everybody else knows how many there were."""
    if not current_user.is_authenticated:
        return
    for one in db.session.scalars(sa.select(Activity).where(Activity.id.in_(ids))):
        if current_user.can(ActivitiesPermission.READ, one):
            yield one.id, (one.ref, one.title, url_for("activities.item", number=one.id))


def items(tally: Tally, key: str, body_id: int | None = None) -> Table:
    """What a figure counted, of all bodies or of one; what is not public is counted unnamed."""
    found, rows = Found(), sa.select(TallyItem).join(TallyItem.subject)
    rows = rows.where(TallyItem.tally_id == tally.id, TallyItem.figure == key)
    if body_id is not None:
        rows = rows.where(TallyItem.subject_id == body_id)
    return Table(
        title=FIGURES[key].definition.label,
        name=f"figure-{key}",
        rows=rows,
        options=(joinedload(TallyItem.subject),),
        gather=found.gather,
        link=found.link,
        columns=[
            Column("title", _("事项"), found.title),
            Column("ref", _("编号"), found.ref),
            Column("kind", _("种类"), lambda item: stream_name(item.stream)),
            Column("body", _("单位"), lambda item: item.subject.name, sort=Subject.name),
        ],
        search=(Subject.name,),
        order=(TallyItem.id,),
        empty=_("没有事项。"),
    )


def sheets(tally: Tally, keys: Sequence[str]) -> Iterable[tuple[str, list[str], list[list[Any]]]]:
    """Name, head and rows of a workbook: the figures, those of each body, and every item."""
    labels = [str(FIGURES[key].definition.label) for key in keys]
    head = [_("指标"), _("数值"), _("分母"), _("占比"), _("分子"), _("分母口径"), _("说明")]
    yield _("主要数据"), head, [_figure(tally, key) for key in keys]
    rows = [[row["name"], *_numbers(row, keys)] for row in tally.stated["bodies"]]
    yield _("各单位"), [_("单位"), *labels], rows
    rows = [[str(stream_name(r["name"])), *_numbers(r, keys)] for r in tally.stated["streams"]]
    yield _("各类事项"), [_("种类"), *labels], rows
    found = Found()
    wanted = sa.select(TallyItem).where(TallyItem.tally_id == tally.id, TallyItem.figure.in_(keys))
    counted = db.session.scalars(
        wanted.options(joinedload(TallyItem.subject)).order_by(TallyItem.id)
    ).all()
    found.gather(counted)
    yield (
        _("逐项"),
        [_("指标"), _("种类"), _("编号"), _("事项"), _("单位")],
        [_line(found, item) for item in counted],
    )


def _line(found: Found, item: TallyItem) -> list[Any]:
    label, kind = FIGURES[item.figure].definition.label, stream_name(item.stream)
    return [str(label), str(kind), found.ref(item), found.title(item), item.subject.name]


def _numbers(row: Any, keys: Sequence[str]) -> list[int]:
    return [row["figures"].get(key, 0) for key in keys]


def _figure(tally: Tally, key: str) -> list[Any]:
    figure, value = FIGURES[key], tally.value(key)
    whole = tally.value(figure.whole) if figure.whole else None
    share = percent(value, whole) if whole is not None else ""
    said = figure.definition
    words = [str(said.numerator), str(said.denominator), str(said.meaning)]
    return [str(said.label), value, whole, share, *words]
