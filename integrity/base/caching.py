"""What a page may be kept for: the public ones for a moment by everybody, the others by nobody.

The files that all pages share are kept for good: one that has changed has another address.

A visitor's page is the same for all who carry the same cookies, and a visitor carries none until a
form is opened. So whatever stands in front of the system can answer for it under load.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request, session

from integrity.base.db import SAFE
from integrity.base.stamps import stamp_of

SHARED = "public, max-age=0, s-maxage=10"
OWN = "private, no-cache"
FOR_GOOD = "public, max-age=31536000, immutable"


def say(response: Response) -> Response:
    """Say it, unless the page has said it itself; a copy that is still good is not sent again."""
    if request.endpoint == "static":
        return _of_file(response)
    if "Cache-Control" in response.headers:
        return response
    if request.method not in SAFE or response.status_code != 200:
        return response
    response.vary.add("Cookie")
    response.headers["Cache-Control"] = SHARED if _is_a_visitors(response) else OWN
    if not response.is_streamed and not response.direct_passthrough:
        response.add_etag()
        response.make_conditional(request)
    return response


def _is_a_visitors(response: Response) -> bool:
    """Whether the answer would be the same for everybody without a session."""
    has_session = current_app.config["SESSION_COOKIE_NAME"] in request.cookies or session.modified
    gives_cookie = "Set-Cookie" in response.headers
    is_public = stamp_of(request.endpoint or "") == "public"
    return is_public and not has_session and not gives_cookie and not request.authorization


def _of_file(response: Response) -> Response:
    asked, filename = request.args.get("v"), (request.view_args or {}).get("filename", "")
    if response.status_code in (200, 304) and asked and asked == _version(filename):
        response.headers["Cache-Control"] = FOR_GOOD
    return response


def _address(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and (version := _version(values["filename"])):
        values["v"] = version


def _version(filename: str) -> str:
    """What tells a file from what it was before; "" of a folder."""
    path = Path(current_app.static_folder or "") / filename
    return _digest(path, path.stat().st_mtime_ns) if path.is_file() else ""


@cache
def _digest(path: Path, changed: int) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]


def init(app: Flask) -> None:
    app.url_defaults(_address)
    app.after_request(say)
