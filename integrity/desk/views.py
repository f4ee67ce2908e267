"""Today: what waits for me, what I wait for, what changed; and the same as a calendar feed."""

from datetime import UTC, datetime, time
from typing import Any

from flask import Response, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from icalendar import Calendar, Event
from itsdangerous import BadSignature, URLSafeSerializer

from integrity import addresses, clock, i18n
from integrity.accounts.models import User
from integrity.db import db
from integrity.desk import (  # noqa: F401  some only add their pages
    alarms,
    core,
    dashboard,
    duties,
    log,
    people,
)
from integrity.desk.blueprint import bp
from integrity.errors import NotFound
from integrity.permissions import Permission, public, requires
from integrity.streams import registered


@bp.get("/")
@requires(Permission.DESK)
def today() -> ResponseReturnValue:
    on = clock.today()
    found = [*duties.of_streams(current_user), *core.of_core(current_user)]
    return render_template(
        "desk/today.html",
        alarms=alarms.of(current_user, on),
        groups=duties.grouped(found, on),
        total=len(found),
        limit=duties.LIMIT,
        awaited=duties.awaited(current_user),
        changes=duties.changes(current_user, on),
        on=on,
        feed=addresses.absolute("desk.calendar", token=_signer().dumps(_card(current_user))),
    )


@bp.get("/calendar/<token>.ics")
@public
def calendar(token: str) -> ResponseReturnValue:
    """The due days of one person's things; the signed address is the key, so keep it private.

    A new password makes every earlier address invalid.
    """
    feed = Calendar()
    feed.add("prodid", "-//integrity//desk//ZH")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", i18n.site_name())
    user = _holder(token)
    for stream in registered().values():
        for item in duties.items(stream, user):
            if item.due_on:
                feed.add_component(_event(stream, item))
    response = Response(feed.to_ical(), mimetype="text/calendar")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _event(stream: Any, item: Any) -> Event:
    event = Event()
    event.add("uid", f"{stream.name}-{item.id}@{current_app.config['BASE_URL'].split('//')[-1]}")
    event.add("dtstamp", datetime.combine(item.due_on, time(), UTC))
    event.add("dtstart", item.due_on)
    event.add("summary", stream.title + _("：") + item.title)
    event.add("description", _("期限当日。逾期次日起算。"))
    event.add("url", current_app.config["BASE_URL"] + stream.url(item))
    return event


def _holder(token: str) -> User:
    try:
        card = _signer().loads(token)
    except BadSignature:
        raise NotFound from None
    user = db.session.get(User, card[0])
    if user is None or not user.is_active or card != _card(user):
        raise NotFound
    return user


def _card(user: User) -> list[Any]:
    return [user.id, user.password_hash[-10:]]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="calendar")
