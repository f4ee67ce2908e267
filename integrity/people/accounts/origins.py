"""Where a request comes from, as far as it matters for logging in: an address and a device.

The address is kept as a keyed digest: enough to tell two apart, too little to find anybody.
"""

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Response, current_app, g, request
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import Model, changed, db
from integrity.people.subjects import identifiers

BROWSERS = ("Edg", "OPR", "MicroMessenger", "QQBrowser", "Firefox", "Chrome", "Safari")
SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac OS", "HarmonyOS", "Linux")
NAMES = {"Edg": "Edge", "OPR": "Opera", "MicroMessenger": "WeChat", "Mac OS": "macOS"}


@dataclass(frozen=True)
class Origin:
    """`address` and `device` are digests, `device` is "" without its cookie; `words` describe."""

    address: str = ""
    device: str = ""
    words: str = ""


class Device(Model):
    """A browser in which a person has logged in before; only the digest of its cookie is kept."""

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    digest: Mapped[str] = mapped_column(sa.String(64))
    words: Mapped[str] = mapped_column(sa.String(80))
    seen_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("user_id", "digest"),)


def here() -> Origin:
    """Of this request."""
    text = request.cookies.get(current_app.config["DEVICE_COOKIE_NAME"], "")
    agent = request.headers.get("User-Agent", "")
    return Origin(_address(request.remote_addr or ""), _digest(text) if text else "", words(agent))


def words(agent: str) -> str:
    """What a browser says of itself in two words, such as Chrome · Windows."""
    found = (next((name for name in names if name in agent), "") for names in (BROWSERS, SYSTEMS))
    return " · ".join(NAMES.get(name, name) for name in found if name)


def is_known(user_id: int, origin: Origin, at: datetime) -> bool:
    """Whether this person logged in from this device not too long ago."""
    days = timedelta(days=current_app.config["DEVICE_DAYS"])
    known = (Device.user_id == user_id, Device.digest == origin.device, Device.seen_at > at - days)
    return bool(origin.device and db.session.scalar(sa.select(sa.exists().where(*known))))


def remember(user_id: int, origin: Origin, at: datetime) -> None:
    """Know this device from now on; a new one is given its cookie with the answer."""
    digest = origin.device
    if not digest:
        g.new_device = secrets.token_urlsafe(32)
        digest = _digest(g.new_device)
    wanted = sa.select(Device).where(Device.user_id == user_id, Device.digest == digest)
    device = db.session.scalars(wanted.with_for_update()).first()
    if device is None:
        device = Device(user_id=user_id, digest=digest)
        db.session.add(device)
    device.words, device.seen_at = origin.words[:80], at


def forget(user_id: int, but: Origin) -> None:
    """Know no device of this person any more but the one of this request."""
    others = (Device.user_id == user_id, Device.digest != but.device)
    changed(sa.delete(Device).where(*others))


def give_cookie(response: Response) -> Response:
    """Hand a new device the cookie by which it is known again."""
    if text := g.pop("new_device", None):
        config = current_app.config
        response.set_cookie(
            config["DEVICE_COOKIE_NAME"],
            text,
            max_age=config["DEVICE_DAYS"] * 86400,
            secure=config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    return response


def _address(text: str) -> str:
    """The keyed digest of an address; one of IPv6 counts as its whole network (/64)."""
    try:
        number = ipaddress.ip_address(text)
    except ValueError:
        return ""
    net = ipaddress.ip_network((number, 64 if number.version == 6 else 32), strict=False)
    return identifiers.digest(f"login {net}")[:16]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
