"""The edge of the interface: tokens and scopes, sizes, and answering a repeated write again."""

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from integrity.base import caching, clock, i18n
from integrity.base.db import SAFE
from integrity.base.errors import problem
from integrity.base.security import csrf, limiter, most_bytes, most_files
from integrity.base.stamps import stamp_of
from integrity.credit.checks import fence
from integrity.doors.api import idempotency, open_streams, sending
from integrity.doors.api.problems import PROBLEMS
from integrity.people.accounts import tokens
from integrity.people.accounts.models import Token
from integrity.people.subjects.models import Subject

bp = Blueprint("api", __name__, url_prefix="/api")
bp.record_once(lambda state: _prepare(state.app))  # type: ignore[arg-type]
csrf.exempt(bp)  # nothing here is done with a cookie: writes need a bearer token


def _prepare(app: Flask) -> None:
    """What an app must know before the addresses of the interface are entered."""
    app.extensions["problems"] = PROBLEMS
    open_streams.init(app)


LARGEST = 2_000_000
"""Bytes of a request; a check of 1,000 subjects has about 100,000. A file may have more."""
CHECK = "api.check"
"""The call that is made most."""
ON_TRIAL = {CHECK, "api.check_item", "api.outcomes_said", "api.open_window"}
"""The calls of a token for tests, which change nothing real."""


@dataclass(frozen=True)
class Caller:
    """The system behind a token, as the log names it; it acts for its body and is no user."""

    name: str
    body_id: int
    id: None = None


def caller() -> Caller:
    """Who calls."""
    return Caller(name=g.token.name, body_id=g.token.body_id)


def body() -> Subject:
    """The body for which the caller acts."""
    token: Token = g.token
    return token.body


@bp.before_request
def admit() -> ResponseReturnValue | None:
    """Before every call: a live token with the scope of the view, a request of sensible size."""
    g.pop("token", None)
    if request.method == "OPTIONS":
        return None
    stamp = stamp_of(request.endpoint or "") or ""
    if stamp.startswith("scope:") and (refused := _authenticate(stamp.removeprefix("scope:"))):
        return refused
    most = _most()
    if (request.content_length or 0) > most:
        return problem(413, _("请求不得超过 %(bytes)d 字节，请拆分后分次发送。", bytes=most))
    request.max_content_length = most
    if request.method not in SAFE and (late := sending.refuse()):
        return late
    if request.method not in SAFE and idempotency.HEADER in request.headers:
        return idempotency.claim(request.headers[idempotency.HEADER])
    return None


def _most() -> int:
    """How many bytes the view that was asked takes."""
    otherwise = current_app.config["UPLOAD_LIMIT"] if most_files() else LARGEST
    return int(most_bytes() or otherwise)


@bp.after_request
def remember(response: Response) -> Response:
    """Keep the first answer of a write beside what it wrote: both are committed, or neither."""
    idempotency.keep(response)
    _count(response)
    response.vary.add("Accept-Language")
    response.headers["Content-Language"] = i18n.locale()
    if _is_open():
        open_to_all(response)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _count(response: Response) -> None:
    """Say how many calls are left, as the standard headers do: seconds until it counts anew."""
    known = limiter.current_limit
    if known is not None:
        seconds = max(0, round(known.reset_at - clock.now().timestamp()))
        response.headers["RateLimit-Limit"] = str(known.limit.amount)
        response.headers["RateLimit-Remaining"] = str(max(0, known.remaining))
        response.headers["RateLimit-Reset"] = str(seconds)


def _is_open() -> bool:
    """Whether this is a reading call for everybody, whoever makes it."""
    return request.method in SAFE and stamp_of(request.endpoint or "") == "public"


def open_to_all(response: Response) -> None:
    """Open data may be read by pages of any site, and kept as long as it has not changed."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = ", ".join(EXPOSED)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
        response.headers["Access-Control-Allow-Headers"] = "Accept-Language, If-None-Match"
        response.headers["Access-Control-Max-Age"] = "86400"
    elif response.status_code == 200:
        response.headers["Cache-Control"] = caching.SHARED
        response.add_etag()
        response.make_conditional(request)


EXPOSED = ("ETag", "Link", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


def _shown() -> Token | None:
    """The live token that the request carries, looked up once."""
    if "shown_token" not in g:
        kind, _space, text = request.headers.get("Authorization", "").partition(" ")
        shown = kind.lower() == "bearer" and bool(text)
        g.shown_token, g.believed = _known(text.strip()) if shown else (None, None)
    token: Token | None = g.shown_token
    return token


def _known(text: str) -> tuple[Token | None, int | None]:
    """The token, and under which version it is believed by a check, which compares it."""
    if request.endpoint == CHECK:
        return fence.token(text, clock.now())
    return tokens.of(text, clock.now()), None


def admit_again() -> Response | None:
    """Look for the token itself: what was known of it has moved."""
    fence.forget()
    g.pop("shown_token", None)
    refused = _authenticate("checks")
    g.believed = None  # it was looked for just now
    return refused


def _whose_limit() -> str:
    """Calls are counted per token; whoever shows none counts by address like any visitor."""
    token = _shown()
    return f"token {token.id}" if token else str(limiter._key_func())


def _limit() -> str:
    token = _shown()
    number = (token and token.per_minute) or current_app.config["TOKEN_PER_MINUTE"]
    return f"{number} per minute"


def _authenticate(scope: str) -> Response | None:
    token = _shown()
    refuse = partial(_challenge, scope=scope)
    if token is None:
        return refuse(401, _("请求没有令牌，或者令牌不存在、已到期、已吊销。"))
    if scope not in token.scopes or not tokens.fits(scope, token.body):
        return refuse(403, _("令牌没有接口权限 %(scope)s。", scope=scope), "wrong-scope")
    if not tokens.may_come_from(token, request.remote_addr or ""):
        return refuse(403, _("令牌不能从这个地址使用。"), "wrong-address")
    if token.test and request.endpoint not in ON_TRIAL:
        said = _("测试令牌只能核查、读取核查、反馈使用情况、打开核查窗口。")
        return refuse(403, said, "test-token")
    tokens.note_use(token, clock.now())
    g.token = token
    return None


limiter.limit(_limit, key_func=_whose_limit)(bp)


def _challenge(status: int, detail: str, code: str = "", *, scope: str) -> Response:
    response = problem(status, detail, code=code)
    error = "invalid_token" if status == 401 else "insufficient_scope"
    challenge = f'Bearer realm="api", error="{error}", scope="{scope}"'
    response.headers["WWW-Authenticate"] = challenge
    return response
