"""Who complains and how to reach them: sealed, opened only with a second's consent.

Sealed with AES-256-GCM under a key that serves nothing else, bound to the complaint's number, so
that what is sealed for one complaint cannot be opened as another's.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import date, datetime
from os import urandom

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.states import Flow, Move
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, Step
from integrity.people.accounts.models import User
from integrity.people.subjects import identifiers
from integrity.streams.complaints.models import (
    Complaint,
    ComplaintContact,
    ContactRequest,
    ContactRequestState,
)
from integrity.streams.complaints.permissions import ComplaintsPermission

S = ContactRequestState
VERSION = "c1."
FLOW = Flow(
    steps={S.ASKED: Step(Side.OFFICE, "LOCAL-CONTACT-DECIDE")},
    grant=Move({S.ASKED}, S.GRANTED, ComplaintsPermission.CONTACT_RELEASE),
    refuse=Move({S.ASKED}, S.REFUSED, ComplaintsPermission.CONTACT_RELEASE),
)


class NotOpen(Refused):
    """Nobody consented, the time is over, or somebody else asked."""

    status = 403
    title = _l("不能查看反映人的身份信息")


class NothingToAsk(Refused):
    """Nothing is sealed for this complaint, or a request is already waiting."""

    status = 409
    title = _l("不能提出查看申请")


class AlreadyDecided(Refused):
    status = 409
    title = _l("此申请已经办理")


@dataclass(frozen=True)
class Contact:
    """What the complainant chose to tell."""

    name: str
    contact: str


def seal(complaint: Complaint, name: str, contact: str) -> None:
    """Keep what the complainant chose to tell, if anything."""
    said = {"name": name.strip(), "contact": contact.strip()}
    if not any(said.values()):
        return
    nonce = urandom(12)
    raw = json.dumps(said, ensure_ascii=False).encode()
    closed = nonce + AESGCM(_key()).encrypt(nonce, raw, _bound(complaint.id))
    sealed = VERSION + b64encode(closed).decode()
    db.session.add(ComplaintContact(complaint_id=complaint.id, sealed=sealed))


def is_known(complaint: Complaint) -> bool:
    """Whether the complainant told anything; not what."""
    wanted = sa.exists().where(ComplaintContact.complaint_id == complaint.id)
    return bool(db.session.scalar(sa.select(wanted)))


def ask(complaint: Complaint, reason: str, *, by: User, at: datetime) -> ContactRequest:
    """An officer of the office asks, with a reason; raises NothingToAsk."""
    if not is_known(complaint):
        raise NothingToAsk(_("反映人没有留下身份信息。"))
    if any(request.state is S.ASKED for request in of(complaint)):
        raise NothingToAsk(_("已有一件申请等待身份信息保管员办理。"))
    request = ContactRequest(
        complaint_id=complaint.id,
        state=S.ASKED,
        reason=reason.strip(),
        asked_by_id=by.id,
        asked_by_name=by.name,
        asked_at=at,
    )
    FLOW.begin(request, local_day(at))
    db.session.add(request)
    db.session.flush()
    audit.write(request, "ask", by=by, at=at, target=S.ASKED, complaint=complaint.ref)
    return request


def grant(request: ContactRequest, why: str, *, by: User, at: datetime) -> None:
    """A custodian consents: who asked may look for a few days (LOCAL-CONTACT)."""
    _decide(request, "grant", why, by, at)
    request.open_until = rules.due("LOCAL-CONTACT", local_day(at)).due_on


def refuse(request: ContactRequest, why: str, *, by: User, at: datetime) -> None:
    """A custodian does not consent; the reasons are kept with the request."""
    _decide(request, "refuse", why, by, at)


def open_(request: ContactRequest, *, by: User, at: datetime) -> Contact:
    """What was sealed, to the one who asked and while it is open; every look is logged. NotOpen."""
    if not may_open(request, by, local_day(at)):
        raise NotOpen(_("须经身份信息保管员同意，并且只有申请人在有效期内可以查看。"))
    found = db.session.get(ComplaintContact, request.complaint_id)
    if found is None:
        raise NotOpen(_("身份信息已经按期删除。"))
    audit.write(request, "look", by=by, at=at)
    return unseal(found)


def may_open(request: ContactRequest, user: User, on: date) -> bool:
    granted = request.state is S.GRANTED and request.open_until is not None
    return bool(granted and request.asked_by_id == user.id and on <= request.open_until)  # type: ignore[operator]


def of(complaint: Complaint) -> list[ContactRequest]:
    """Every request about one complaint, newest first."""
    wanted = sa.select(ContactRequest).where(ContactRequest.complaint_id == complaint.id)
    return list(db.session.scalars(wanted.order_by(ContactRequest.id.desc())))


def waiting() -> sa.Select[ContactRequest]:
    return sa.select(ContactRequest).where(ContactRequest.state == S.ASKED)


def unseal(found: ComplaintContact) -> Contact:
    if not found.sealed.startswith(VERSION):  # before it had a key of its own
        return Contact("", identifiers.unseal(found.sealed))
    raw = b64decode(found.sealed.removeprefix(VERSION))
    said = AESGCM(_key()).decrypt(raw[:12], raw[12:], _bound(found.complaint_id))
    return Contact(**json.loads(said))


def _decide(request: ContactRequest, move: str, why: str, by: User, at: datetime) -> None:
    if request.state is not S.ASKED:
        raise AlreadyDecided
    if request.asked_by_id == by.id:
        raise NotOpen(_("申请人不能审批自己的申请。"))
    FLOW.go(request, move, by=by, at=at)  # the reasons stay with the request
    request.why = why.strip()
    request.decided_by_id, request.decided_by_name, request.decided_at = by.id, by.name, at


def _bound(number: int) -> bytes:
    return f"complaint {number}".encode()


def _key() -> bytes:
    return b64decode(current_app.config["CONTACT_KEY"])
