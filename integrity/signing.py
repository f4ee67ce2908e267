"""The server's own signature (Ed25519): on behalf of people who have confirmed with a password.

The private key lies in the instance folder, readable by its owner only, as does every file that
people gave; several machines share that folder. Renaming `current.pem` to the name of its key id
retires it: a new one is made, and the old public key stays published and verifies what it signed.
"""

import base64
import hashlib
import os
import secrets
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from flask import current_app

CURRENT = "current.pem"


def sign(message: bytes) -> tuple[str, str]:
    """The id of the key and its signature (base64) of a message."""
    key = _current()
    return key_id(_raw(key)), base64.b64encode(key.sign(message)).decode()


def verify(public_key: bytes, message: bytes, signature: str) -> bool:
    """Whether a key (32 raw bytes) signed exactly this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(
            base64.b64decode(signature, validate=True), message
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key() -> str:
    """The present public key, 32 raw bytes as base64."""
    return base64.b64encode(_raw(_current())).decode()


def public_keys() -> list[dict[str, Any]]:
    """Every public key that ever signed here, the present one first, for everybody."""
    _current()
    found = sorted(_folder().glob("*.pem"), key=lambda path: (path.name != CURRENT, path.name))
    raws = [_raw(_read(path)) for path in found]
    return [
        {
            "key_id": key_id(raw),
            "algorithm": "Ed25519",
            "public_key": base64.b64encode(raw).decode(),
            "current": path.name == CURRENT,
        }
        for path, raw in zip(found, raws, strict=True)
    ]


def key_id(raw: bytes) -> str:
    """What a public key is called: the first 16 digits of its SHA-256."""
    return hashlib.sha256(raw).hexdigest()[:16]


def _folder() -> Path:
    return Path(current_app.config["INSTANCE"]) / "keys"


def _current() -> Ed25519PrivateKey:
    path = _folder() / CURRENT
    if not path.exists():
        _make(path)
    return _read(path)


def _make(path: Path) -> None:
    """Write a whole key under another name first; of two that try at once, one wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(
        form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()
    )
    draft = path.with_name(f"new-{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _read(path: Path) -> Ed25519PrivateKey:
    key = form.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds no Ed25519 key")
    return key


def _raw(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(form.Encoding.Raw, form.PublicFormat.Raw)
