"""What came from a court and when: one receipt for each push that changed something.

A receipt is what both sides compare at night: the number the court gave the case, its version, and
the digest of what the court sent. Receipts of one court have numbers in the order of their commits,
because its pushes wait for each other: whoever reads on from a number misses none.
"""

import enum
import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from integrity.base.clock import local_day
from integrity.base.db import Model, db
from integrity.people.subjects.models import Subject
from integrity.streams.courts.models import CourtCase


class Kind(enum.StrEnum):
    """What a push did."""

    RECEIVED = "received"
    UPDATED = "updated"
    WITHDRAWN = "withdrawn"


KIND_NAMES = {
    Kind.RECEIVED: _l("新收"),
    Kind.UPDATED: _l("更新"),
    Kind.WITHDRAWN: _l("撤回"),
}


class Receipt(Model):
    """One push that was taken; `digest` is that of what the court sent, as it sent it."""

    __tablename__ = "court_receipt"

    id: Mapped[int] = mapped_column(primary_key=True)
    court_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("court_case.id"), index=True)
    on: Mapped[date]
    at: Mapped[datetime]
    kind: Mapped[Kind]
    external_id: Mapped[str] = mapped_column(sa.String(80))
    version: Mapped[int]
    digest: Mapped[str] = mapped_column(sa.String(64))

    case: Mapped[CourtCase] = relationship()
    court: Mapped[Subject] = relationship()

    __table_args__ = (sa.Index("ix_court_receipt_court_id_on", "court_id", "on"),)

    @property
    def line(self) -> str:
        """The receipt in the digest of its day."""
        return f"{self.external_id}:{self.version}:{self.kind}:{self.digest}"


def note(case: CourtCase, kind: Kind, digest: str, at: datetime) -> None:
    """Keep that a push was taken; the case is stored already."""
    db.session.add(
        Receipt(
            court_id=case.court_id,
            case_id=case.id,
            on=local_day(at),
            at=at,
            kind=kind,
            external_id=case.external_id,
            version=case.version,
            digest=digest,
        )
    )


def of_court(court_id: int, since: date | None) -> sa.Select[Any]:
    """The receipts of a court, with their cases."""
    wanted = sa.select(Receipt).where(Receipt.court_id == court_id)
    if since is not None:
        wanted = wanted.where(Receipt.on >= since)
    case = joinedload(Receipt.case)
    return wanted.options(case.joinedload(CourtCase.subject), case.joinedload(CourtCase.court))


def digest_sent(sent: Any) -> str:
    """The digest of what a court sent: of its JSON, keys sorted, no spaces, UTF-8."""
    text = json.dumps(sent, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def digest_of(lines: Iterable[str]) -> str:
    """The digest of a day: of its lines in order, whichever came first."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
