"""Addresses of people without an account: sealed under a key that serves nothing else."""

import hashlib
import hmac
from base64 import b64decode, b64encode
from os import urandom

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app


def digest(address: str) -> str:
    """By which an address is known again; nobody can make the address of it."""
    return hmac.new(_key(), address.strip().lower().encode(), hashlib.sha256).hexdigest()


def sealed(address: str, digest: str) -> str:
    """An address, opened only together with its digest."""
    nonce = urandom(12)
    closed = AESGCM(_key()).encrypt(nonce, address.strip().encode(), digest.encode())
    return b64encode(nonce + closed).decode()


def opened(sealed: str, digest: str) -> str:
    raw = b64decode(sealed)
    return AESGCM(_key()).decrypt(raw[:12], raw[12:], digest.encode()).decode()


def _key() -> bytes:
    return b64decode(current_app.config["FOLLOW_KEY"])
