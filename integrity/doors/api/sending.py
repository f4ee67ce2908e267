"""When a call was sent, as it says itself: a copy that somebody sends much later is refused.

The header is not signed: whoever could change it holds the token, and with that may send anything.
That the same call twice does nothing twice is the business of keys and versions, not of this.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from flask import Response, g, request
from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.errors import problem
from integrity.casework.rules import service as rules

HEADER = "Sent-At"
WINDOW = "LOCAL-API-CLOCK"


def refuse() -> Response | None:
    """The problem with the sending time of this request, if it names one."""
    g.pop("sent_at", None)
    said = request.headers.get(HEADER)
    if said is None:
        return None
    now = clock.now()
    sent = None
    with suppress(ValueError):
        sent = datetime.fromisoformat(said.strip())
    if sent is None or sent.tzinfo is None:
        detail = _("%(header)s 须写作 2026-11-20T10:00:00+08:00 的样子。", header=HEADER)
        return problem(422, detail, code="wrong-sent-at")
    minutes = rules.number(WINDOW, clock.today())
    if abs(now - sent) > timedelta(minutes=minutes):
        detail = _(
            "请求声明的发送时间与本系统时间相差超过 %(minutes)d 分钟，请校准时钟后重新发送。",
            minutes=minutes,
        )
        return problem(422, detail, code="clock-skew", now=now.isoformat())
    g.sent_at = sent
    return None


def sent_at() -> datetime | None:
    """The moment at which this call was sent, if it says so."""
    found: datetime | None = g.get("sent_at")
    return found
