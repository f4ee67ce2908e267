"""What must be kept but not read in passing: closed with AES-256-GCM, the nonce in front."""

from os import urandom

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
"""Bytes, new for each envelope."""


def closed(key: bytes, content: bytes, bound: bytes | None = None) -> bytes:
    """An envelope; whoever opens it has to name the same thing that it is bound to, if any."""
    nonce = urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, bound)


def opened(key: bytes, envelope: bytes, bound: bytes | None = None) -> bytes:
    """What is in one; raises cryptography.exceptions.InvalidTag for another key or thing."""
    return AESGCM(key).decrypt(envelope[:NONCE], envelope[NONCE:], bound)
