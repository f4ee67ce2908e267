"""Filing without an account, and the receipt: a public number and a secret kept only as a hash.

The secret is made of the form's token, which only the browser has, and of a key of the server, so
that the same form gets the same receipt; the database holds neither.
"""

import hmac
import re
import secrets
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import lazyload

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.casework.rules import service as rules
from integrity.people.subjects import identifiers
from integrity.streams.complaints import contacts, evidence, numbers
from integrity.streams.complaints.models import Complaint, ComplaintKind, ComplaintState
from integrity.streams.complaints.service import FLOW

HASHER = PasswordHasher()
DIGITS = 16
END = 4
TITLES = {
    ComplaintKind.COMPLAINT: "投诉",
    ComplaintKind.REPORT: "举报",
    ComplaintKind.RETALIATION: "打击报复举报",
}


@cache
def nobody() -> str:
    """The hash that is compared when a name is unknown, so that it takes as long."""
    return HASHER.hash(secrets.token_hex())


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


@dataclass(frozen=True)
class Receipt:
    """What the complainant takes away; the secret exists nowhere else."""

    complaint: Complaint
    secret: str
    again: bool = False


def file(
    kind: ComplaintKind,
    subject_id: int,
    text: str,
    *,
    at: datetime,
    about: tuple[str, str] | None = None,
    name: str = "",
    contact: str = "",
    files: Iterable[str] = (),
    confidential: bool = False,
    once: str = "",
) -> Receipt:
    """Take a complaint from somebody unknown; who it was is sealed at once. AlreadyFiled.

    `files` are tokens of kept uploads; see evidence.py. `once` is the token of the form: sent
    again, also at the same moment, it gets the receipt of the first.
    """
    once = once or secrets.token_hex(16)
    if known := again(once, on=local_day(at)):
        return known
    secret = _secret(once)
    complaint = unfiled(
        kind,
        subject_id,
        text,
        secret_hash=HASHER.hash(secret),
        once=_digest(once),
        about=about,
        confidential=confidential,
        at=at,
    )
    FLOW.begin(complaint, local_day(at))
    if known := _add(complaint, once, local_day(at)):
        return known
    contacts.seal(complaint, name, contact)
    evidence.claim(complaint, files, at=at)
    audit.write(complaint, "file", by=audit.PUBLIC, at=at, target=ComplaintState.RECEIVED)
    return Receipt(complaint, _grouped(secret))


def _add(complaint: Complaint, once: str, on: date) -> Receipt | None:
    """Add it; the receipt of the first where the same form was sent at the same moment."""
    try:
        with db.session.begin_nested():
            db.session.add(complaint)
    except IntegrityError:
        if known := again(once, on=on):  # whoever was first has just committed
            return known
        raise
    return None


def again(once: str, *, on: date) -> Receipt | None:
    """The receipt of a form that was sent before, until it was noted or is old. AlreadyFiled."""
    wanted = sa.select(Complaint).where(Complaint.once == _digest(once))
    known = db.session.scalars(wanted.options(lazyload(Complaint.recusals))).first()
    if known is None:
        return None
    until = rules.period_end("LOCAL-RECEIPT", local_day(known.received_at))
    secret = _secret(once)
    if known.noted_at or on > until or not _matches(known.secret_hash, secret):
        raise AlreadyFiled(_("受理编号 %(ref)s", ref=known.ref))
    return Receipt(known, _grouped(secret), again=True)


def unfiled(
    kind: ComplaintKind,
    subject_id: int,
    text: str,
    *,
    secret_hash: str,
    once: str,
    at: datetime,
    about: tuple[str, str] | None = None,
    confidential: bool = False,
) -> Complaint:
    """A complaint with its number, which says the year and nothing of how many there are.

    Its clock does not run yet.
    """
    ref = numbers.new(local_day(at).year)
    return Complaint(
        ref=ref,
        title=f"{TITLES[kind]} {ref}",
        kind=kind,
        state=ComplaintState.RECEIVED,
        subject_id=subject_id,
        text=text,
        confidential=confidential,
        about_stream=about and about[0],
        about_ref=about and about[1],
        secret_hash=secret_hash,
        once=once,
        received_at=at,
    )


def find(ref: str, secret: str) -> Complaint:
    """The complaint of a receipt; raises WrongReceipt after the same time in every case."""
    one = sa.select(Complaint).where(Complaint.ref == numbers.as_typed(ref))
    wanted = one.options(lazyload(Complaint.recusals))  # a number that exists asks no more than one
    complaint = db.session.scalars(wanted).first()
    digits = re.sub(r"\D", "", identifiers.normalised(secret))
    if not _matches(complaint.secret_hash if complaint else nobody(), digits) or complaint is None:
        raise WrongReceipt
    return complaint


def note(ref: str, secret: str, typed: str, *, at: datetime) -> Complaint:
    """The person typed the end of the secret, so it was noted. WrongReceipt, WrongEnd."""
    complaint = find(ref, secret)
    digits = re.sub(r"\D", "", identifiers.normalised(secret))
    end = re.sub(r"\D", "", identifiers.normalised(typed))
    if len(end) < END or not digits.endswith(end):
        raise WrongEnd
    noted(complaint, at=at)
    return complaint


def noted(complaint: Complaint, *, at: datetime) -> None:
    """Whoever uses a receipt has it."""
    if complaint.noted_at is None:
        complaint.noted_at = at
        audit.write(complaint, "note", by=audit.PUBLIC, at=at)


def _secret(once: str) -> str:
    made = hmac.new(b64decode(current_app.config["RECEIPT_KEY"]), once.encode(), sha256).digest()
    return f"{int.from_bytes(made) % 10**DIGITS:0{DIGITS}d}"


def _digest(once: str) -> str:
    """What is stored of a form's token; with it alone nobody makes the secret."""
    return sha256(once.encode()).hexdigest()[:40]


def _grouped(secret: str) -> str:
    return re.sub(r"(\d{4})(?=\d)", r"\1-", secret)


def _matches(hashed: str, secret: str) -> bool:
    try:
        return HASHER.verify(hashed, secret)
    except VerificationError:
        return False
