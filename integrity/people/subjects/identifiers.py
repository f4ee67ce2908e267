"""Unified social credit codes (GB 32100-2015 with its first amendment) and resident identifiers.

Own code because python-stdnum refuses every code that begins with A, N or Y and does not check
the organisation code's own character; it serves the tests as an oracle for the rest.
"""

import enum
import hmac
import re
from base64 import b64decode, b64encode
from operator import mul

from flask import current_app
from flask_babel import gettext as _

from integrity.base import envelopes
from integrity.files.spellings import RESIDENT_WEIGHTS as RESIDENT_WEIGHTS
from integrity.files.spellings import half_width
from integrity.files.spellings import is_resident_identifier as is_resident_identifier

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALUES = {character: value for value, character in enumerate(ALPHABET)}
ORGANISATION_VALUES = {c: int(c, 36) for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
AS_VALUES = bytes(VALUES.get(chr(byte), 0) for byte in range(256))
AS_ORGANISATION_VALUES = bytes(ORGANISATION_VALUES.get(chr(byte), 0) for byte in range(256))
"""The same of every byte: a million codes are looked at without a step for each character."""
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
KINDS = {
    "1": "1239",
    "2": "19",
    "3": "123459",
    "4": "19",
    "5": "123459",
    "6": "129",
    "7": "129",
    "8": "19",
    "9": "123",
    "A": "19",
    "N": "1239",
    "Y": "1",
}
"""Registering authority -> kinds of organisation it registers; 54 and 55 are 居委会 and 村委会."""
ROUGH = re.compile(r"[1-9ANY][1-9]\d{6}[\dA-Z]{10}")
"""What has the shape of a code and may be one though its characters break the rule."""
LIKE_A_PERSON = re.compile(
    r"\d{6}(?:(?:18|19|20)\d{2}(?:0\d|1[0-2])[0-3]\d{4}[\dX]|"
    r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})"
)
"""Identity numbers of 18 and of 15 digits, also mistyped ones: nothing like them is kept."""
SHAPE = re.compile(rf"^[1-9ANY][1-9]\d{{6}}[{ALPHABET}]{{8}}[\dA-Z][{ALPHABET}]$", re.ASCII)


def normalised(code: str) -> str:
    """Without spaces, hyphens and what is invisible, full width made half width, upper case."""
    if code.isascii() and code.isalnum():
        return code.upper()
    return re.sub(r"[\s\-]", "", half_width(code)).upper()


def check_character(first17: str) -> str:
    """The eighteenth character; the last modulus matters when the remainder is 0."""
    total = sum(map(mul, first17.encode().translate(AS_VALUES), WEIGHTS))
    return ALPHABET[(31 - total % 31) % 31]


def organisation_character(first8: str) -> str:
    """The check character of the organisation code (GB 11714), the seventeenth of the whole."""
    values = first8.encode().translate(AS_ORGANISATION_VALUES)
    total = sum(map(mul, values, ORGANISATION_WEIGHTS))
    return "0123456789X0"[11 - total % 11]


def is_uscc(code: str) -> bool:
    """Whether a normalised code has a known kind and both check characters are right."""
    return (
        SHAPE.match(code) is not None
        and code[1] in KINDS[code[0]]
        and code[16] == organisation_character(code[8:16])
        and code[17] == check_character(code[:17])
    )


class CodeKind(enum.StrEnum):
    """What a code is that breaks the rule and may be real all the same."""

    IRREGULAR = "irregular"  # 18 characters, of which the check character is wrong
    REGISTRATION = "registration"  # 工商注册号, 13 or 15 digits
    ORGANISATION = "organisation"  # 组织机构代码, 9 characters


def kind_of(code: str) -> CodeKind | None:
    """What a normalised code is that breaks the rule; None for a right one, and for no code."""
    if LIKE_A_PERSON.fullmatch(code):
        return None
    if re.fullmatch(r"\d{13}|\d{15}", code):
        return CodeKind.REGISTRATION
    if re.fullmatch(r"[\dA-Z]{8}[\dX]", code):
        return CodeKind.ORGANISATION
    return CodeKind.IRREGULAR if ROUGH.fullmatch(code) and not is_uscc(code) else None


def fault(code: str) -> str:
    """What is wrong with a normalised code that is none, in one sentence."""
    if re.fullmatch(r"\d{13}|\d{15}", code):
        return str(_("这是工商注册号，不是统一社会信用代码，请向登记机关查询 18 位的代码。"))
    if re.fullmatch(r"[\dA-Z]{9}", code):
        return str(_("这是组织机构代码，不是统一社会信用代码，请向登记机关查询 18 位的代码。"))
    if len(code) != 18:
        return str(_("统一社会信用代码应为 18 位，这里是 %(count)s 位。", count=len(code)))
    return str(_("统一社会信用代码不正确，请核对。"))


def complete_uscc(first16: str) -> str:
    """The whole code that begins with these 16 characters (for plausible examples)."""
    first17 = first16 + organisation_character(first16[8:])
    return first17 + check_character(first17)


def digest(identifier: str) -> str:
    """A keyed digest: finds the same person again without storing who it is."""
    return hmac.digest(_key(), identifier.encode(), "sha256").hex()


def seal(text: str) -> str:
    """Encrypt (AES-256-GCM) what must be kept but not read in passing."""
    return b64encode(envelopes.closed(_key(), text.encode())).decode()


def unseal(sealed: str) -> str:
    return envelopes.opened(_key(), b64decode(sealed)).decode()


def _key() -> bytes:
    return b64decode(current_app.config["IDENTIFIER_KEY"])
