"""A form that is sent twice is carried out once, and answered twice in the same way.

Every form carries a random token. A token with the same content (a double click, another try after
an outage, F5) is claimed before anything is done: whoever comes second waits for the first and is
sent where the first was sent, or gets the same page. Changed content is another form.
"""

import hmac
import secrets
from base64 import b64decode
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, current_app, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base import clock, envelopes
from integrity.base.db import Model, changed, db, insert_ignore
from integrity.base.stamps import asks_nobody

FIELD = "once"
KEPT = timedelta(days=1)


class Submission(Model):
    """A form that was carried out: where it led, or its answer, sealed with what only it knows."""

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    on: Mapped[date] = mapped_column(index=True)
    went_to: Mapped[str] = mapped_column(default="")
    status: Mapped[int] = mapped_column(default=302)
    sealed: Mapped[bytes | None]


def is_first() -> bool:
    """Whether what is posted has not been carried out yet; it is claimed by asking.

    On PostgreSQL this waits for whoever is just carrying it out.
    """
    digest = sa.literal(_digest("claim"))
    row: Any = sa.select(digest, sa.literal(clock.today()), sa.literal(""), sa.literal(302))
    columns = ["digest", "on", "went_to", "status"]
    return bool(changed(insert_ignore(Submission.__table__, columns, row, ("digest",))))


def sweep(*, on: date) -> int:
    """Forget forms that nobody sends again. Returns how many."""
    return changed(sa.delete(Submission).where(Submission.on < on - KEPT))


def claim() -> ResponseReturnValue | None:
    """Before a form of somebody logged in is carried out; other pages ask `is_first` themselves."""
    posted = request.method == "POST" and not request.is_json and request.form.get(FIELD)
    if not posted or g.get("stale") or asks_nobody() or not current_user.is_authenticated:
        return None
    g.claimed = is_first()
    return None if g.claimed else _again()


def remember(response: Response) -> Response:
    """Keep where a form led, before it is committed; one that was refused may be sent again."""
    if not g.get("claimed"):
        return response
    mine = Submission.digest == _digest("claim")
    if response.status_code >= 400:
        if g.get("keep"):  # a wrong password is counted, so this is committed too
            db.session.execute(sa.delete(Submission).where(mine))
        return response
    led: dict[str, Any] = {"went_to": response.location or "", "status": response.status_code}
    if not response.location and not response.is_streamed:
        led["sealed"] = _sealed(response.get_data())
    db.session.execute(sa.update(Submission).where(mine).values(led))
    return response


def token() -> str:
    """A new token, for the page of a form."""
    return secrets.token_hex(16)


def init(app: Flask) -> None:
    app.before_request(claim)
    app.after_request(remember)
    app.jinja_env.globals["once"] = token


def _again() -> ResponseReturnValue:
    found = db.session.get_one(Submission, _digest("claim"))
    if found.sealed:
        raw = envelopes.opened(_key(), found.sealed)
        return Response(raw, found.status, mimetype="text/html")
    flash(_("这份表单已经办理，没有重复办理。"), "info")
    return redirect(found.went_to or request.full_path)


def _sealed(page: bytes) -> bytes:
    return envelopes.closed(_key(), page)


def _key() -> bytes:
    return bytes.fromhex(_digest("seal"))


def _digest(purpose: str) -> str:
    """Of the token with everything that was typed: without the token nobody can make it."""
    made = hmac.new(b64decode(current_app.config["IDENTIFIER_KEY"]), purpose.encode(), sha256)
    who = "" if asks_nobody() else current_user.get_id()
    typed = [(name, text) for name, text in request.form.items(multi=True) if name != "csrf_token"]
    made.update(repr((who, request.full_path, sorted(typed))).encode())
    for name, upload in sorted(request.files.items(multi=True), key=lambda pair: pair[0]):
        made.update(repr((name, upload.filename)).encode())
        while chunk := upload.stream.read(1 << 20):
            made.update(chunk)
        upload.stream.seek(0)
    return made.hexdigest()
