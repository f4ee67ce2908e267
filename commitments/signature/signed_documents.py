"""Verifying a signed commitment from its downloaded document alone: no network, no database."""

import hashlib
import json
from base64 import b64decode
from typing import Any

from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    parse_authenticator_data,
    verify_signature,
)

from integrity.base import server_keys

FORMAT = "integrity-signed-commitment/1"
PASSKEY, SERVER, PAPER = "passkey", "server", "paper"


class NotVerified(Exception):
    """The document is not what was signed, or was not signed by the key it names."""


def statement(sha256: str, signed: dict[str, Any]) -> bytes:
    """What the server attests: who signed which text when, with which key; always the same.

    Of what was signed on paper also the day on it and the hash of the scan that was compared.
    """
    names = ("ref", "kind", "signer", "body", "at", "public_key")
    more = ("client_data",) if signed["kind"] == PAPER else ()
    said = {name: signed[name] for name in names + more}
    return json.dumps(
        said | {"sha256": sha256}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def verify(document: dict[str, Any], trusted: set[str] | None = None) -> list[str]:
    """One sentence for everything that was checked; raises NotVerified.

    `trusted`: the server's public keys (base64) as its site publishes them, to be compared.
    """
    try:
        return _verify(document, trusted)
    except (KeyError, TypeError, ValueError) as fault:
        raise NotVerified(f"not a signed commitment: {fault!r}") from None


def _verify(document: dict[str, Any], trusted: set[str] | None) -> list[str]:
    if document["format"] != FORMAT:
        raise NotVerified(f"unknown format {document['format']!r}")
    sha256 = hashlib.sha256(document["document"].encode()).hexdigest()
    if sha256 != document["sha256"]:
        raise NotVerified("the text is not the one whose SHA-256 is given")
    said = [f"SHA-256 {sha256}"]
    if not document["signatures"]:
        raise NotVerified("nobody signed it")
    for signed in document["signatures"]:
        if signed["ref"] not in document["document"]:
            raise NotVerified("the signature is of another commitment")
        _attested(sha256, signed, trusted)
        if signed["kind"] == PASSKEY:
            said.append(_asserted(sha256, signed))
        elif signed["kind"] == PAPER:
            paper = json.loads(signed["client_data"])
            said.append(f"signed on paper {paper['day']}, scan SHA-256 {paper['scan']}")
        elif signed["kind"] != SERVER:
            raise NotVerified(f"unknown kind {signed['kind']!r}")
        said.append(f"{signed['signer']} ({signed['body']}) {signed['at']} [{signed['kind']}]")
    return said


def _attested(sha256: str, signed: dict[str, Any], trusted: set[str] | None) -> None:
    key = signed["server_key"]
    if trusted is not None and key not in trusted:
        raise NotVerified("the server's key is none of those that were given")
    raw = b64decode(key, validate=True)
    if not server_keys.verify(raw, statement(sha256, signed), signed["server_signature"]):
        raise NotVerified("the server's signature does not fit the text, the signer or the time")


def _asserted(sha256: str, signed: dict[str, Any]) -> str:
    """WebAuthn, section 7.2: the device signed this hash, and the person was verified."""
    raw = base64url_to_bytes(signed["client_data"])
    said = json.loads(raw)
    data = base64url_to_bytes(signed["authenticator_data"])
    flags = parse_authenticator_data(data).flags
    if said["type"] != "webauthn.get":
        raise NotVerified("the device did not sign, it registered")
    if said["challenge"] != bytes_to_base64url(bytes.fromhex(sha256)):
        raise NotVerified("the device signed another text")
    if not (flags.up and flags.uv):
        raise NotVerified("nobody was verified at the device")
    key = decode_credential_public_key(base64url_to_bytes(signed["public_key"]))
    try:
        verify_signature(
            public_key=decoded_public_key_to_cryptography(key),
            signature_alg=key.alg,
            signature=base64url_to_bytes(signed["signature"]),
            data=data + hashlib.sha256(raw).digest(),
        )
    except Exception:  # noqa: BLE001  every library fault means the same: not this key
        raise NotVerified("the device's signature does not fit") from None
    return f"passkey {signed['key_id'][:16]}… @ {said['origin']}"
