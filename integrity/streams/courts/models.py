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
from integrity.casework.key_fields import HasKeyField
from integrity.people.subjects.models import Subject
from integrity.streams.courts.permissions import CourtsPermission


class CaseState(enum.StrEnum):
    RECEIVED = "received"  # pushed by the court
    ASSIGNED = "assigned"  # given to the body; the term runs from this day
    REFUSED = "refused"  # the body says that it is another's; the office decides
    ACCEPTED = "accepted"
    PERFORMING = "performing"
    PERFORMED = "performed"  # says the body
    SETTLED = "settled"  # says the body
    AGREED = "agreed"  # the court confirmed the settlement; its parts have days of their own
    ROUND_ENDED = "round_ended"  # 终结本次执行: nothing found to enforce, the debt stays
    CONFIRMED = "confirmed"  # says the court
    CLOSED = "closed"
    WITHDRAWING = "withdrawing"  # pushed by mistake, says the court; somebody had acted on it
    WITHDRAWN = "withdrawn"  # it was never this body's duty


REPORTED = (CaseState.PERFORMED, CaseState.SETTLED)
OPEN = (
    CaseState.RECEIVED,
    CaseState.ASSIGNED,
    CaseState.REFUSED,
    CaseState.ACCEPTED,
    CaseState.PERFORMING,
    *REPORTED,
    CaseState.AGREED,
    CaseState.ROUND_ENDED,
)


class CaseOutcome(enum.StrEnum):
    PERFORMED = "performed"
    SETTLED = "settled"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"


class Ending(enum.StrEnum):
    """Why nothing is owed any more, though not performed."""

    REVOKED = "revoked"
    RELEASED = "released"


class DutyKind(enum.StrEnum):
    """What is owed: a sum, an act, or both."""

    MONEY = "money"
    CONDUCT = "conduct"
    BOTH = "both"


class CreditorKind(enum.StrEnum):
    """All that is kept of a creditor: a natural person's name never enters the system."""

    ENTERPRISE = "enterprise"
    ORGANISATION = "organisation"
    PERSON = "person"
    BODY = "body"


STATE_NAMES = {
    CaseState.RECEIVED: _l("已接收，待分办"),
    CaseState.ASSIGNED: _l("已分办，待签收"),
    CaseState.REFUSED: _l("单位拒收，待办公室决定"),
    CaseState.ACCEPTED: _l("已签收"),
    CaseState.PERFORMING: _l("履行中"),
    CaseState.PERFORMED: _l("自报已履行，待法院确认"),
    CaseState.SETTLED: _l("自报已和解，待法院确认"),
    CaseState.AGREED: _l("和解协议已经法院确认，分期履行中"),
    CaseState.ROUND_ENDED: _l("终结本次执行，义务未履行"),
    CaseState.CONFIRMED: _l("法院已确认"),
    CaseState.CLOSED: _l("已办结"),
    CaseState.WITHDRAWING: _l("法院申请撤回推送，待核准"),
    CaseState.WITHDRAWN: _l("法院已撤回推送"),
}
TONES = {
    CaseState.REFUSED: "soon",
    CaseState.PERFORMED: "soon",
    CaseState.SETTLED: "soon",
    CaseState.ROUND_ENDED: "late",
    CaseState.CONFIRMED: "good",
    CaseState.CLOSED: "closed",
    CaseState.WITHDRAWING: "soon",
    CaseState.WITHDRAWN: "closed",
}
OUTCOME_NAMES = {
    CaseOutcome.PERFORMED: _l("已履行"),
    CaseOutcome.SETTLED: _l("已和解"),
    CaseOutcome.TERMINATED: _l("法院终结执行"),
    CaseOutcome.WITHDRAWN: _l("推送有误，法院撤回"),
}
ENDING_NAMES = {
    Ending.REVOKED: _l("据以执行的法律文书被撤销"),
    Ending.RELEASED: _l("申请执行人书面放弃剩余权利"),
}
DUTY_NAMES = {
    DutyKind.MONEY: _l("金钱给付"),
    DutyKind.CONDUCT: _l("履行行为"),
    DutyKind.BOTH: _l("金钱给付和履行行为"),
}
CREDITOR_NAMES = {
    CreditorKind.ENTERPRISE: _l("企业"),
    CreditorKind.ORGANISATION: _l("社会组织"),
    CreditorKind.PERSON: _l("自然人（不记姓名）"),
    CreditorKind.BODY: _l("机关事业单位"),
}


def _of_those_that_stand(name: str, *columns: str) -> sa.Index:
    """No two cases are the same in these; one that was withdrawn leaves its number to another."""
    where = sa.text("state != 'withdrawn'")
    return sa.Index(name, *columns, unique=True, sqlite_where=where, postgresql_where=where)


class CourtCase(HasKeyField, HasDeadline, HasSteps, Model):
    """A duty that a court ordered a public body to perform.

    `case_no` is kept exactly as the court writes it; `key` is how numbers are compared, and unique
    among the cases that were not withdrawn.
    `closed_on` is the day of performance that the court confirmed, so what was done in time and
    confirmed later is not late. `conduct`: which act is owed besides or instead of a sum, done on
    `conduct_done_on` as the court says. `charge`: who of the body has it in hand. `assigned`: the
    office has dispatched it at least once. `digest` is that of the content pushed last under
    (source, external_id, version). `first_key`: the number of the case whose enforcement is taken
    up again here (恢复执行), pushed or not.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(120), unique=True)
    case_no: Mapped[str]
    key: Mapped[str] = mapped_column(sa.String(80))
    state: Mapped[CaseState] = mapped_column(default=CaseState.RECEIVED, index=True)
    outcome: Mapped[CaseOutcome | None]
    court_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    cause: Mapped[str]
    creditor_kind: Mapped[CreditorKind]
    duty: Mapped[DutyKind] = mapped_column(
        default=DutyKind.MONEY, server_default=DutyKind.MONEY.value
    )
    conduct: Mapped[str] = mapped_column(default="", server_default="")
    conduct_done_on: Mapped[date | None]
    charge: Mapped[str] = mapped_column(default="", server_default="")
    owed: Mapped[Decimal]
    performed: Mapped[Decimal] = mapped_column(default=Decimal(0))
    note: Mapped[str] = mapped_column(default="")
    received_on: Mapped[date]
    assigned: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    source: Mapped[str] = mapped_column(sa.String(40))
    external_id: Mapped[str] = mapped_column(sa.String(80))
    version: Mapped[int] = mapped_column(default=1)
    digest: Mapped[str] = mapped_column(sa.String(64))
    first_key: Mapped[str | None] = mapped_column(sa.String(80), index=True)

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    court: Mapped[Subject] = relationship(foreign_keys=[court_id])

    __table_args__ = (
        _of_those_that_stand("uq_court_case_key", "key"),
        _of_those_that_stand("uq_court_case_source", "source", "external_id"),
        sa.CheckConstraint("owed >= 0 AND performed >= 0 AND performed <= owed", name="amounts"),
    )

    @hybrid_property
    def title(self) -> str:
        """The case number and what it is about, in Python and in SQL."""
        return self.case_no + " " + self.cause

    @classmethod
    def stands(cls) -> sa.ColumnElement[bool]:
        """The condition for cases that were not withdrawn."""
        return cls.state != CaseState.WITHDRAWN

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


class Part(enum.StrEnum):
    """What a body has to do with a case besides the one that owes."""

    HELPING = "helping"  # 协办单位
    SUPERIOR = "superior"  # 上级主管单位
    PROPOSED = "proposed"  # named by the one that refused
    FORMER = "former"  # it was its case once


PART_NAMES = {
    Part.HELPING: _l("协办单位"),
    Part.SUPERIOR: _l("上级主管单位"),
    Part.PROPOSED: _l("拟移交单位"),
    Part.FORMER: _l("原承办单位"),
}


class CaseBody(Model):
    """A body that has a part in a case: it reads it, and hears that it does.

    `agrees`, `words`: what one to which it is to be given says of that, None: nothing yet.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("court_case.id"), index=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    part: Mapped[Part]
    agrees: Mapped[bool | None]
    words: Mapped[str] = mapped_column(default="")

    case: Mapped[CourtCase] = relationship()
    subject: Mapped[Subject] = relationship()

    __table_args__ = (sa.UniqueConstraint("case_id", "subject_id", "part"),)

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}


class Heartbeat(Model):
    """A court's channel was alive on a day and pushed so many cases; zero is a report too.

    `filled_in_on`: the day on which a number of a past day was given or changed. `sent_at`: when
    the court sent it, if it said so: what was sent before does not replace it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    court_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    on: Mapped[date]
    cases: Mapped[int]
    at: Mapped[datetime]
    filled_in_on: Mapped[date | None]
    sent_at: Mapped[datetime | None]

    court: Mapped[Subject] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("court_id", "on"),
        sa.CheckConstraint("cases >= 0", name="cases"),
    )
