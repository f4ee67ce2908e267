"""What a page may be kept for: the public ones for a moment by everybody, the others by nobody.

A visitor's page is the same for all who carry the same cookies, and a visitor carries none until a
form is opened. So whatever stands in front of the system can answer for it under load.
"""

from flask import Flask, Response, current_app, request, session

from integrity.base.db import SAFE
from integrity.base.stamps import stamp_of

SHARED = "public, max-age=0, s-maxage=10"
OWN = "private, no-cache"


def say(response: Response) -> Response:
    """Say it, unless the page has said it itself; a copy that is still good is not sent again."""
    if "Cache-Control" in response.headers or request.endpoint == "static":
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


def init(app: Flask) -> None:
    app.after_request(say)
