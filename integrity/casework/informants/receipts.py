"""The receipt of somebody unknown: a public number and a secret kept only as a hash.

The secret is made of the form's token, which only the browser has, and of a key of the server, so
that the same form gets the same receipt; the database holds neither.
"""

import hmac
import re
import secrets
from base64 import b64decode
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Any, TypeVar

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, lazyload, mapped_column

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.states import Flow
from integrity.casework.informants import numbers
from integrity.casework.rules import service as rules
from integrity.people.subjects import identifiers

HASHER = PasswordHasher()
DIGITS = 16
END = 4


class HasReceipt:
    """A row that somebody unknown follows by its number and a secret.

    `secret_hash` is argon2id of the secret. `once`, a digest of the form's token, makes a repeated
    post one row. `noted_at`: when the secret was noted.
    """

    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    secret_hash: Mapped[str]
    once: Mapped[str] = mapped_column(sa.String(40), unique=True)
    received_at: Mapped[datetime]
    noted_at: Mapped[datetime | None]


Held = TypeVar("Held", bound=HasReceipt)


class WrongReceipt(Refused):
    """Number or secret is wrong; which one is not said."""

    title = _l("编号或者查询密码不正确")


class WrongEnd(Refused):
    """What was typed is not how the secret ends."""

    title = _l("与查询密码的最后四位不符，请对照您记下的密码重新输入")


class AlreadyFiled(Refused):
    """The same form was sent again after its receipt was noted, or much later."""

    status = 409
    title = _l("此投诉已经提交")


@cache
def nobody() -> str:
    """The hash that is compared when a name is unknown, so that it takes as long."""
    return HASHER.hash(secrets.token_hex())


@dataclass(frozen=True)
class Receipt:
    """What somebody unknown takes away; the secret exists nowhere else."""

    thing: Any
    secret: str
    again: bool = False


def again(model: type[Held], once: str, *, on: date) -> Receipt | None:
    """The receipt of a form that was sent before, until it was noted or is old. AlreadyFiled."""
    wanted = sa.select(model).where(model.once == digest(once))
    known = db.session.scalars(wanted.options(lazyload("*"))).first()
    if known is None:
        return None
    until = rules.period_end("LOCAL-RECEIPT", local_day(known.received_at))
    if known.noted_at or on > until or not _matches(known.secret_hash, secret(once)):
        raise AlreadyFiled(_("受理编号 %(ref)s", ref=known.ref))
    return Receipt(known, grouped(secret(once)), again=True)


def add(thing: Any, once: str, *, on: date) -> Receipt | None:
    """Add it; the receipt of the first where the same form was sent at the same moment."""
    try:
        with db.session.begin_nested():
            db.session.add(thing)
    except IntegrityError:
        if known := again(type(thing), once, on=on):  # whoever was first has just committed
            return known
        raise
    return None


def take(thing: Any, once: str, flow: Flow, *, at: datetime) -> Receipt:
    """Give a new thing its receipt, begin its clock and add it; `again`: a form sent twice at the
    same moment has the receipt of the first."""
    on, said = local_day(at), secret(once)
    thing.secret_hash, thing.once = HASHER.hash(said), digest(once)
    flow.begin(thing, on)
    if known := add(thing, once, on=on):
        return known
    audit.write(thing, "file", by=audit.PUBLIC, at=at, target=thing.state)
    return Receipt(thing, grouped(said))


def find(model: type[Held], ref: str, typed: str) -> Held:
    """What a receipt is of; raises WrongReceipt after the same time in every case."""
    one = sa.select(model).where(model.ref == numbers.as_typed(ref))
    wanted = one.options(lazyload("*"))  # a number that exists asks no more than one
    found = db.session.scalars(wanted).first()
    if not _matches(found.secret_hash if found else nobody(), _digits(typed)) or found is None:
        raise WrongReceipt
    return found


def note(model: type[Held], ref: str, known: str, typed: str, *, at: datetime) -> Held:
    """The person typed the end of the secret, so it was noted. WrongReceipt, WrongEnd."""
    found = find(model, ref, known)
    end = _digits(typed)
    if len(end) < END or not _digits(known).endswith(end):
        raise WrongEnd
    noted(found, at=at)
    return found


def noted(found: Any, *, at: datetime) -> None:
    """Whoever uses a receipt has it."""
    if found.noted_at is None:
        found.noted_at = at
        audit.write(found, "note", by=audit.PUBLIC, at=at)


def secret(once: str) -> str:
    """The secret of a form's token."""
    made = hmac.new(b64decode(current_app.config["RECEIPT_KEY"]), once.encode(), sha256).digest()
    return f"{int.from_bytes(made) % 10**DIGITS:0{DIGITS}d}"


def digest(once: str) -> str:
    """What is stored of a form's token; with it alone nobody makes the secret."""
    return sha256(once.encode()).hexdigest()[:40]


def grouped(secret: str) -> str:
    """A secret as it is shown."""
    return re.sub(r"(\d{4})(?=\d)", r"\1-", secret)


def _digits(typed: str) -> str:
    return re.sub(r"\D", "", identifiers.normalised(typed))


def _matches(hashed: str, secret: str) -> bool:
    try:
        return HASHER.verify(hashed, secret)
    except VerificationError:
        return False
