"""Structured logs, one JSON object a line: what was asked, what was answered, how long it took.

No address, no query string and no form content is logged: addresses of pages may be searched for,
and a receipt or a complaint must never be found in a log. Of an error its type and where it was
raised are logged, never its message: databases quote the row that they refuse.
"""

import json
import logging
import secrets
import sys
import time
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson
import structlog
from flask import Flask, Response, g, has_request_context, request
from flask_login import current_user

from integrity.base import clock
from integrity.base.config import ROOT
from integrity.base.stamps import asks_nobody

log = structlog.get_logger()
Raised = tuple[type[BaseException], BaseException, TracebackType | None]


def told(error: BaseException) -> dict[str, Any]:
    """What a log may hold of an error: its type, those that led to it, and the lines it crossed."""
    chain: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(chain) < 10:
        chain.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        seen = seen.__cause__ or seen.__context__
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": chain[0],
        "because": chain[1:],
        "frames": [f"{_short(f.filename)}:{f.lineno} {f.name}" for f in frames],
    }


def in_short(error: BaseException) -> str:
    """The same in one line for a table of runs: type and the last line of ours that it crossed."""
    known = told(error)
    ours = [frame for frame in known["frames"] if not frame.startswith("~")]
    return " ".join([known["error"], *ours[-1:]])


def start() -> None:
    g.started, g.request_id = time.perf_counter(), secrets.token_hex(8)


def finish(response: Response) -> Response:
    """Log the answer and tell its number, so that a report of an error can be found.

    Of a page that asks nobody who they are only an error is logged, by its number and its day: its
    place between two other lines would say when somebody complained.
    """
    if request.endpoint == "static" or "started" not in g:
        return response
    response.headers["X-Request-Id"] = g.request_id
    if not asks_nobody():
        log.info(
            "request",
            id=g.request_id,
            method=request.method,
            endpoint=request.endpoint,
            status=response.status_code,
            user=current_user.get_id() if current_user.is_authenticated else None,
            milliseconds=round((time.perf_counter() - g.started) * 1000, 1),
        )
    elif response.status_code >= 500:
        log.info("request", id=g.request_id, status=response.status_code)
    return response


def failed(raised: Raised | tuple[None, None, None]) -> None:
    """What Flask calls with an error that no page expected."""
    error = raised[1]
    where = {} if asks_nobody() else {"endpoint": request.endpoint}
    log.error("failed", id=g.get("request_id"), **where, **(told(error) if error else {}))


class Line(logging.Formatter):
    """Lines of libraries in the same form."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        line = {"event": record.getMessage(), "logger": record.name, "level": record.levelname}
        known = line | (told(error) if error else {}) | {"timestamp": clock.now().isoformat()}
        return json.dumps(known, ensure_ascii=False)


def configure(level: int) -> None:
    """Lines of this level and above, as JSON."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _when,
            _without_messages,
            structlog.processors.JSONRenderer(_as_line),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )


def init(app: Flask) -> None:
    configure(logging.WARNING if app.testing else logging.INFO)
    if not app.testing:
        lines = logging.StreamHandler()
        lines.setFormatter(Line())
        logging.basicConfig(handlers=[lines], level=logging.WARNING)
    app.log_exception = failed  # type: ignore[method-assign, assignment]
    app.before_request(start)
    app.after_request(finish)


def _when(logger: Any, method: str, line: Any) -> Any:
    """The moment, or only the day where nobody is asked who they are."""
    hidden = has_request_context() and asks_nobody()
    line["timestamp"] = clock.today().isoformat() if hidden else clock.now().isoformat()
    return line


def _as_line(line: Any, default: Any) -> str:
    return orjson.dumps(line, default=default).decode()


def _without_messages(logger: Any, method: str, line: Any) -> Any:
    """An error that a line was logged with, without its message."""
    raised = line.pop("exc_info", None)
    if raised is True:
        raised = sys.exc_info()[1]
    elif isinstance(raised, tuple):
        raised = raised[1]
    return line | told(raised) if isinstance(raised, BaseException) else line


def _short(file: str) -> str:
    """The path of a file of ours, and of a library's its name after a ~."""
    path = Path(file)
    ours = path.is_relative_to(ROOT) and "site-packages" not in path.parts
    return str(path.relative_to(ROOT)) if ours else f"~{path.name}"
