"""Signatures under exactly one text each: by a passkey, or by the server on the signer's behalf.

The server attests every signature with its own key; a passkey's assertion stands beside that, and
its public key is part of what is attested. So one published key leads to everything.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from commitments.models import Commitment
from commitments.signature import signed_documents
from integrity.base import clock, server_keys
from integrity.base.db import Model, db
from integrity.casework.documents.scans import StampedScan
from integrity.people.accounts.models import User
from integrity.people.accounts.passkeys import Assertion


class Signature(Model):
    """Who signed which text when, with which key; never changed, never deleted.

    Keys and signatures are base64, those of a passkey base64url. For the kind `server` the fields
    of the assertion are empty and `public_key` is the server's. For the kind `paper` it is so too,
    `client_data` is JSON: the day on the paper and the SHA-256 of its scan, which two people saw.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(sa.ForeignKey("commitment.id"), index=True)
    ref: Mapped[str] = mapped_column(sa.String(40))
    text: Mapped[str]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[str] = mapped_column(sa.String(20))
    signer_id: Mapped[int | None]
    signer: Mapped[str]
    body: Mapped[str]
    at: Mapped[datetime]
    key_id: Mapped[str]
    public_key: Mapped[str]
    client_data: Mapped[str] = mapped_column(default="")
    authenticator_data: Mapped[str] = mapped_column(default="")
    signature: Mapped[str] = mapped_column(default="")
    server_key: Mapped[str]
    server_signature: Mapped[str]


server_keys.USED.append(lambda: sa.select(Signature.server_key))


def add(
    item: Commitment, text: str, assertion: Assertion | None, *, by: User, at: datetime
) -> Signature:
    """Sign a text for this person: with the passkey's assertion, else with the server's key."""
    said: dict[str, Any] = {"kind": signed_documents.SERVER}
    if assertion:
        said = {
            "kind": signed_documents.PASSKEY,
            "key_id": assertion.credential_id,
            "public_key": assertion.public_key,
            "client_data": assertion.client_data,
            "authenticator_data": assertion.authenticator_data,
            "signature": assertion.signature,
        }
    return _attested(item, text, at, signer_id=by.id, signer=by.name, **said)


def add_scan(item: Commitment, text: str, scan: StampedScan, *, at: datetime) -> Signature:
    """A text was signed on paper, as two people have seen: the server attests what they saw."""
    paper = {"day": scan.day.isoformat(), "scan": scan.files[0].sha256}
    said = json.dumps(paper, sort_keys=True)
    kind = signed_documents.PAPER
    return _attested(item, text, at, kind=kind, signer=scan.signer, client_data=said)


def _attested(item: Commitment, text: str, at: datetime, **said: Any) -> Signature:
    own = server_keys.public_key()
    made = Signature(
        commitment_id=item.id,
        ref=item.ref,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        body=item.subject.name,
        at=at,
        server_key=own,
        **{"key_id": "", "public_key": own} | said,
    )
    key_id, made.server_signature = server_keys.sign(
        signed_documents.statement(made.sha256, as_json(made))
    )
    made.key_id = made.key_id or key_id
    db.session.add(made)
    return made


def of(item: Commitment) -> Sequence[Signature]:
    """Every signature under any text of a commitment, oldest first."""
    wanted = sa.select(Signature).where(Signature.commitment_id == item.id)
    return db.session.scalars(wanted.order_by(Signature.id)).all()


def document(item: Commitment) -> dict[str, Any] | None:
    """The signed text with its signatures, as it is downloaded and verified; None when unsigned."""
    found = [signature for signature in of(item) if signature.sha256 == item.signed_sha256]
    if not found:
        return None
    return {
        "format": signed_documents.FORMAT,
        "document": item.signed_text,
        "sha256": item.signed_sha256,
        "signatures": [as_json(signature) for signature in found],
    }


def as_json(made: Signature) -> dict[str, Any]:
    """One signature for machines; moments in Shanghai's time to the second."""
    names = (
        "ref", "kind", "signer", "body", "key_id", "public_key", "client_data",
        "authenticator_data", "signature", "server_key", "server_signature",
    )  # fmt: skip
    said = {name: getattr(made, name) or "" for name in names}
    return said | {"at": made.at.astimezone(clock.ZONE).isoformat(timespec="seconds")}


def is_valid(item: Commitment) -> bool:
    """Whether the signed text verifies here and now, with the keys that are published."""
    found = document(item)
    trusted = {key["public_key"] for key in server_keys.public_keys()}
    try:
        return found is not None and bool(signed_documents.verify(found, trusted))
    except signed_documents.NotVerified:
        return False


def challenge(text: str) -> bytes:
    """What a device is asked to sign: the SHA-256 of the text."""
    return hashlib.sha256(text.encode()).digest()
