"""The server's own signature (Ed25519): on behalf of people who have confirmed with a password.

The private key lies in the instance folder, readable by its owner only, as does every file that
people gave; several machines share that folder. `renew` retires the key under the name of its id: a
new one is made, and the old public key stays published and verifies what it signed.
"""

import base64
import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base import key_marks
from integrity.base.db import db
from integrity.base.errors import Refused

CURRENT = "current.pem"
USED: list[Callable[[], sa.Select[Any]]] = []
"""Of everything that keeps signatures of the server: selects the public keys that made them."""


class LostKeys(Refused):
    """Something was signed here with a key that the folder does not have."""

    status = 503
    title = _l("签名密钥缺失")
    what_to_do = _l("请系统管理员从备份恢复 INSTANCE 文件夹中的 keys 目录，不要生成新的密钥。")


class WrongKeys(LostKeys):
    """What is sealed in the database was sealed with other keys than those that are set."""

    title = _l("密钥与数据库不符")
    what_to_do = _l(
        "请系统管理员从备份恢复原来的密钥；以新密钥启动，已封存的身份信息和联系方式无法读取。"
    )


def demand_keys() -> None:
    """Raise LostKeys unless every key that ever signed here is there, WrongKeys if one differs.

    A new one in their place would make every signature false in public, and no person be found.
    """
    if names := key_marks.wrong():
        raise WrongKeys(_("%(names)s 不是这个数据库所用的密钥。", names="、".join(names)))
    known = {base64.b64encode(_raw(_read(path))).decode() for path in _folder().glob("*.pem")}
    used = {key for select in USED for key in db.session.scalars(select().distinct())}
    if lost := used - known:
        ids = "、".join(sorted(key_id(base64.b64decode(key)) for key in lost))
        raise LostKeys(_("已有签名由密钥 %(ids)s 作出，keys 目录中没有。", ids=ids))


def renew() -> tuple[str, str]:
    """Retire the present key and make a new one; the ids of both. Raises LostKeys.

    The old one stays published and verifies what it signed.
    """
    demand_keys()
    old = key_id(_raw(_current()))
    os.rename(_folder() / CURRENT, _folder() / f"{old}.pem")
    return old, key_id(_raw(_current()))


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


def raw_keys() -> dict[str, bytes]:
    """The same by their ids, as raw bytes, for verifying."""
    return {key["key_id"]: base64.b64decode(key["public_key"]) for key in public_keys()}


def key_id(raw: bytes) -> str:
    """What a public key is called: the first 16 digits of its SHA-256."""
    return hashlib.sha256(raw).hexdigest()[:16]


def _folder() -> Path:
    return Path(current_app.config["INSTANCE"]) / "keys"


def _current() -> Ed25519PrivateKey:
    path = _folder() / CURRENT
    if not path.exists():
        demand_keys()
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
