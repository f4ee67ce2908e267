"""A report on an enterprise, what was said about it, and the contact that nobody of it sees."""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.permissions import REACH_ALL
from integrity.base.states import HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.casework.informants.contacts import HasRequest, two_people
from integrity.casework.informants.receipts import HasReceipt
from integrity.casework.key_fields import HasKeyField
from integrity.credit.offences.models import Offence
from integrity.people.subjects.models import Subject
from integrity.streams.tips.permissions import TipsPermission


class TipState(enum.StrEnum):
    RECEIVED = "received"  # the office names the department
    SENT = "sent"  # the department takes it on, refuses it, or says whose it is
    ACCEPTED = "accepted"
    HEARING = "hearing"  # the enterprise may answer
    HEARD = "heard"  # it has answered, or did not in its time
    FOUND = "found"  # the reporter may agree or dispute
    REFUSED = "refused"  # so it may here
    ESCALATED = "escalated"  # disputed: the leading group's office decides, once
    CLOSED = "closed"


class TipOutcome(enum.StrEnum):
    TRUE = "true"
    UNTRUE = "untrue"
    REFUSED = "refused"


class Refusal(enum.StrEnum):
    NO_FACTS = "no_facts"
    NOT_SERIOUS = "not_serious"
    DUPLICATE = "duplicate"
    IN_COURT = "in_court"
    OTHER_WAY = "other_way"


class Side(enum.StrEnum):
    REPORTER = "reporter"
    BODY = "body"
    OFFICE = "office"


S = TipState
STATE_NAMES = {
    S.RECEIVED: _l("已收到，待交主管部门"),
    S.SENT: _l("已交主管部门，待受理"),
    S.ACCEPTED: _l("已受理，调查核实中"),
    S.HEARING: _l("听取被举报单位意见"),
    S.HEARD: _l("已听取意见，待认定"),
    S.FOUND: _l("已认定，待举报人表示意见"),
    S.REFUSED: _l("不予受理，待举报人表示意见"),
    S.ESCALATED: _l("举报人不认可，待领导小组办公室决定"),
    S.CLOSED: _l("已办结"),
}
TONES = {S.HEARING: "soon", S.ESCALATED: "soon", S.CLOSED: "closed"}
OUTCOME_NAMES = {
    TipOutcome.TRUE: _l("举报属实"),
    TipOutcome.UNTRUE: _l("举报不属实"),
    TipOutcome.REFUSED: _l("不予受理"),
}
REFUSAL_NAMES = {
    Refusal.NO_FACTS: _l("没有具体对象或者事实，无法核查"),
    Refusal.NOT_SERIOUS: _l("不属于严重失信行为"),
    Refusal.DUPLICATE: _l("同一事项正在办理或者已有结论，没有新的事实"),
    Refusal.IN_COURT: _l("已经进入诉讼、仲裁、行政复议程序"),
    Refusal.OTHER_WAY: _l("法律规定应当通过其他途径处理"),
}
SIDE_NAMES = {
    Side.REPORTER: _l("举报人"),
    Side.BODY: _l("主管部门"),
    Side.OFFICE: _l("领导小组办公室"),
}


class Tip(HasReceipt, HasKeyField, HasDeadline, HasSteps, Model):
    """What somebody unknown reports of an enterprise; `subject` is the department that owes an
    answer, and nobody before it was sent to one.

    `reported_name`: as it was typed; `reported`: who that is, where a code or a whole name said so
    or the department found out. `allegation`: what the department holds against the enterprise, in
    words of its own, all that the enterprise sees; `invited_on`: when it was written,
    `notified_on`: when it was served; `heard_by`: the last day to answer.
    `missed_on`: a day missed before the office sent it back.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    state: Mapped[TipState] = mapped_column(default=S.RECEIVED, index=True)
    outcome: Mapped[TipOutcome | None]
    refusal: Mapped[Refusal | None]
    act_id: Mapped[int] = mapped_column(sa.ForeignKey("offence.id"), index=True)
    subject_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    reported_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    reported_name: Mapped[str]
    text: Mapped[str]
    confidential: Mapped[bool] = mapped_column(default=False)
    allegation: Mapped[str] = mapped_column(default="")
    invited_on: Mapped[date | None]
    notified_on: Mapped[date | None]
    heard_by: Mapped[date | None] = mapped_column(index=True)
    response: Mapped[str] = mapped_column(default="")
    finding: Mapped[str] = mapped_column(default="")
    found_on: Mapped[date | None]
    silent_on: Mapped[date | None] = mapped_column(index=True)
    disputes: Mapped[int] = mapped_column(default=0)
    missed_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    erased_on: Mapped[date | None]
    erased_why: Mapped[str] = mapped_column(default="")

    act: Mapped[Offence] = relationship()
    subject: Mapped[Subject | None] = relationship(foreign_keys=[subject_id])
    reported: Mapped[Subject | None] = relationship(foreign_keys=[reported_id])
    messages: Mapped[list["TipMessage"]] = relationship(
        order_by="TipMessage.id", back_populates="tip"
    )

    __table_args__ = (
        sa.CheckConstraint("reported_id <> subject_id", name="nobody_finds_for_itself"),
        sa.CheckConstraint("disputes BETWEEN 0 AND 1", name="disputed_once"),
    )

    @property
    def who(self) -> str:
        """Whom it is about, as well as is known."""
        return self.reported.name if self.reported else self.reported_name

    @property
    def parties(self) -> set[int]:
        """The department, and the enterprise once it was invited to answer."""
        found = {self.subject_id, self.reported_id if self.invited_on else None}
        return {number for number in found if number is not None}

    def may_be_read_by(self, user: Any) -> bool:
        """Whether this person reads what was reported: never anybody of the enterprise."""
        knows = user.is_authenticated and user.can(TipsPermission.READ)
        near = knows and self.subject_id is not None and user.body_id == self.subject_id
        return bool(knows and (user.role in REACH_ALL or near))

    def shows(self, file: Any, user: Any) -> bool:
        """Its files are read by whoever reads what was reported."""
        return self.may_be_read_by(user)


class TipMessage(Model):
    """What the reporter, the department or the office said; never shown to the enterprise."""

    id: Mapped[int] = mapped_column(primary_key=True)
    tip_id: Mapped[int] = mapped_column(sa.ForeignKey("tip.id"), index=True)
    side: Mapped[Side]
    text: Mapped[str]
    by_name: Mapped[str]
    at: Mapped[datetime]
    question: Mapped[bool] = mapped_column(default=False)
    office_only: Mapped[bool] = mapped_column(default=False)

    tip: Mapped[Tip] = relationship(back_populates="messages")

    def shows(self, file: Any, user: Any) -> bool:
        """What came with words is read by whoever may read the words."""
        heard = user.is_authenticated and (user.role in REACH_ALL or not self.office_only)
        return heard and self.tip.may_be_read_by(user)


class TipContact(Model):
    """Who reports and how to reach them, encrypted; see casework.informants.contacts."""

    tip_id: Mapped[int] = mapped_column(sa.ForeignKey("tip.id"), primary_key=True)
    sealed: Mapped[str]


class TipContactRequest(HasRequest, Model):
    """Somebody of the office asks to see who reports."""

    tip_id: Mapped[int] = mapped_column(sa.ForeignKey("tip.id"), index=True)

    tip: Mapped[Tip] = relationship()

    __table_args__ = (two_people(),)
