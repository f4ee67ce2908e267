"""Filing without an account; see casework.informants.receipts for the receipt."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from integrity.base.clock import local_day
from integrity.casework.informants import evidence, numbers, receipts
from integrity.streams.complaints.contacts import CONTACTS
from integrity.streams.complaints.models import Complaint, ComplaintKind, ComplaintState
from integrity.streams.complaints.service import FLOW

TITLES = {
    ComplaintKind.COMPLAINT: "投诉",
    ComplaintKind.REPORT: "举报",
    ComplaintKind.RETALIATION: "打击报复举报",
}


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
) -> receipts.Receipt:
    """Take a complaint from somebody unknown; who it was is sealed at once. AlreadyFiled.

    `files` are tokens of kept uploads; see casework.informants.evidence. `once` is the token of the
    form: sent again, also at the same moment, it gets the receipt of the first.
    """
    once = once or secrets.token_hex(16)
    if known := receipts.again(Complaint, once, on=local_day(at)):
        return known
    complaint = unfiled(kind, subject_id, text, about=about, confidential=confidential, at=at)
    made = receipts.take(complaint, once, FLOW, at=at)
    if not made.again:
        CONTACTS.seal(complaint, name, contact)
        evidence.claim(complaint, files, at=at)
    return made


def unfiled(
    kind: ComplaintKind,
    subject_id: int,
    text: str,
    *,
    at: datetime,
    about: tuple[str, str] | None = None,
    confidential: bool = False,
) -> Complaint:
    """A complaint with its number, which says the year and nothing of how many there are.

    Its clock does not run yet, and it has no receipt.
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
        received_at=at,
    )
