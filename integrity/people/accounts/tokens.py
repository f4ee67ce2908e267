"""Tokens of business systems: of one body, for what its kind may, until a day."""

import hashlib
import ipaddress
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm.attributes import set_committed_value

from integrity.base.addresses import is_site
from integrity.base.audit import service as audit
from integrity.base.db import afterwards, db
from integrity.base.errors import NotAllowed, Refused
from integrity.people.accounts.models import Token
from integrity.people.subjects.models import Subject, SubjectKind

SCOPES = ("checks", "courts", "pushes", "records")
"""What a token may open; each opens something, and `courts` only to courts."""
TRIED = "checks"
"""The only thing that can be tried with a token for tests."""
PRECISION = timedelta(minutes=1)
"""How often at most a token notes that it was used."""


def fits(scope: str, body: Subject) -> bool:
    """Whether a body of this kind may have this scope."""
    return body.kind is SubjectKind.BODY and (scope != "courts" or body.court)


def issue(
    body: Subject,
    scopes: Sequence[str],
    *,
    by: audit.Actor,
    at: datetime,
    ends_at: datetime | None = None,
    note: str = "",
    sites: Sequence[str] = (),
    test: bool = False,
    **more: Any,
) -> str:
    """A new token; the text is returned once and never stored. It ends after TOKEN_DAYS at most.

    Raises Refused.
    """
    _check(body, scopes, sites)
    if test and list(scopes) != [TRIED]:
        raise Refused(_("测试令牌只有核查的接口权限。"))
    latest = at + timedelta(days=current_app.config["TOKEN_DAYS"])
    text = "ig_" + secrets.token_urlsafe(32)
    token = Token(
        digest=digest_of(text),
        hint=text[:8],
        body_id=body.id,
        scopes=list(scopes),
        note=note,
        sites=list(sites),
        test=test,
        created_at=at,
        ends_at=min(ends_at or latest, latest),
        **more,
    )
    db.session.add(token)
    audit.write(token, "issue", by=by, at=at, scopes=list(scopes), ends=str(token.ends_at))
    return text


def rotate(token: Token, *, by: audit.Actor, at: datetime) -> str:
    """A successor with a text of its own; both work for some days, so that nothing stands still.

    Raises NotAllowed.
    """
    if not is_live(token, at):
        raise NotAllowed(_("这个令牌已经失效，请重新签发。"))
    text = issue(
        token.body,
        token.scopes,
        by=by,
        at=at,
        note=token.note,
        contact=token.contact,
        addresses=token.addresses,
        per_minute=token.per_minute,
        sites=token.sites,
        test=token.test,
    )
    overlap = timedelta(days=current_app.config["TOKEN_OVERLAP_DAYS"])
    token.ends_at = min(token.ends_at, at + overlap)
    audit.write(token, "rotate", by=by, at=at, ends=str(token.ends_at))
    return text


def revoke(token: Token, *, by: audit.Actor, at: datetime) -> None:
    """It works no more. Raises NotAllowed for one that was revoked before."""
    if token.revoked_at is not None:
        raise NotAllowed(_("这个令牌已经撤销。"))
    token.revoked_at = at
    audit.write(token, "revoke", by=by, at=at)


def is_live(token: Token, at: datetime) -> bool:
    return token.revoked_at is None and token.ends_at > at


def ending(at: datetime, days: int) -> sa.ColumnElement[bool]:
    """The condition for tokens that work and will not after so many days."""
    soon = Token.ends_at <= at + timedelta(days=days)
    return sa.and_(Token.revoked_at.is_(None), Token.ends_at > at, soon)


def of(text: str, at: datetime) -> Token | None:
    """The live token with this text."""
    wanted = sa.select(Token).where(Token.digest == digest_of(text))
    token = db.session.scalars(wanted).first()
    return token if token is not None and is_live(token, at) else None


def note_use(token: Token, at: datetime) -> None:
    """Remember that it was used, once a minute."""
    if token.used_at is None or at - token.used_at >= PRECISION:
        afterwards(sa.update(Token).where(Token.id == token.id).values(used_at=at))
        set_committed_value(token, "used_at", at)  # of one that is kept


def may_come_from(token: Token, address: str) -> bool:
    """Whether a call may come from this address; from any, where none is named."""
    if not token.addresses:
        return True
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(number in ipaddress.ip_network(net, strict=False) for net in token.addresses)


def _check(body: Subject, scopes: Sequence[str], sites: Sequence[str]) -> None:
    unknown = set(scopes) - set(SCOPES)
    if unknown or not scopes:
        raise Refused(_("未知的接口权限：%(names)s", names=_("、").join(sorted(unknown)) or "—"))
    if wrong := [scope for scope in scopes if not fits(scope, body)]:
        raise Refused(
            _(
                "%(body)s不能有接口权限 %(names)s：法院推送只给法院，其他只给机关事业单位。",
                body=body.name,
                names=_("、").join(wrong),
            )
        )
    if foreign := next((site for site in sites if not is_site(site)), None):
        raise Refused(_("“%(line)s”不是网站地址，请只写协议和域名。", line=foreign))


def digest_of(text: str) -> str:
    """By which a token is found: its text is stored nowhere."""
    return hashlib.sha256(text.encode()).hexdigest()
