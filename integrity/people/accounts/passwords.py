"""Passwords: how they are stored (argon2id), and which are too easily guessed."""

import re
import secrets
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

from integrity.base.errors import Refused

HASHER = PasswordHasher()
MINIMUM_LENGTH = 10
UNGUESSED = 6
"""Characters that must remain when everything that is guessed first has been taken out."""
UNUSABLE = "!"
"""Stands for the hash of an account that nobody has a password for."""
WORDS = Path(__file__).parent / "data" / "common-words.txt"
ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm")
"""A keyboard along its rows, and down its columns."""
DISGUISES = str.maketrans("@$!013457", "asioieast")
"""What people write for letters: P@ssw0rd."""
YEAR = re.compile(r"(?:19|20)\d\d(?:[01]\d[0-3]\d)?")
REPEATED = re.compile(r"(.)\1{2,}")


class WeakPassword(Refused):
    """The password is too short, too plain or too easily guessed."""


def matches(hashed: str | None, password: str) -> bool:
    """Whether this is the password; for no hash, or one nobody has a password for, as slowly no."""
    known = hashed is not None and hashed != UNUSABLE
    try:
        return HASHER.verify(hashed if known and hashed else _nobodys(), password) and known
    except (VerificationError, InvalidHashError):
        return False


def at_random(username: str) -> str:
    """A first password that is strong enough."""
    while True:
        password = secrets.token_urlsafe(12)
        try:
            check(password, username)
        except WeakPassword:
            continue
        return password


def check(password: str, username: str, name: str = "") -> None:
    """At least ten characters of three kinds, not easily guessed; raises WeakPassword."""
    kinds = [str.isdigit, str.islower, str.isupper, lambda c: not c.isalnum()]
    found = sum(any(kind(c) for c in password) for kind in kinds)
    if len(password) < MINIMUM_LENGTH or found < 3 or username.lower() in password.lower():
        raise WeakPassword(
            _("密码至少十位，须含大写字母、小写字母、数字、符号中的三类，且不得包含用户名。")
        )
    if unguessed(password, username, name) < UNGUESSED:
        raise WeakPassword(
            _(
                "密码容易被猜到：常见词、姓名、年份、键盘顺序、连续或者重复的字符不计入长度。"
                "可以用几个互不相关的词。"
            )
        )


def unguessed(password: str, username: str = "", name: str = "") -> int:
    """How many characters remain without common words, names, years, walks and repetitions."""
    from pypinyin import lazy_pinyin  # its tables take half a second to load

    own = [*re.split(r"[\W\d_]+", username.lower()), "".join(lazy_pinyin(name)).lower()]
    words = sorted({*_common(), *(word for word in own if len(word) > 2)}, key=len, reverse=True)
    spelt = password.lower()
    plain = _without_walks(YEAR.sub("", spelt))  # a year is one before its digits stand for letters
    return min(len(_without(text, words)) for text in (spelt, plain.translate(DISGUISES)))


def _without(text: str, words: list[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return REPEATED.sub("", _without_walks(YEAR.sub("", text)))


def _without_walks(text: str) -> str:
    """Without three or more neighbours in a row, on the keyboard or in the alphabet."""
    kept: list[str] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _is_walk(text[start : end + 1]):
            end += 1
        if end - start < 3:
            kept += text[start]
            end = start + 1
        start = end
    return "".join(kept)


def _is_walk(text: str) -> bool:
    return any(text in way for way in _ways())


@cache
def _ways() -> tuple[str, ...]:
    forth = (*ROWS, "0123456789", "abcdefghijklmnopqrstuvwxyz")
    return (*forth, *(way[::-1] for way in forth))


@cache
def _common() -> frozenset[str]:
    return frozenset(WORDS.read_text(encoding="utf-8").split())


@cache
def _nobodys() -> str:
    """The hash that is compared where there is none, so that it takes as long."""
    return HASHER.hash(secrets.token_hex())
