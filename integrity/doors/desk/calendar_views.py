"""A person's due days as a calendar feed: a random address of their own, renewed or ended at will.

A calendar is read by machines of others: it names only what anybody may read anyway.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import addresses, clock, site_texts
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import public, requires
from integrity.casework.streams import Stream, registered
from integrity.casework.tasks import LIMIT
from integrity.doors.desk import tasks
from integrity.doors.desk.blueprint import bp
from integrity.people.accounts.models import User

if TYPE_CHECKING:
    from icalendar import Event


@bp.get("/calendar")
@requires(Permission.DESK)
def calendar_page() -> ResponseReturnValue:
    """Whether there is an address, and how to get another one."""
    return render_template("desk/calendar.html")


@bp.post("/calendar")
@requires(Permission.DESK)
def new_calendar() -> ResponseReturnValue:
    """A new address, shown once; the one before leads nowhere any more."""
    token = secrets.token_urlsafe(32)
    current_user.calendar_digest = _digest(token)
    audit.write(current_user, "calendar", by=current_user, at=clock.now())
    page = render_template(
        "desk/secret.html",
        heading=_("日历地址"),
        facts=[],
        label=_("地址"),
        secret=addresses.absolute("desk.calendar", token=token),
        note=_("把这个地址加入手机或者电脑的日历，期限会自动更新。地址只属于您，请勿转发。"),
        back=url_for("desk.calendar_page"),
    )
    return page, 201


@bp.post("/calendar/end")
@requires(Permission.DESK)
def end_calendar() -> ResponseReturnValue:
    """No address leads to one's days any more."""
    current_user.calendar_digest = None
    audit.write(current_user, "calendar_ended", by=current_user, at=clock.now())
    flash(_("日历地址已停用。"), "success")
    return redirect(url_for("desk.calendar_page"))


@bp.get("/calendar/<token>.ics")
@public
def calendar(token: str) -> ResponseReturnValue:
    """The due days of one person's things; the address is the key, so keep it private."""
    from icalendar import Calendar  # it takes a third of a second to load

    user = _holder(token)
    feed = Calendar()
    feed.add("prodid", "-//integrity//desk//ZH")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", site_texts.site_name())
    for stream in registered().values():
        wanted = tasks.rows(stream, user).where(stream.model.due_on.is_not(None))
        found = db.session.scalars(wanted.order_by(stream.model.due_on).limit(LIMIT)).all()
        told = _told(stream, found)
        for item in found:
            feed.add_component(_event(stream, item, item.id in told))
    response = Response(feed.to_ical(), mimetype="text/calendar")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _event(stream: Stream, item: Any, told: bool) -> "Event":
    from icalendar import Event  # it takes a third of a second to load

    event = Event()
    host = current_app.config["BASE_URL"].split("//")[-1]
    event.add("uid", f"{stream.name}-{item.id}@{host}")
    event.add("dtstamp", datetime.combine(item.due_on, time(), UTC))
    event.add("dtstart", item.due_on)
    event.add("summary", stream.title + _("：") + (item.title if told else _("见工作台")))
    event.add("description", _("期限当日。逾期次日起算。"))
    path = stream.url(item) if told else url_for("desk.today")
    event.add("url", addresses.under(path))
    return event


def _told(stream: Stream, items: Sequence[Any]) -> set[int]:
    """Which of these things are public."""
    ids = [item.id for item in items]
    wanted = sa.select(stream.model.id).where(stream.model.id.in_(ids), stream.reach.public())
    return set(db.session.scalars(wanted))


def _holder(token: str) -> User:
    user = db.session.scalars(sa.select(User).where(User.calendar_digest == _digest(token))).first()
    if user is None or not user.is_active or user.must_change:
        raise NotFound
    return user


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
