"""Who reports and how to reach them: sealed, opened only with a second's consent.

Sealed with AES-256-GCM under a key that serves nothing else, bound to what was reported, so
that what is sealed for one report cannot be opened as another's.
"""

import enum
import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base import envelopes
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.states import Flow, HasSteps, Move
from integrity.casework.informants.permissions import ContactsPermission
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, Step
from integrity.people.accounts.models import User
from integrity.people.subjects import identifiers

VERSION = "c1."


class ContactRequestState(enum.StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


S = ContactRequestState
REQUEST_NAMES = {
    S.ASKED: _l("等待保管员办理"),
    S.GRANTED: _l("保管员已同意"),
    S.REFUSED: _l("保管员不同意"),
}


class HasRequest(HasSteps):
    """An officer of the office asks to see who reports; a custodian decides, with reasons.

    A granted one opens the contact to the one who asked, until the end of `open_until`.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[ContactRequestState] = mapped_column(default=S.ASKED, index=True)
    reason: Mapped[str]
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    asked_by_name: Mapped[str]
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    decided_by_name: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(default="")
    open_until: Mapped[date | None]


def two_people() -> sa.CheckConstraint:
    """Nobody decides what it asked for itself."""
    different = "decided_by_id IS NULL OR decided_by_id <> asked_by_id"
    return sa.CheckConstraint(different, name="two_people")


FLOW = Flow(
    steps={S.ASKED: Step(Side.OFFICE, "LOCAL-CONTACT-DECIDE")},
    grant=Move({S.ASKED}, S.GRANTED, ContactsPermission.RELEASE),
    refuse=Move({S.ASKED}, S.REFUSED, ContactsPermission.RELEASE),
)
FLOW.names.update(REQUEST_NAMES)


class NotOpen(Refused):
    """Nobody consented, the time is over, or somebody else asked."""

    status = 403
    title = _l("不能查看反映人的身份信息")


class NothingToAsk(Refused):
    """Nothing is sealed for this report, or a request is already waiting."""

    status = 409
    title = _l("不能提出查看申请")


class AlreadyDecided(Refused):
    status = 409
    title = _l("此申请已经办理")


@dataclass(frozen=True)
class Contact:
    """What somebody unknown chose to tell."""

    name: str
    contact: str


@dataclass(frozen=True)
class Contacts:
    """The sealed contacts of one kind of report, and who asked for which.

    sealed, request: its two models, whose column named `key` says of what they are.
    """

    sealed: Any
    request: Any
    key: str
    bound: Callable[[int], str]

    def seal(self, thing: Any, name: str, contact: str) -> None:
        """Keep what somebody unknown chose to tell, if anything."""
        said = {"name": name.strip(), "contact": contact.strip()}
        if not any(said.values()):
            return
        sealed = self._closed(thing.id, said)
        db.session.add(self.sealed(**{self.key: thing.id}, sealed=sealed))

    def is_known(self, thing: Any) -> bool:
        """Whether anything was told; not what."""
        wanted = sa.exists().where(getattr(self.sealed, self.key) == thing.id)
        return bool(db.session.scalar(sa.select(wanted)))

    def ask(self, thing: Any, reason: str, *, by: User, at: datetime) -> Any:
        """An officer of the office asks, with a reason; raises NothingToAsk."""
        if not self.is_known(thing):
            raise NothingToAsk(_("反映人没有留下身份信息。"))
        if any(request.state is S.ASKED for request in self.of(thing)):
            raise NothingToAsk(_("已有一件申请等待身份信息保管员办理。"))
        request = self.request(
            **{self.key: thing.id},
            state=S.ASKED,
            reason=reason.strip(),
            asked_by_id=by.id,
            asked_by_name=by.name,
            asked_at=at,
        )
        FLOW.begin(request, local_day(at))
        db.session.add(request)
        db.session.flush()
        about = {thing.__tablename__: thing.ref}
        audit.write(request, "ask", by=by, at=at, target=S.ASKED, **about)
        return request

    def grant(self, request: Any, why: str, *, by: User, at: datetime) -> None:
        """A custodian consents: who asked may look for a few days (LOCAL-CONTACT)."""
        self._decide(request, "grant", why, by, at)
        request.open_until = rules.due("LOCAL-CONTACT", local_day(at)).due_on

    def refuse(self, request: Any, why: str, *, by: User, at: datetime) -> None:
        """A custodian does not consent; the reasons are kept with the request."""
        self._decide(request, "refuse", why, by, at)

    def open_(self, request: Any, *, by: User, at: datetime) -> Contact:
        """What was sealed, to the one who asked and while it is open; every look is logged.

        Raises NotOpen.
        """
        if not may_open(request, by, local_day(at)):
            raise NotOpen(_("须经身份信息保管员同意，并且只有申请人在有效期内可以查看。"))
        found = db.session.get(self.sealed, getattr(request, self.key))
        if found is None:
            raise NotOpen(_("身份信息已经按期删除。"))
        audit.write(request, "look", by=by, at=at)
        return self.unseal(found)

    def of(self, thing: Any) -> list[Any]:
        """Every request about one report, newest first."""
        wanted = sa.select(self.request).where(getattr(self.request, self.key) == thing.id)
        return list(db.session.scalars(wanted.order_by(self.request.id.desc())))

    def waiting(self) -> sa.Select[Any]:
        return sa.select(self.request).where(self.request.state == S.ASKED)

    def unseal(self, found: Any, *, old: bytes = b"") -> Contact:
        """What was sealed, under the key of today or an old one."""
        if not found.sealed.startswith(VERSION):  # before it had a key of its own
            return Contact("", identifiers.unseal(found.sealed))
        raw = b64decode(found.sealed.removeprefix(VERSION))
        bound = self.bound(getattr(found, self.key)).encode()
        return Contact(**json.loads(envelopes.opened(old or _key(), raw, bound)))

    def reseal(self, old: bytes) -> int:
        """Seal everything that was sealed under an old key under the one of today; how many."""
        count = 0
        number = getattr(self.sealed, self.key)
        for row in db.session.scalars(sa.select(self.sealed).order_by(number)):
            said = self.unseal(row, old=old)
            row.sealed = self._closed(getattr(row, self.key), asdict(said))
            count += 1
        db.session.flush()
        return count

    def _closed(self, number: int, said: dict[str, str]) -> str:
        raw = json.dumps(said, ensure_ascii=False).encode()
        closed = envelopes.closed(_key(), raw, self.bound(number).encode())
        return VERSION + b64encode(closed).decode()

    def _decide(self, request: Any, move: str, why: str, by: User, at: datetime) -> None:
        if request.state is not S.ASKED:
            raise AlreadyDecided
        if request.asked_by_id == by.id:
            raise NotOpen(_("申请人不能审批自己的申请。"))
        FLOW.go(request, move, by=by, at=at)  # the reasons stay with the request
        request.why = why.strip()
        request.decided_by_id, request.decided_by_name, request.decided_at = by.id, by.name, at


def may_open(request: Any, user: User, on: date) -> bool:
    """Whether this person may look now."""
    granted = request.state is S.GRANTED and request.open_until is not None
    return bool(granted and request.asked_by_id == user.id and on <= request.open_until)


def _key() -> bytes:
    return b64decode(current_app.config["CONTACT_KEY"])
