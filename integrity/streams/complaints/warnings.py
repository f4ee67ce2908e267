"""Yellow the working day before an answer is due and on the day, red from the first day after."""

from dataclasses import replace
from datetime import date, timedelta

from flask_babel import gettext as _

from integrity.casework import deadlines
from integrity.casework.rules import service as rules
from integrity.casework.workdays import calendar
from integrity.pages.items import Badge
from integrity.streams.complaints.models import Complaint

ONE = timedelta(days=1)


def lateness(item: Complaint, on: date, until: date | None = None) -> Badge:
    """How the due day looks, with the warning in words; `until` is yellow_until, for a list."""
    plain = deadlines.lateness("complaints", item, on)
    warning = of(item, on, until or yellow_until(on))
    if warning == "yellow":
        return replace(plain, word=_("黄牌：%(word)s", word=plain.word), tone="soon")
    if warning == "red":
        return replace(plain, word=_("红牌：%(word)s", word=plain.word), tone="late")
    return plain


def of(item: Complaint, on: date, until: date) -> str | None:
    """yellow, red, or None when there is nothing to warn of."""
    if item.due_on is None or item.closed_on is not None:
        return None
    if on > item.due_on:
        return "red"
    return "yellow" if item.due_on <= until else None


def yellow_until(on: date) -> date:
    """The last due day of which a warning is given on a day, WARN-YELLOW working days before."""
    ahead = rules.time_limit("WARN-YELLOW", on).amount or 0
    working = calendar()
    day = on
    while working.back(day + ONE, ahead) <= on:
        day += ONE
    return day
