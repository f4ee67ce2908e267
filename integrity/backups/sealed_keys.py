"""The keys of a system in one file that opens by a passphrase, to be kept apart from the backups.

scrypt makes a key of the passphrase, AES-256-GCM seals; nothing of the content shows outside.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

COST = {"n": 2**17, "r": 8, "p": 1}
SHORTEST = 12


class WrongPassphrase(Exception):
    """It opens nothing, or the file is damaged: nobody can tell the two apart."""


@dataclass(frozen=True)
class Keys:
    """settings: SECRET_KEY and CONTACT_KEY as they were set. pems: the files of the signature."""

    settings: dict[str, str]
    pems: dict[str, str]


def seal(keys: Keys, passphrase: str, path: Path) -> None:
    """Write them, readable by the owner alone."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    inside = json.dumps({"settings": keys.settings, "pems": keys.pems}).encode()
    closed = AESGCM(_key(passphrase, salt, COST)).encrypt(nonce, inside, None)
    parts = {"salt": salt, "nonce": nonce, "sealed": closed}
    said = {name: base64.b64encode(part).decode() for name, part in parts.items()}
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"format": 1, "scrypt": COST, **said}, file, indent=2)
        file.flush()
        os.fsync(file.fileno())


def unseal(path: Path, passphrase: str) -> Keys:
    """The keys in a file; raises WrongPassphrase."""
    try:
        said = json.loads(path.read_bytes())
        parts = {name: base64.b64decode(said[name]) for name in ("salt", "nonce", "sealed")}
        key = _key(passphrase, parts["salt"], {name: int(said["scrypt"][name]) for name in COST})
        return Keys(**json.loads(AESGCM(key).decrypt(parts["nonce"], parts["sealed"], None)))
    except (InvalidTag, ValueError, KeyError, TypeError):
        raise WrongPassphrase(f"{path}: wrong passphrase, or not as it was written") from None


def _key(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return Scrypt(salt=salt, length=32, **cost).derive(passphrase.encode())
