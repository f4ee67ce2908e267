"""Who asks, only to count: a keyed digest of a network, which nobody can turn back after its day.

The key is made of the system's secret and of a random salt that lives for a day: in Redis, where
the counting is done, or in this process when there is none. Neither is enough without the other.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from os import urandom

from flask import Response, current_app, request
from flask_limiter import Limiter
from limits import parse
from limits.errors import StorageError
from redis import RedisError

from integrity.base import clock, queue

SALT = "integrity:salt"
TWO_DAYS = 2 * 86400


def visitor(purpose: str = "") -> str:
    """The network that asks, as a digest: another one tomorrow, and another for each purpose."""
    key = current_app.config["SECRET_KEY"].encode() + _salt()
    who = f"{network(request.remote_addr or '')} {purpose}"
    return hmac.new(key, who.encode(), sha256).hexdigest()[:32]


def network(address: str) -> str:
    """The address itself; of IPv6 the 64 bits that belong to one connection."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or ip_network((known, 64), strict=False))
    return str(known)


limiter = Limiter(lambda: visitor(), application_limits=[lambda: current_app.config["VISITS"]])
"""Its limit for everything counts under one name, so that no key says which page was asked for."""


@dataclass(frozen=True)
class Budget:
    """How often the people of one network may do something; only what was done counts.

    `setting` names how often in the configuration, as "60 per hour".
    """

    name: str
    setting: str

    def free_at(self) -> datetime | None:
        """When it may be done again; None while it may be done now."""
        if not limiter.enabled:
            return None
        item, who = parse(current_app.config[self.setting]), visitor(self.name)
        try:
            if limiter.limiter.test(item, who):
                return None
            return datetime.fromtimestamp(limiter.limiter.get_window_stats(item, who)[0], UTC)
        except (RedisError, StorageError):
            return None  # nobody is turned away because the counting fails

    def spend(self) -> None:
        """It was done once more."""
        self._spending()()

    def spend_with(self, response: Response) -> Response:
        """It was done if this answer is sent, which is after the commit."""
        response.call_on_close(self._spending())
        return response

    def _spending(self) -> Callable[[], None]:
        item, who = parse(current_app.config[self.setting]), visitor(self.name)
        return partial(_hit, lambda: limiter.limiter.hit(item, who))


def _hit(count: Callable[[], bool]) -> None:
    try:
        if limiter.enabled:
            count()
    except (RedisError, StorageError):
        pass


def _salt() -> bytes:
    """Today's; those of other days are forgotten."""
    day = clock.today().isoformat()
    known: dict[str, bytes] = current_app.extensions.setdefault("salts", {})
    if day not in known:
        known.clear()
        known[day] = _shared_salt(day)
    return known[day]


def _shared_salt(day: str) -> bytes:
    fresh = urandom(32)
    if not current_app.config["REDIS_URL"]:
        return fresh
    try:
        redis = queue.connection()
        redis.set(f"{SALT}:{day}", fresh, nx=True, ex=TWO_DAYS)
        return bytes(redis.get(f"{SALT}:{day}") or fresh)  # type: ignore[arg-type]
    except RedisError:
        return fresh
