"""The same act on many things: each by itself, and of each it is said what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base.db import db, for_change
from integrity.base.errors import Refused
from integrity.base.states import Outrun, outrun
from integrity.casework.acts import Act
from integrity.casework.streams import Stream
from integrity.people.accounts.models import User

MOST = 50
"""Things in one go: those of one page."""


@dataclass(frozen=True)
class Result:
    """What became of one of them: a word and a tone, and why not."""

    title: str
    url: str
    word: Any
    tone: str
    why: str = ""


def chosen(stream: Stream, user: User, numbers: Sequence[int]) -> Sequence[Any]:
    """The things with these numbers that the person may see, in the order of their numbers.

    On an unsafe request locked, always in this order, so that two people do not block each other.
    """
    model = stream.model
    wanted = sa.select(model).where(model.id.in_(numbers[:MOST]), stream.visible(user))
    wanted = wanted.where(sa.not_(stream.reach.left(user))).order_by(model.id)
    wanted = wanted.options(joinedload(model.subject))
    return db.session.scalars(for_change(wanted, model)).unique().all()


def carry_out(
    stream: Stream,
    move: str,
    items: Sequence[Any],
    seen: Mapping[int, int],
    said: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
) -> list[Result]:
    """Make one move of each; what is refused leaves the others alone.

    seen: how often each of them had been moved when the person read the list.
    """
    act = stream.work.acts[move]
    return [_one(stream, act, move, item, seen.get(item.id), said, by, at) for item in items]


def _one(
    stream: Stream,
    act: Act,
    move: str,
    item: Any,
    seen: int | None,
    said: Mapping[str, Any],
    by: User,
    at: datetime,
) -> Result:
    about = (item.title, stream.url(item))
    try:
        with db.session.begin_nested():
            if seen != item.moves:
                raise outrun(item)
            if not stream.work.flow.may(by, item, move):
                stream.work.flow.check(item, move)
                return Result(*about, _("未办理"), "late", _("您的角色或者单位不能办理此事项。"))
            act.verb(item, **said, by=by, at=at)
            db.session.flush()
    except Outrun as other:
        return Result(*about, _("已由他人办理"), "soon", other.detail)
    except Refused as refused:
        return Result(*about, _("未办理"), "late", refused.detail or str(refused.title))
    return Result(*about, _("已办理"), "good")
