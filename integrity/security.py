"""Login, forged posts, rate limits and headers: what protects every page alike."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user
from flask_wtf import CSRFProtect

View = TypeVar("View", bound=Callable[..., Any])
csrf = CSRFProtect()
limiter = Limiter(get_remote_address, default_limits=["600 per minute"])
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
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if current_user.is_authenticated and request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response


def takes_files(most: int) -> Callable[[View], View]:
    """This view takes so many files at once, and says itself which of them is too large."""

    def stamp(view: View) -> View:
        view.most_files = most  # type: ignore[attr-defined]
        return view

    return stamp


def most_files() -> int:
    """How many files the view that was asked takes of anybody."""
    return getattr(current_app.view_functions.get(request.endpoint or ""), "most_files", 0)


def limit_forms() -> None:
    """A form without files is small; Werkzeug itself only limits those with files."""
    config = current_app.config
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = config["MAX_FORM_MEMORY_SIZE"]
    elif most := most_files():
        room = (most + 1) * config["UPLOAD_LIMIT"]
        request.max_content_length = room + config["MAX_FORM_MEMORY_SIZE"]


def refuse_nul() -> None:
    """No text has a NUL character, and PostgreSQL stores none: whoever sends one gets a 400."""
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


def init(app: Flask, load_user: Any) -> None:
    """Protect an app; `load_user(id)` finds the person of a session."""
    app.before_request(limit_forms)
    csrf.init_app(app)
    limiter.init_app(app)
    login_manager.init_app(app)
    login_manager.session_protection = "strong"
    login_manager.user_loader(load_user)
    app.before_request(refuse_nul)
    app.after_request(harden)
