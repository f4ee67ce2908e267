"""What an order demands point by point, each if need be with a day of its own."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from integrity.casework.rules import service as rules
from integrity.streams.rectifications.errors import WrongDay
from integrity.streams.rectifications.models import Point, Rectification

Line = tuple[date | None, str]
"""The day of a point, if it has one, and what it demands."""


def name(
    order: Rectification, points: Sequence[Line], effects: Sequence[Line], today: date
) -> None:
    """The points of an order, and last of all the effects that must be undone; raises WrongDay."""
    last = order.due_on or rules.due("LOCAL-RECTIFY-MAX", today).due_on
    for day, what in (*points, *effects):
        if day and not today <= day <= last:
            said = {"what": what, "first": today, "last": last}
            raise WrongDay(_("“%(what)s”的日期应在 %(first)s 至 %(last)s 之间。", **said))
    order.points = [
        Point(what=what, due_on=day, is_effect=is_effect)
        for lines, is_effect in ((points, False), (effects, True))
        for day, what in lines
    ]
