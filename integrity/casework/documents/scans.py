"""A scan of a stamped page (手签盖章件): sent in by one person, compared with the text by another.

It counts like what is signed here, for every paper and signature: the seal of a paper, the proof
that it was served, a promise or a takeover that was signed on paper.
"""

import enum
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, db
from integrity.base.errors import Forbidden, Refused
from integrity.base.states import Flow, HasSteps, Move
from integrity.casework.steps import Side, Step
from integrity.files import attached
from integrity.files.attached import Attachment, HasFiles
from integrity.people.subjects.models import Subject


class ScanState(enum.StrEnum):
    ENTERED = "entered"
    AGREED = "agreed"  # a second person found that it says the same
    REFUSED = "refused"


class Shows(enum.StrEnum):
    """What a scan is evidence of."""

    SEAL = "seal"
    SERVICE = "service"
    SIGNATURE = "signature"


SCAN_NAMES = {
    ScanState.ENTERED: _l("待另一人核对"),
    ScanState.AGREED: _l("经核对一致"),
    ScanState.REFUSED: _l("核对不一致"),
}
SHOWS_NAMES = {
    Shows.SEAL: _l("盖章件"),
    Shows.SERVICE: _l("送达回证"),
    Shows.SIGNATURE: _l("手签盖章件"),
}
FLOW = Flow(
    steps={ScanState.ENTERED: Step(Side.ISSUER, "LOCAL-PAPER-COMPARE")},
    agree=Move({ScanState.ENTERED}, ScanState.AGREED),
    refuse=Move({ScanState.ENTERED}, ScanState.REFUSED),
)
FLOW.names.update(SCAN_NAMES)


class SamePerson(Forbidden):
    """Nobody compares the scan that he sent in."""

    title = _l("须由另一人核对")


class WrongScan(Refused):
    """Its day has not come, or it shows nothing that is still open."""


class StampedScan(HasFiles, HasSteps, Model):
    """A scan of a page on paper, of a thing; `day` is the one that stands on it.

    `issuer_id`: the body whose people compare it; none is named where it is the office.
    `signer` and `sha256`, of a signature: who signed, and the hash of the text that was signed.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    thing: Mapped[str] = mapped_column(sa.String(40))
    thing_id: Mapped[int]
    issuer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    shown: Mapped[Shows]
    day: Mapped[date]
    signer: Mapped[str] = mapped_column(default="", server_default="")
    sha256: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    state: Mapped[ScanState] = mapped_column(default=ScanState.ENTERED, index=True)
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    entered_by_name: Mapped[str]
    entered_at: Mapped[datetime]
    compared_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    compared_by_name: Mapped[str] = mapped_column(default="")
    compared_at: Mapped[datetime | None]

    issuer: Mapped[Subject | None] = relationship()

    __table_args__ = (sa.Index("ix_stamped_scan_thing", "thing", "thing_id"),)

    @property
    def files(self) -> Sequence[Attachment]:
        return attached.of(self.__tablename__, [self.id])

    @property
    def owner(self) -> Any:
        """The thing of which it is a scan."""
        from integrity.casework.documents.kinds import model_of

        return db.session.get(model_of(self.thing), self.thing_id)

    def shows(self, file: Attachment, user: Any) -> bool:
        """The thing itself says who reads what is evidence of it."""
        return bool(self.owner and self.owner.shows(file, user))


def enter(
    thing: Any,
    shown: Shows,
    upload: FileStorage,
    day: date,
    *,
    by: audit.Actor,
    at: datetime,
    body_id: int | None = None,
) -> StampedScan:
    """Send a scan in; it counts when somebody else has compared it. Raises WrongScan."""
    if day > local_day(at):
        raise WrongScan(_("日期 %(day)s 还没有到。", day=day))
    if any(known.state is not ScanState.REFUSED for known in of(thing, shown)):
        raise WrongScan(_("已有一份扫描件，请先核对。"))
    made = StampedScan(
        thing=thing.__tablename__,
        thing_id=thing.id,
        issuer_id=getattr(thing, "issuer_id", None),
        shown=shown,
        day=day,
        state=ScanState.ENTERED,
        entered_by_id=by.id,
        entered_by_name=by.name,
        entered_at=at,
    )
    FLOW.begin(made, local_day(at))
    db.session.add(made)
    attached.save(upload, made, public=False, by=by, at=at, body_id=body_id)
    audit.write(thing, "enter_scan", by=by, at=at, shown=shown, day=str(day))
    return made


def agree(scan: StampedScan, *, by: audit.Actor, at: datetime) -> None:
    """Another person has compared it, and it says the same; raises SamePerson."""
    _compared(scan, "agree", "", by, at)


def refuse(scan: StampedScan, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It does not say the same; raises SamePerson."""
    _compared(scan, "refuse", why, by, at)


def of(thing: Any, shown: Shows) -> Sequence[StampedScan]:
    """Every scan of a thing that shows this, oldest first."""
    mine = (StampedScan.thing == thing.__tablename__, StampedScan.thing_id == thing.id)
    wanted = sa.select(StampedScan).where(*mine, StampedScan.shown == shown)
    return db.session.scalars(wanted.order_by(StampedScan.id)).all()


def _compared(scan: StampedScan, move: str, why: str, by: audit.Actor, at: datetime) -> None:
    if by.id is None or by.id == scan.entered_by_id:
        raise SamePerson(_("上传扫描件的人不能核对，须由另一人核对。"))
    scan.compared_by_id, scan.compared_by_name, scan.compared_at = by.id, by.name, at
    FLOW.go(scan, move, by=by, at=at, why=why)
