"""Filing without an account; see casework.informants.receipts for the receipt."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.casework.informants import evidence, numbers, receipts
from integrity.streams.complaints.contacts import CONTACTS
from integrity.streams.complaints.models import Complaint, ComplaintKind, ComplaintState
from integrity.streams.complaints.service import FLOW

TITLES = {
    ComplaintKind.COMPLAINT: "投诉",
    ComplaintKind.REPORT: "举报",
    ComplaintKind.RETALIATION: "打击报复举报",
}


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

    `files` are tokens of kept uploads; see casework.informants.evidence. `once` is the token of the
    form: sent again, also at the same moment, it gets the receipt of the first.
    """
    once = once or secrets.token_hex(16)
    if known := again(once, on=local_day(at)):
        return known
    secret = receipts.secret(once)
    complaint = unfiled(
        kind,
        subject_id,
        text,
        secret_hash=receipts.HASHER.hash(secret),
        once=receipts.digest(once),
        about=about,
        confidential=confidential,
        at=at,
    )
    FLOW.begin(complaint, local_day(at))
    if known := _add(complaint, once, local_day(at)):
        return known
    CONTACTS.seal(complaint, name, contact)
    evidence.claim(complaint, files, at=at)
    audit.write(complaint, "file", by=audit.PUBLIC, at=at, target=ComplaintState.RECEIVED)
    return Receipt(complaint, receipts.grouped(secret))


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
    known = receipts.again(Complaint, once, on=on)
    return Receipt(known, receipts.grouped(receipts.secret(once)), again=True) if known else None


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
    return receipts.find(Complaint, ref, secret)
