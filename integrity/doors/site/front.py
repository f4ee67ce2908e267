"""What the home page shows: the year's promises in a picture, and the news of what is owed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from integrity.base.db import db
from integrity.casework import promises
from integrity.casework.promises import Became, Group
from integrity.casework.streams import Stream, registered, told
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.pages.drawings import Part, Picture, Strip, of_one_scale
from integrity.people.subjects.models import Subject, SubjectKind

BODIES = 8
"""Bodies in the picture; the list of all is one step away."""
STREETS = 12
TONES = {
    Became.KEPT: "good",
    Became.PARTLY: "soon",
    Became.BROKEN: "broken",
    Became.LATE: "late",
    Became.RUNNING: "plain",
    Became.CHANGED: "closed",
}
STREET = ("%街道办事处%", "%镇人民政府%", "%乡人民政府%")
"""How the bodies of streets, towns and townships are called."""


def year(on: date, now: datetime) -> list[dict[str, Any]]:
    """Per stream of promises: one bar of the whole year, and pictures by field and by body."""
    return [_year(stream, on, now) for stream in promises.streams()]


def _year(stream: Stream, on: date, now: datetime) -> dict[str, Any]:
    fields = promises.by_field(stream, on.year, on)
    promised = stream.figures.promised
    assert promised is not None
    name = promised.field.key
    groups = [(group, _listed(stream, on.year, {name: group.code})) for group in fields]
    bodies = [
        (group, url_for("site.body", slug=group.code))
        for group in promises.by_body(stream, on.year, on, BODIES)
    ]
    return {
        "stream": stream,
        "whole": _strip(
            stream.title,
            promises.added(fields),
            {
                became: _listed(stream, on.year, asked)
                for became, asked in promised.lists.items()
                if asked
            },
        ),
        "fields": _picture("by-field", _("按类别"), groups, now),
        "bodies": _picture("by-body", _("按单位（承诺最多的）"), bodies, now),
        "href": _listed(stream, on.year, {}),
        "as_of": now,
    }


def _listed(stream: Stream, of_year: int, asked: Any) -> str:
    return url_for(f"{stream.name}.index", **asked, year=of_year)


def _strip(label: Any, numbers: promises.Numbers, lists: dict[str, str]) -> Strip:
    parts = [
        Part(TONES[b], label_, numbers.get(b, 0), lists.get(b.value))
        for b, label_ in promises.NAMES.items()
    ]
    return Strip(label, parts)


def _picture(name: str, title: str, groups: Sequence[tuple[Group, str]], now: datetime) -> Picture:
    strips = [
        Strip(group.name, _strip(group.name, group.numbers, {}).parts, href)
        for group, href in groups
    ]
    return Picture(name, title, meaning(), now, of_one_scale(strips))


def meaning() -> str:
    """What the picture counts."""
    return _(
        "期限在本年之内的公开承诺，每项只计入一类。经他人核验的，按核验结果；期限已过而没有完成的，"
        "为逾期未完成；其余为履行中，期限以前自报完成、尚待核验的也在其中。"
    )


def due_next(on: date, limit: int) -> list[dict[str, Any]]:
    """What falls due next."""
    return [_told(row) for row in promises.due_next(on, limit)]


def kept_lately(limit: int) -> list[dict[str, Any]]:
    """What was kept last."""
    return [_told(row) for row in promises.kept_lately(limit)]


def late_lately(on: date, limit: int) -> list[dict[str, Any]]:
    """What became overdue last, and what happens with each."""
    rows = promises.late_lately(on, limit)
    things = [(row.stream, row.id) for row in rows]
    recorded, done = _recorded(things), _meanwhile(things)
    return [
        _told(row)
        | {
            "days": (on - row.due_on).days,
            "why": url_for("site.deadline", stream=row.stream, item_id=row.id),
            "happens": _happens(done.get(thing, ()), recorded.get(thing)),
        }
        for row, thing in zip(rows, things, strict=True)
    ]


def streets() -> Sequence[Any]:
    """The bodies of streets, towns and townships: name and address."""
    named = sa.or_(*(Subject.name.like(pattern) for pattern in STREET))
    wanted = sa.select(Subject.name, Subject.slug).where(
        Subject.kind == SubjectKind.BODY, Subject.public, Subject.merged_into_id.is_(None), named
    )
    return db.session.execute(wanted.order_by(Subject.slug).limit(STREETS)).all()


def fields() -> list[tuple[Any, str]]:
    """Every field of promises, with the list of what was promised in it."""
    return [
        (name, url_for(f"{stream.name}.index", **{stream.figures.promised.field.key: code.value}))
        for stream in promises.streams()
        if stream.figures.promised
        for code, name in stream.figures.promised.names.items()
    ]


def _told(row: Any) -> dict[str, Any]:
    return {
        "title": row.title,
        "url": url_for(f"{row.stream}.item", ref=row.ref),
        "stream": told()[row.stream].title,
        "body": row.body,
        "body_url": row.slug and url_for("site.body", slug=row.slug),
        "due_on": row.due_on,
        "closed_on": row.closed_on,
    }


def _recorded(things: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The address of the public record of each thing that has one."""
    key = sa.tuple_(CreditRecord.stream, CreditRecord.item_id)
    wanted = records.published().where(key.in_(things)).order_by(CreditRecord.id)
    return {
        (record.stream, record.item_id): url_for("records.item", number=record.id)
        for record in db.session.scalars(wanted)
    }


def _meanwhile(things: Sequence[tuple[str, int]]) -> dict[tuple[str, int], list[str]]:
    """What the streams say is being done about each of these things."""
    found: dict[tuple[str, int], list[str]] = {}
    for stream in registered().values():
        if stream.work.meanwhile:
            for thing, words in stream.work.meanwhile(things).items():
                found.setdefault(thing, []).append(words)
    return found


def _happens(done: Sequence[str], record: str | None) -> list[tuple[str, str | None]]:
    """What is done about it, as words and addresses; of all that is late the body is told."""
    said: list[tuple[str, str | None]] = [(words, None) for words in done]
    if record:
        said.append((_("已形成信用记录"), record))
    return said or [(_("依规则告知单位，确认后形成信用记录"), url_for("site.terms"))]
