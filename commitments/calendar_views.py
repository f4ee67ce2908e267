"""Due days as calendar feeds: of one commitment with its milestones, and of the whole list."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from flask import Response, current_app
from flask_babel import gettext as _

from commitments.blueprint import bp, stream
from commitments.models import Commitment
from commitments.steps import milestones
from integrity.base import addresses, site_texts
from integrity.base.stamps import public

if TYPE_CHECKING:
    from icalendar import Event


@bp.get("/<ref>/calendar.ics")
@public
def calendar(ref: str) -> Response:
    """The day of one commitment and those of its milestones."""
    item = stream().by_ref(ref)
    days = [(step.title, step.due_on, f"-{step.id}") for step in milestones.of(item)]
    return _feed(item.title, [_event(item, *day) for day in days] + _own(item))


def of_list(title: str, items: Iterable[Commitment]) -> Response:
    """The days of several commitments."""
    return _feed(title, [event for item in items for event in _own(item)])


def _own(item: Commitment) -> "list[Event]":
    return [_event(item, _("承诺到期"), item.due_on, "")] if item.due_on else []


def _event(item: Commitment, what: str, day: date, suffix: str) -> "Event":
    from icalendar import Event  # it takes a third of a second to load

    event = Event()
    host = current_app.config["BASE_URL"].split("//")[-1]
    event.add("uid", f"{item.ref}{suffix}@{host}")
    event.add("dtstamp", datetime.combine(day, time(), UTC))
    event.add("dtstart", day)
    event.add("summary", f"{what}：{item.title}")
    event.add("url", addresses.absolute("commitments.item", ref=item.ref))
    return event


def _feed(title: str, events: "Iterable[Event]") -> Response:
    from icalendar import Calendar  # it takes a third of a second to load

    feed = Calendar()
    feed.add("prodid", "-//integrity//commitments//ZH")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", f"{title} · {site_texts.site_name()}")
    feed.add("source", addresses.here())
    for event in events:
        feed.add_component(event)
    return Response(feed.to_ical(), mimetype="text/calendar")
