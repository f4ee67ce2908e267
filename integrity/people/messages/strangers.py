"""Addresses of people without an account: sealed under a key that serves nothing else."""

import hashlib
import hmac
from base64 import b64decode, b64encode
from typing import Any

import sqlalchemy as sa
from flask import current_app

from integrity.base import envelopes
from integrity.base.db import db

KEPT: list[Any] = []
"""Every model that keeps addresses so, in columns named `sealed` and `digest`."""


def digest(address: str) -> str:
    """By which an address is known again; nobody can make the address of it."""
    return hmac.new(_key(), address.strip().lower().encode(), hashlib.sha256).hexdigest()


def sealed(address: str, digest: str) -> str:
    """An address, opened only together with its digest."""
    return b64encode(envelopes.closed(_key(), address.strip().encode(), digest.encode())).decode()


def opened(sealed: str, digest: str, *, old: bytes = b"") -> str:
    """The address, sealed under the key of today or an old one."""
    return envelopes.opened(old or _key(), b64decode(sealed), digest.encode()).decode()


def reseal(old: bytes) -> int:
    """Seal every address that was sealed under an old key under the one of today; how many.

    Where an address was forgotten and only its digest is kept, nobody can make another of it.
    """
    count = 0
    for model in KEPT:
        kept = sa.select(model).where(model.sealed.is_not(None)).order_by(model.id)
        for row in db.session.scalars(kept):
            address = opened(row.sealed, row.digest, old=old)
            row.digest = digest(address)
            row.sealed = sealed(address, row.digest)
            count += 1
        db.session.flush()
    return count


def _key() -> bytes:
    return b64decode(current_app.config["FOLLOW_KEY"])
