"""Filing without an account, and the receipt: a public number and a secret kept only as a hash."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import lazyload

from integrity.audit import service as audit
from integrity.clock import local_day
from integrity.complaints import contacts, evidence
from integrity.complaints.models import Complaint, ComplaintKind, ComplaintState
from integrity.db import db
from integrity.errors import Refused
from integrity.subjects import identifiers

HASHER = PasswordHasher()
DIGITS = 16
END = 4
TITLES = {ComplaintKind.COMPLAINT: "投诉", ComplaintKind.REPORT: "举报"}


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
    """The same form was sent again; its secret was shown once and cannot be shown again."""

    status = 409
    title = _l("此投诉已经提交")


@dataclass(frozen=True)
class Receipt:
    """What the complainant takes away; the secret exists nowhere else."""

    complaint: Complaint
    secret: str


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

    `files` are tokens of kept uploads; see evidence.py.
    """
    once = once or secrets.token_hex(16)
    known = db.session.scalars(sa.select(Complaint.ref).where(Complaint.once == once)).first()
    if known:
        raise AlreadyFiled(_("受理编号 %(ref)s。查询密码只在提交时显示一次。", ref=known))
    secret = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    complaint = unnumbered(
        kind,
        subject_id,
        text,
        secret_hash=HASHER.hash(secret),
        once=once,
        about=about,
        confidential=confidential,
        at=at,
    )
    db.session.add(complaint)
    db.session.flush()
    number(complaint)
    contacts.seal(complaint, name, contact)
    evidence.claim(complaint, files, at=at)
    audit.write(complaint, "file", by=audit.PUBLIC, at=at, target=ComplaintState.RECEIVED)
    return Receipt(complaint, re.sub(r"(\d{4})(?=\d)", r"\1-", secret))


def unnumbered(
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
    """A complaint that gets its number once it is stored."""
    return Complaint(
        ref=once,
        title="",
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


def number(complaint: Complaint) -> None:
    """Give a stored complaint its number, by the year in which it was received."""
    complaint.ref = f"T{local_day(complaint.received_at).year}-{complaint.id:06d}"
    complaint.title = f"{TITLES[complaint.kind]} {complaint.ref}"


def find(ref: str, secret: str) -> Complaint:
    """The complaint of a receipt; raises WrongReceipt after the same time in every case."""
    one = sa.select(Complaint).where(Complaint.ref == ref.strip().upper())
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


def _matches(hashed: str, secret: str) -> bool:
    try:
        return HASHER.verify(hashed, secret)
    except VerificationError:
        return False
