"""Another body takes over what one owes (职责划转): the duty stays, with its day, and never ends.

A reform of offices says so, not who owes: nobody hands over the duties of the own body.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from integrity.base.audit import service as audit
from integrity.base.db import changed, db
from integrity.base.errors import Forbidden, Refused
from integrity.casework import streams
from integrity.casework.streams import Stream
from integrity.people.subjects import standings
from integrity.people.subjects.models import Subject
from integrity.people.subjects.standings import What, WrongBody

MOVE = "take_over_duty"


class StillOwes(Refused):
    """A body with open duties cannot end without a successor."""

    title = _l("还有未办结的事项")


def open_numbers(body: Subject) -> dict[str, int]:
    """How much it still owes, by stream; only what is not nothing."""
    found = {}
    for name, stream in streams.of_bodies().items():
        rows = sa.select(sa.func.count()).select_from(stream.model).where(*_open(stream, body))
        found[name] = db.session.scalar(rows) or 0
    return {name: number for name, number in found.items() if number}


def hand_over(
    body: Subject,
    successor: Subject,
    names: Collection[str],
    on: date,
    basis: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> int:
    """Give what is open in these streams to another body, as one set each. Returns how many.

    What both owe already (the same point of one evaluation) stays. Raises Forbidden, WrongBody.
    """
    if getattr(by, "body_id", None) == body.id:
        raise Forbidden(_("责任单位不能自行改由其他单位负责。"))
    if successor.id == body.id or standings.of(successor).closed_on:
        raise WrongBody(_("承接单位是它自己，或者已撤销。"))
    words = _("由“%(old)s”划转“%(new)s”承接", old=body.name, new=successor.name)
    moved = {}
    for name, stream in streams.of_bodies().items():
        if name in names and (number := _give(stream, body, successor, words, by, at)):
            moved[str(stream.title)] = number
    listed = _("、").join(f"{title} {number}" for title, number in moved.items()) or _("没有事项")
    whole = _("%(words)s：%(listed)s", words=words, listed=listed)
    standings.note(body, What.HANDED_OVER, whole, on, basis, by=by, at=at)
    return sum(moved.values())


def close(
    body: Subject,
    successor: Subject | None,
    on: date,
    basis: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """End a body; what is open goes to its successor. Raises StillOwes, Forbidden, WrongBody."""
    owed = open_numbers(body)
    if owed and successor is None:
        raise StillOwes(
            _("有 %(number)s 件未办结，请写明由哪个单位承接。", number=sum(owed.values()))
        )
    if successor and owed:
        hand_over(body, successor, owed, on, basis, by=by, at=at)
    standings.close(body, successor, on, basis, by=by, at=at)


def _open(stream: Stream, body: Subject) -> tuple[Any, ...]:
    return (stream.model.subject_id == body.id, stream.model.outcome.is_(None))


def _give(
    stream: Stream, body: Subject, successor: Subject, words: str, by: audit.Actor, at: datetime
) -> int:
    model = stream.model
    which = (*_open(stream, body), *_not_twice(model, successor))
    ids = db.session.scalars(sa.select(model.id).where(*which)).all()
    if not ids:
        return 0
    rows = sa.select(model.id, model.state).where(model.id.in_(ids))
    audit.write_all(rows, model.__tablename__, MOVE, target=None, by=by, at=at, why=words)
    new = {"subject_id": successor.id, "moves": model.moves + 1}
    try:
        return changed(sa.update(model).where(model.id.in_(ids)).values(new))
    except IntegrityError:
        raise WrongBody(_("承接单位是其中一些事项的另一方，请先逐项处理。")) from None


def _not_twice(model: Any, successor: Subject) -> list[Any]:
    """Without what the successor owes by the same key already."""
    other = aliased(model)
    found = []
    for key in model.__table__.constraints:
        names = [c.name for c in getattr(key, "columns", ())]
        if isinstance(key, sa.UniqueConstraint) and "subject_id" in names:
            same = [getattr(other, n) == getattr(model, n) for n in names if n != "subject_id"]
            found.append(~sa.exists().where(other.subject_id == successor.id, *same))
    return found
