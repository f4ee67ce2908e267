"""Structured logs, one JSON object a line: what was asked, what was answered, how long it took.

No address, no query string and no form content is logged: addresses of pages may be searched for,
and a receipt or a complaint must never be found in a log.
"""

import logging
import secrets
import time

import structlog
from flask import Flask, Response, g, request
from flask_login import current_user

log = structlog.get_logger()


def start() -> None:
    g.started, g.request_id = time.perf_counter(), secrets.token_hex(8)


def finish(response: Response) -> Response:
    """Log the answer and tell its number, so that a report of an error can be found."""
    if request.endpoint != "static" and "started" in g:
        log.info(
            "request",
            id=g.request_id,
            method=request.method,
            endpoint=request.endpoint,
            status=response.status_code,
            user=current_user.get_id() if current_user.is_authenticated else None,
            milliseconds=round((time.perf_counter() - g.started) * 1000, 1),
        )
        response.headers["X-Request-Id"] = g.request_id
    return response


def init(app: Flask) -> None:
    level = logging.WARNING if app.testing else logging.INFO
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )
    app.before_request(start)
    app.after_request(finish)
