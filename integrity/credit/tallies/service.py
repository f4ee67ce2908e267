"""Count a period: the items of every figure as a set, and the figures from these items alone."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.db import db, insert_into
from integrity.base.errors import Refused
from integrity.casework.streams import registered
from integrity.credit.tallies.figures import FIGURES, Period
from integrity.credit.tallies.models import ACTIVITIES, RECORDS, Tally, TallyItem
from integrity.people.subjects.models import Subject

OTHERS = {RECORDS: _l("信用记录"), ACTIVITIES: _l("宣传、教育和曝光登记")}


class WrongPeriod(Refused):
    """A period that is over on the day on which it is counted, and does not end before it began."""

    title = _l("统计期间有误")


def take(first_on: date, last_on: date, on: date) -> Tally:
    """Count a period as it stands today, with the items behind each figure; raises WrongPeriod."""
    if first_on > last_on:
        raise WrongPeriod(_("起始日期不能在截止日期之后。"))
    if last_on > on:
        raise WrongPeriod(_("截止日期 %(day)s 还没有到。", day=last_on))
    tally = Tally(first_on=first_on, last_on=last_on, on=on, stated={})
    db.session.add(tally)
    db.session.flush()
    within = Period(first_on, last_on, on)
    for key, figure in FIGURES.items():
        found = figure.rows(within).subquery()
        columns = (found.c.stream, found.c.item_id, found.c.subject_id)
        rows = sa.select(sa.literal(tally.id), sa.literal(key), *columns)
        names = ["tally_id", "figure", "stream", "item_id", "subject_id"]
        db.session.execute(insert_into(TallyItem, names, rows))
    tally.stated = _stated(tally.id)
    db.session.flush()
    return tally


def stream_name(name: str) -> Any:
    """What the things of a stream are called."""
    return OTHERS[name] if name in OTHERS else registered()[name].title


def difference(now: int, before: int | None) -> str:
    """How a figure has changed, as reports write it."""
    if before is None:
        return "没有上一期"
    if now == before:
        return "持平"
    return f"{'增加' if now > before else '减少'}{abs(now - before):,}件"


def _stated(tally_id: int) -> dict[str, Any]:
    """Per figure, body and kind of thing how many items there are."""
    wanted = (
        sa.select(TallyItem.figure, TallyItem.stream, TallyItem.subject_id, sa.func.count())
        .where(TallyItem.tally_id == tally_id)
        .group_by(TallyItem.figure, TallyItem.stream, TallyItem.subject_id)
    )
    rows: list[Any] = list(db.session.execute(wanted))
    bodies = _grouped((subject, figure, n) for figure, _stream, subject, n in rows)
    kinds = _grouped((stream, figure, n) for figure, stream, _subject, n in rows)
    whole = _grouped(("", figure, n) for figure, _stream, _subject, n in rows)
    named = sa.select(Subject.id, Subject.name).where(Subject.id.in_(bodies)).order_by(Subject.id)
    return {
        "figures": {key: whole.get("", {}).get(key, 0) for key in FIGURES},
        "bodies": [
            {"id": body, "name": name, "figures": bodies[body]}
            for body, name in db.session.execute(named)
        ],
        "streams": [
            {"name": name, "figures": kinds[name]}
            for name in (*registered(), *OTHERS)
            if name in kinds
        ],
    }


def _grouped(rows: Iterable[tuple[Any, str, int]]) -> dict[Any, dict[str, int]]:
    found: dict[Any, dict[str, int]] = {}
    for key, figure, number in rows:
        mine = found.setdefault(key, {})
        mine[figure] = mine.get(figure, 0) + number
    return found
