"""A case that a court pushed, and the daily sign of life of a court's channel."""

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.people.subjects.models import Subject
from integrity.streams.courts.permissions import CourtsPermission


class CaseState(enum.StrEnum):
    RECEIVED = "received"  # pushed by the court
    ASSIGNED = "assigned"  # given to the body; the term runs from this day
    ACCEPTED = "accepted"
    PERFORMING = "performing"
    PERFORMED = "performed"  # says the body
    SETTLED = "settled"  # says the body
    ROUND_ENDED = "round_ended"  # 终结本次执行: nothing found to enforce, the debt stays
    CONFIRMED = "confirmed"  # says the court
    CLOSED = "closed"


REPORTED = (CaseState.PERFORMED, CaseState.SETTLED)
OPEN = (
    CaseState.RECEIVED,
    CaseState.ASSIGNED,
    CaseState.ACCEPTED,
    CaseState.PERFORMING,
    *REPORTED,
    CaseState.ROUND_ENDED,
)


class CaseOutcome(enum.StrEnum):
    PERFORMED = "performed"
    SETTLED = "settled"
    TERMINATED = "terminated"


class Ending(enum.StrEnum):
    """Why nothing is owed any more, though not performed."""

    REVOKED = "revoked"
    RELEASED = "released"


class CreditorKind(enum.StrEnum):
    """All that is kept of a creditor: a natural person's name never enters the system."""

    ENTERPRISE = "enterprise"
    ORGANISATION = "organisation"
    PERSON = "person"
    BODY = "body"


STATE_NAMES = {
    CaseState.RECEIVED: _l("已接收，待分办"),
    CaseState.ASSIGNED: _l("已分办，待签收"),
    CaseState.ACCEPTED: _l("已签收"),
    CaseState.PERFORMING: _l("履行中"),
    CaseState.PERFORMED: _l("自报已履行，待法院确认"),
    CaseState.SETTLED: _l("自报已和解，待法院确认"),
    CaseState.ROUND_ENDED: _l("终结本次执行，义务未履行"),
    CaseState.CONFIRMED: _l("法院已确认"),
    CaseState.CLOSED: _l("已办结"),
}
TONES = {
    CaseState.PERFORMED: "soon",
    CaseState.SETTLED: "soon",
    CaseState.ROUND_ENDED: "late",
    CaseState.CONFIRMED: "good",
    CaseState.CLOSED: "closed",
}
OUTCOME_NAMES = {
    CaseOutcome.PERFORMED: _l("已履行"),
    CaseOutcome.SETTLED: _l("已和解"),
    CaseOutcome.TERMINATED: _l("法院终结执行"),
}
ENDING_NAMES = {
    Ending.REVOKED: _l("据以执行的法律文书被撤销"),
    Ending.RELEASED: _l("申请执行人书面放弃剩余权利"),
}
CREDITOR_NAMES = {
    CreditorKind.ENTERPRISE: _l("企业"),
    CreditorKind.ORGANISATION: _l("社会组织"),
    CreditorKind.PERSON: _l("自然人（不记姓名）"),
    CreditorKind.BODY: _l("机关事业单位"),
}


class CourtCase(HasDeadline, HasSteps, Model):
    """A duty that a court ordered a public body to perform.

    `case_no` is kept exactly as the court writes it; `key` is the same in half width and unique.
    `closed_on` is the day of performance that the court confirmed, so what was done in time and
    confirmed later is not late. `assigned`: the office has dispatched it at least once. `digest`
    is that of the content pushed last under (source, external_id, version).
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(120), unique=True)
    case_no: Mapped[str]
    key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    state: Mapped[CaseState] = mapped_column(default=CaseState.RECEIVED, index=True)
    outcome: Mapped[CaseOutcome | None]
    court_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    cause: Mapped[str]
    creditor_kind: Mapped[CreditorKind]
    owed: Mapped[Decimal]
    performed: Mapped[Decimal] = mapped_column(default=Decimal(0))
    note: Mapped[str] = mapped_column(default="")
    received_on: Mapped[date]
    assigned: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    source: Mapped[str] = mapped_column(sa.String(40))
    external_id: Mapped[str] = mapped_column(sa.String(80))
    version: Mapped[int] = mapped_column(default=1)
    digest: Mapped[str] = mapped_column(sa.String(64))

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    court: Mapped[Subject] = relationship(foreign_keys=[court_id])

    __table_args__ = (
        sa.UniqueConstraint("source", "external_id"),
        sa.CheckConstraint("owed >= 0 AND performed >= 0 AND performed <= owed", name="amounts"),
    )

    @hybrid_property
    def title(self) -> str:
        """The case number and what it is about, in Python and in SQL."""
        return self.case_no + " " + self.cause

    @property
    def owed_to(self) -> Any:
        """Only of which kind: a creditor's name never enters the system."""
        return _("申请执行人：%(kind)s", kind=CREDITOR_NAMES[self.creditor_kind])

    @property
    def at_stake(self) -> Decimal:
        return self.outstanding

    @property
    def parties(self) -> set[int]:
        """The body and the court; a creditor is nobody here."""
        return {self.subject_id, self.court_id}

    def shows(self, file: Any, user: Any) -> bool:
        """Its files are read by the body, by the court that confirms, and by the office."""
        return bool(user.is_authenticated and user.can(CourtsPermission.READ, self))

    @property
    def outstanding(self) -> Decimal:
        return self.owed - self.performed


class Heartbeat(Model):
    """A court's channel was alive on a day and held so many cases; zero is a report too."""

    id: Mapped[int] = mapped_column(primary_key=True)
    court_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    on: Mapped[date]
    cases: Mapped[int]
    at: Mapped[datetime]

    court: Mapped[Subject] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("court_id", "on"),
        sa.CheckConstraint("cases >= 0", name="cases"),
    )
