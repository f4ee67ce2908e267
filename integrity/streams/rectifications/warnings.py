"""Warnings of the days of single points: an order may name several before its own."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from integrity.casework.deadlines import soon
from integrity.people.messages import service as messages
from integrity.people.messages.tells import sources
from integrity.streams.rectifications.models import Point, Rectification
from integrity.streams.rectifications.models import RectificationState as S


def warn(*, on: date, at: datetime) -> int:
    """Tell of orders, not reported as done, of which a point comes near or has passed its day.

    Once for each such day; of the day of the order itself everybody hears anyway. Returns how many.
    """
    source = sources()[Rectification.__tablename__]
    open_ = Rectification.state.in_((S.ORDERED, S.ANSWERED))
    days: dict[str, tuple[Any, sa.ColumnElement[bool]]] = {
        "point_soon": (sa.func.min, Point.due_on.between(on, soon(on))),
        "point_passed": (sa.func.max, Point.due_on < on),
    }
    told = 0
    for event, (nearest, when) in days.items():
        own = Point.due_on.is_distinct_from(Rectification.due_on)
        of_order = (Point.rectification_id == Rectification.id, own, when)
        day = sa.select(nearest(Point.due_on)).where(*of_order).scalar_subquery()
        found = sa.and_(open_, day.is_not(None))
        told += messages.tell_found(source, event, found, mark=day, at=at)
    return told
