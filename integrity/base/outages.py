"""What people and programs are told while the database is away, or too busy for them.

503 with Retry-After instead of an error: nothing is broken, and who asks again is answered. The
page asks the database nothing, not even who is logged in.
"""

import sqlite3

import psycopg
import sqlalchemy as sa
import structlog
from flask import Flask, current_app, g, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import InternalServerError

from integrity.base import errors
from integrity.base.db import SAFE, db

log = structlog.get_logger()

LATER = ("08", "25006", "25P03", "40", "53", "55P03", "57")
"""Beginnings of SQLSTATE: connection lost, only reading, forgotten, deadlock, no room, locked."""
SOON, LATE = "5", "60"
"""Seconds until it is worth while to ask again."""
BROAD = _l("请输入更具体的词，或者增加筛选条件；系统繁忙时也会这样，可以稍后再试。")
AGAIN = _l("请稍候再试。刚才如果是在提交，请先查看是否已经办成，再决定是否重新提交。")


def is_outage(error: BaseException | None) -> bool:
    """Whether the same would be answered a little later."""
    if isinstance(error, sa.exc.TimeoutError):  # no connection was free
        return True
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(cause, sqlite3.OperationalError):
        busy = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in busy
    if not isinstance(cause, psycopg.Error):
        return False
    lost = cause.sqlstate is None and isinstance(cause, psycopg.OperationalError)
    return lost or (cause.sqlstate or "").startswith(LATER)


def away(error: Exception) -> ResponseReturnValue:
    """The answer to an error of the database; whatever is no outage stays what it is."""
    if not is_outage(error):
        raise error
    db.session.rollback()
    cause = getattr(error, "orig", None)
    log.warning("database away", error=type(cause or error).__name__)
    if isinstance(cause, psycopg.errors.QueryCanceled) and request.method in SAFE:
        told, wait = (_("查询过于宽泛"), _("查询用时过长，已经停止。"), BROAD), LATE
    else:
        told, wait = (_("系统暂时繁忙"), _("数据库暂时没有应答。"), AGAIN), SOON
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]
    response = make_response(errors.answer(503, *told))
    response.headers["Retry-After"] = wait
    return response


def unexpected(error: InternalServerError) -> ResponseReturnValue:
    """What failed after the view had answered, as a commit does, may be an outage too."""
    cause = error.original_exception
    return away(cause) if isinstance(cause, Exception) and is_outage(cause) else errors.http(error)


def init(app: Flask) -> None:
    """Answer outages, wherever in a request they are met."""
    for kind in (sa.exc.DBAPIError, sa.exc.TimeoutError):
        app.register_error_handler(kind, away)
    app.register_error_handler(InternalServerError, unexpected)
