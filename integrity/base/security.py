"""Login, forged posts, rate limits and headers: what protects every page alike."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import structlog
from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    has_request_context,
    make_response,
    request,
    session,
)
from flask.sessions import SecureCookieSessionInterface
from flask_babel import gettext as _
from flask_limiter import RateLimitExceeded
from flask_login import LoginManager, current_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError

from integrity.base import clock, errors
from integrity.base.db import db
from integrity.base.stamps import asks_nobody, is_called
from integrity.base.visitors import limiter

log = structlog.get_logger()
View = TypeVar("View", bound=Callable[..., Any])


class Protection(CSRFProtect):
    """A form that is too old is shown again with what was typed; any other such post is refused.

    The form finds its token void and so carries nothing out; `ask_again` makes sure of it.
    """

    def protect(self, *args: Any, **more: Any) -> None:
        try:
            super().protect(*args, **more)
        except CSRFError:
            if not _shows_its_form():
                raise
            g.stale = True


csrf = Protection()
login_manager = LoginManager()

POLICY = "; ".join(
    f"{what} {whom}"
    for what, whom in {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }.items()
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def harden(response: Response) -> Response:
    """Strict headers everywhere; what a person logged in sees is never kept by a cache."""
    named = {name.lower() for name, _value in response.headers}
    response.headers.extend((n, v) for n, v in HEADERS.items() if n.lower() not in named)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if current_user.is_authenticated and request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response


def shows_form(view: View) -> View:
    """This view answers posts only, and one that it refuses with the form and what was typed."""
    view.shows_form = True  # type: ignore[attr-defined]
    return view


def _shows_its_form() -> bool:
    """Whether this post is of a form of ours whose view can show it again."""
    rule, origin = request.url_rule, request.headers.get("Origin")
    if rule is None or origin not in (None, request.host_url.rstrip("/")):
        return False
    view = current_app.view_functions[rule.endpoint]
    return "GET" in (rule.methods or ()) or getattr(view, "shows_form", False)


def ask_again(response: Response) -> Response:
    """Whatever a view answers to a form that is too old, nothing of it is carried out."""
    if not g.get("stale") or response.status_code >= 400:
        return response
    db.session.rollback()
    session.clear()
    return make_response(errors.forged())


def forget_login() -> None:
    """A page that asks nobody who they are knows no login, whatever cookie comes with it.

    Neither does what a program calls: it shows a token.
    """
    if asks_nobody():
        g.has_login = "_user_id" in session
        g._login_user = login_manager.anonymous_user()
    elif is_called():
        g._login_user = login_manager.anonymous_user()


def too_often(error: RateLimitExceeded) -> Any:
    """429, with the time from which it may be tried again."""
    known = limiter.current_limit
    until = datetime.fromtimestamp(known.reset_at, clock.ZONE) if known else None
    when = _("请在 %(time)s 后再试。", time=f"{until:%H:%M}") if until else errors.ADVICE[429]
    limit = _("超过限额：%(limit)s。", limit=error.description)
    called = request.path.startswith("/api/")
    return errors.answer(429, errors.TITLES[429], limit if called else "", when)


def warn_of_proxies() -> None:
    """Behind a proxy that was not told of, everybody has one address and shares one budget."""
    known = current_app.config
    hidden = known["BASE_URL"].startswith("https://") and "X-Forwarded-For" in request.headers
    if hidden and not known["PROXIES"] and "proxies" not in current_app.extensions:
        current_app.extensions["proxies"] = "warned"
        log.warning("X-Forwarded-For arrives but PROXIES is 0: all visitors count as one")


def takes_files(most: int) -> Callable[[View], View]:
    """This view takes so many files at once, and says itself which of them is too large."""

    def stamp(view: View) -> View:
        view.most_files = most  # type: ignore[attr-defined]
        return view

    return stamp


def most_files() -> int:
    """How many files the view that was asked takes of anybody."""
    return getattr(current_app.view_functions.get(request.endpoint or ""), "most_files", 0)


def takes_bytes(most: int) -> Callable[[View], View]:
    """This view takes a body, or a file, of so many bytes."""

    def stamp(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]
        return view

    return stamp


def most_bytes() -> int:
    """How many bytes the view that was asked takes; 0: it says nothing, or none was asked."""
    if not has_request_context():
        return 0
    return getattr(current_app.view_functions.get(request.endpoint or ""), "most_bytes", 0)


def limit_forms() -> None:
    """A form without files is small; Werkzeug itself only limits those with files."""
    config = current_app.config
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = config["MAX_FORM_MEMORY_SIZE"]
    elif most := most_files():
        room = (most + 1) * config["UPLOAD_LIMIT"]
        request.max_content_length = room + config["MAX_FORM_MEMORY_SIZE"]
    elif most := most_bytes():
        request.max_content_length = most + config["MAX_FORM_MEMORY_SIZE"]


def refuse_nul() -> None:
    """No text has a NUL character, and PostgreSQL stores none: whoever sends one gets a 400."""
    if request.is_json and not request.query_string:
        if "\0" in request.path:
            abort(400)
        return
    said = [request.path, *(f.filename or "" for f in request.files.values())]
    for given in (request.args, request.form):
        said += [text for pair in given.items(multi=True) for text in pair]
    if any("\0" in text for text in said):
        abort(400)


def safe_next(target: str | None, otherwise: str) -> str:
    """Where to go next, if that is a page of this site and nothing else."""
    local = target and target.startswith("/") and not target.startswith("//")
    if not target or not local or "\\" in target or not target.isprintable():
        return otherwise
    return target


class Sessions(SecureCookieSessionInterface):
    """Without a cookie nothing need be read, and what stayed empty need not be written."""

    def open_session(self, app: Flask, request: Any) -> Any:
        if self.get_cookie_name(app) in request.cookies:
            return super().open_session(app, request)
        return self.session_class()

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        if session or session.modified or session.accessed:
            super().save_session(app, session, response)


def ask_to_wait(response: Response) -> Response:
    """Only who is refused for now is told when to come again."""
    if response.status_code not in (429, 503):
        response.headers.pop("Retry-After", None)
    return response


def init(app: Flask, load_user: Any) -> None:
    """Protect an app; `load_user(id)` finds the person of a session."""
    app.session_interface = Sessions()
    app.before_request(forget_login)
    app.before_request(warn_of_proxies)
    app.before_request(limit_forms)
    csrf.init_app(app)
    app.after_request(ask_to_wait)  # after the limiter, which says it of every answer
    limiter.init_app(app)
    login_manager.init_app(app)
    login_manager.session_protection = "strong"
    login_manager.user_loader(load_user)
    app.before_request(refuse_nul)
    app.after_request(harden)
    app.after_request(ask_again)
    app.register_error_handler(RateLimitExceeded, too_often)
