"""Passkeys (WebAuthn): a key on a person's own device that signs what the person reads.

Here a passkey does not log anybody in; it signs, and with the right password it passes the
waiting time after failures, which others may have caused. The challenge of a signature is the
SHA-256 of the signed document, so that anybody can verify the signature from the document alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import orjson
import sqlalchemy as sa
import webauthn
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from integrity.base import site_texts
from integrity.base.audit import service as audit
from integrity.base.db import Model, db
from integrity.base.errors import Refused
from integrity.people.accounts.models import User

MOST = 10


class WrongPasskey(Refused):
    """The answer of the device does not fit the question, the person or this site."""

    title = _l("通行密钥验证失败")


class Passkey(Model):
    """A public key of a person's device; a removed one signs no more, but what it signed stays."""

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    credential_id: Mapped[str] = mapped_column(sa.String(1400), unique=True)
    public_key: Mapped[str]
    sign_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Assertion:
    """What a device signed, all in base64url; `public_key` is a COSE key."""

    credential_id: str
    public_key: str
    client_data: str
    authenticator_data: str
    signature: str


def relying_party() -> tuple[str, list[str]]:
    """The domain that owns the keys, and the addresses it is used from.

    Browsers give no keys to a bare number, so on a laptop they belong to localhost.
    """
    parts = urlsplit(current_app.config["BASE_URL"])
    host, port = parts.hostname or "localhost", f":{parts.port}" if parts.port else ""
    if host in ("127.0.0.1", "::1"):
        host = "localhost"
    return host, [f"{parts.scheme}://{host}{port}"]


def of(user: Any) -> Sequence[Passkey]:
    """The passkeys that a person may sign with."""
    wanted = sa.select(Passkey).where(Passkey.user_id == user.id, Passkey.removed_at.is_(None))
    return db.session.scalars(wanted.order_by(Passkey.id)).all()


def registration(user: User) -> tuple[bytes, dict[str, Any]]:
    """The challenge to remember and the options for the browser, to make a new passkey."""
    host, _origins = relying_party()
    options = webauthn.generate_registration_options(
        rp_id=host,
        rp_name=site_texts.said("SITE_NAME"),
        user_id=f"user-{user.id}".encode(),
        user_name=user.username,
        user_display_name=user.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(user),
    )
    return options.challenge, orjson.loads(webauthn.options_to_json(options))


def register(user: User, name: str, credential: str, challenge: bytes, *, at: datetime) -> Passkey:
    """Keep the public key that a device made for this challenge; raises WrongPasskey."""
    host, origins = relying_party()
    if len(of(user)) >= MOST:
        raise WrongPasskey(_("通行密钥已达上限，请先移除不用的。"))
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origins,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise WrongPasskey(_("设备的回应无效，未作任何改动，请重试。")) from None
    passkey = Passkey(
        user_id=user.id,
        name=name.strip()[:60] or _("通行密钥"),
        credential_id=bytes_to_base64url(made.credential_id),
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
        created_at=at,
    )
    if db.session.scalar(
        sa.select(sa.exists().where(Passkey.credential_id == passkey.credential_id))
    ):
        raise WrongPasskey(_("这个通行密钥已经登记。"))
    db.session.add(passkey)
    audit.write(user, "passkey", by=user, at=at, why=passkey.name, key=passkey.credential_id)
    return passkey


def remove(passkey: Passkey, user: User, *, at: datetime) -> None:
    """It signs no more."""
    passkey.removed_at = at
    audit.write(user, "passkey_removed", by=user, at=at, why=passkey.name)


def question(user: User | None, challenge: bytes) -> dict[str, Any]:
    """The options for the browser, to sign a challenge with one of the person's passkeys.

    Of somebody who has not said who they are, any: else a name alone would tell who has which.
    """
    host, _origins = relying_party()
    options = webauthn.generate_authentication_options(
        rp_id=host,
        challenge=challenge,
        allow_credentials=_descriptors(user) if user else [],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(orjson.loads(webauthn.options_to_json(options)))


def check(user: User, credential: str, challenge: bytes, *, at: datetime) -> Assertion:
    """That a passkey of this person signed this challenge just now; raises WrongPasskey."""
    host, origins = relying_party()
    try:
        said = orjson.loads(credential)
        passkey = next(key for key in of(user) if key.credential_id == said["id"])
        done = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origins,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
        response = said["response"]
        assertion = Assertion(
            passkey.credential_id,
            passkey.public_key,
            response["clientDataJSON"],
            response["authenticatorData"],
            response["signature"],
        )
    except (WebAuthnException, StopIteration, ValueError, KeyError, TypeError):
        raise WrongPasskey(_("签名无效或者不是您登记的通行密钥，未作任何改动。")) from None
    passkey.sign_count, passkey.used_at = done.new_sign_count, at
    return assertion


def _descriptors(user: User) -> list[PublicKeyCredentialDescriptor]:
    keys = of(user)
    return [PublicKeyCredentialDescriptor(base64url_to_bytes(key.credential_id)) for key in keys]
