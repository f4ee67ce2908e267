"""A complaint, what was said about it, and the contact that the body never sees."""

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
from integrity.people.subjects.models import Subject
from integrity.streams.complaints.permissions import ComplaintsPermission


class ComplaintKind(enum.StrEnum):
    COMPLAINT = "complaint"  # 投诉: one's own matter
    REPORT = "report"  # 举报: what one knows of
    RETALIATION = "retaliation"  # 打击报复: for having asked or complained


class ComplaintState(enum.StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"  # the body must answer; the clock runs
    REFUSED = "refused"
    PASSED_ON = "passed_on"  # to whoever may investigate it; recorded here, not investigated
    ANSWERED = "answered"  # the complainant may confirm or dispute
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"  # back at the same body, once, with a new clock
    SILENT = "silent"  # nothing was heard of the complainant in time
    ESCALATED = "escalated"  # disputed again: the leading group decides
    CLOSED = "closed"


class ComplaintOutcome(enum.StrEnum):
    RESOLVED = "resolved"
    NOT_UPHELD = "not_upheld"
    UNRESOLVED = "unresolved"
    OUT_OF_SCOPE = "out_of_scope"
    UPHELD = "upheld"  # a promise was not kept: a breach of its own


class Refusal(enum.StrEnum):
    NOT_A_BODY = "not_a_body"
    IN_COURT = "in_court"
    DUPLICATE = "duplicate"
    NO_FACTS = "no_facts"
    OTHER_WAY = "other_way"


class Side(enum.StrEnum):
    COMPLAINANT = "complainant"
    BODY = "body"
    OFFICE = "office"


S = ComplaintState
HIDDEN = frozenset({S.RECEIVED, S.REFUSED, S.PASSED_ON})
"""States in which the body complained about does not know of a complaint."""
KIND_NAMES = {
    ComplaintKind.COMPLAINT: _l("投诉（本人或本单位的事）"),
    ComplaintKind.REPORT: _l("举报（反映违诺失信线索）"),
    ComplaintKind.RETALIATION: _l("打击报复（因催款、投诉受到威胁或者报复）"),
}
STATE_NAMES = {
    S.RECEIVED: _l("已收到，待受理"),
    S.ACCEPTED: _l("已受理，待答复"),
    S.REFUSED: _l("不予受理"),
    S.PASSED_ON: _l("已转送有权机关"),
    S.ANSWERED: _l("已答复，待投诉人确认"),
    S.CONFIRMED: _l("投诉人已确认"),
    S.DISPUTED: _l("投诉人不认可，重新办理"),
    S.SILENT: _l("投诉人未表示意见，视为办结"),
    S.ESCALATED: _l("再次不认可，由领导小组决定"),
    S.CLOSED: _l("已决定，办结"),
}
TONES = {
    S.ACCEPTED: "plain",
    S.DISPUTED: "soon",
    S.ESCALATED: "soon",
    S.CONFIRMED: "good",
    S.REFUSED: "closed",
    S.PASSED_ON: "closed",
    S.SILENT: "closed",
    S.CLOSED: "closed",
}
OUTCOME_NAMES = {
    ComplaintOutcome.RESOLVED: _l("已解决"),
    ComplaintOutcome.NOT_UPHELD: _l("反映情况不属实"),
    ComplaintOutcome.UNRESOLVED: _l("未解决"),
    ComplaintOutcome.OUT_OF_SCOPE: _l("不属受理范围"),
    ComplaintOutcome.UPHELD: _l("属实，承诺未兑现"),
}
REFUSAL_NAMES = {
    Refusal.NOT_A_BODY: _l("反映对象不是机关、事业单位或者基层自治组织"),
    Refusal.IN_COURT: _l("已经进入诉讼、仲裁、行政复议程序"),
    Refusal.DUPLICATE: _l("同一事项正在办理或者已有结论，没有新的事实"),
    Refusal.NO_FACTS: _l("没有具体对象或者事实，无法核查"),
    Refusal.OTHER_WAY: _l("法律规定应当通过其他途径处理"),
}
SIDE_NAMES = {
    Side.COMPLAINANT: _l("投诉人"),
    Side.BODY: _l("承办单位"),
    Side.OFFICE: _l("领导小组办公室"),
}


class Complaint(HasReceipt, HasKeyField, HasDeadline, HasSteps, Model):
    """What somebody complains about. Who it was is not here, and nobody can look it up.

    The clock stops with the answer
    (`closed_on`) and starts again when it is disputed; `missed_on` keeps a day missed before that.
    `silent_on` is the last day to confirm or dispute, `disputed_on` when it was first disputed.
    Moments at which a complainant did something are beginnings of days. `answered_on` is the first
    answer, `answer_days` calendar days after acceptance. An erased
    complaint is a tombstone: what was said is gone; number, kind, days and result stay. `source`
    took it under its `external_id`, if not this system; such a one has no receipt.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[ComplaintKind]
    state: Mapped[ComplaintState] = mapped_column(default=S.RECEIVED, index=True)
    outcome: Mapped[ComplaintOutcome | None]
    finding: Mapped[ComplaintOutcome | None]  # what the body says came of it
    refusal: Mapped[Refusal | None]
    passed_to: Mapped[str] = mapped_column(default="")
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    about_stream: Mapped[str | None] = mapped_column(sa.String(40))
    about_ref: Mapped[str | None] = mapped_column(sa.String(120))
    text: Mapped[str]
    confidential: Mapped[bool] = mapped_column(default=False)
    accepted_on: Mapped[date | None]
    missed_on: Mapped[date | None]
    silent_on: Mapped[date | None] = mapped_column(index=True)
    confirmed_on: Mapped[date | None]
    disputed_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    disputes: Mapped[int] = mapped_column(default=0)
    answered_on: Mapped[date | None]
    answer_days: Mapped[int | None]
    duplicate_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("complaint.id"))
    erased_on: Mapped[date | None] = mapped_column(index=True)
    erased_why: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(sa.String(40), default="")
    external_id: Mapped[str] = mapped_column(sa.String(80), default="")

    subject: Mapped[Subject] = relationship()
    messages: Mapped[list["ComplaintMessage"]] = relationship(
        order_by="ComplaintMessage.id", back_populates="complaint"
    )
    recusals: Mapped[list["ComplaintRecusal"]] = relationship(
        order_by="ComplaintRecusal.id", lazy="selectin"
    )
    duplicate_of: Mapped["Complaint | None"] = relationship(remote_side="Complaint.id")

    __table_args__ = (sa.CheckConstraint("disputes BETWEEN 0 AND 2", name="disputed_twice"),)

    @classmethod
    def accepted(cls) -> sa.ColumnElement[bool]:
        """What the body complained about may know of: the office has taken it on."""
        return cls.state.not_in(HIDDEN)

    @classmethod
    def told(cls, on: date) -> sa.ColumnElement[bool]:
        """What anybody else may know of, as a part of a figure: accepted when the month closed.

        Every figure outside the office counts these, at the end of the last closed month and so
        that none counts fewer than LOCAL-FEWEST: no figure moves when somebody complains or acts.
        """
        month = on.replace(day=1)
        passed_on_later = sa.and_(cls.state == S.PASSED_ON, cls.closed_on >= month)
        return sa.and_(cls.accepted_on < month, sa.or_(cls.accepted(), passed_on_later))

    def may_be_read_by(self, user: Any) -> bool:
        """The office and, once it was accepted, its body; nobody who left it to others."""
        knows = user.is_authenticated and user.can(ComplaintsPermission.READ)
        concerned = knows and (user.role in REACH_ALL or user.body_id in self.parties)
        return concerned and user.id not in self.recused

    def shows(self, file: Any, user: Any) -> bool:
        """Its files are read by whoever may read it."""
        return self.may_be_read_by(user)

    @property
    def parties(self) -> set[int]:
        """The body, from the moment the complaint was accepted; never the complainant."""
        return set() if self.state in HIDDEN else {self.subject_id}

    @property
    def recused(self) -> set[int]:
        """Who declared an interest and may not act on this any more."""
        return {recusal.user_id for recusal in self.recusals}


class ComplaintMessage(Model):
    """What one side said. A question asks the complainant for more, and stops no clock.

    What is for the office only is never shown to the body.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"), index=True)
    side: Mapped[Side]
    text: Mapped[str]
    by_name: Mapped[str]
    at: Mapped[datetime]
    question: Mapped[bool] = mapped_column(default=False)
    office_only: Mapped[bool] = mapped_column(default=False)

    complaint: Mapped[Complaint] = relationship(back_populates="messages")

    def shows(self, file: Any, user: Any) -> bool:
        """What came with words is read by whoever may read the words."""
        heard = user.is_authenticated and (user.role in REACH_ALL or not self.office_only)
        return heard and self.complaint.may_be_read_by(user)


class ComplaintContact(Model):
    """Who complains and how to reach them, encrypted with a key of its own; see contacts.py."""

    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"), primary_key=True)
    sealed: Mapped[str]


class ContactRequest(HasRequest, Model):
    """Somebody of the office asks to see who complains."""

    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"), index=True)

    complaint: Mapped[Complaint] = relationship()

    __table_args__ = (two_people(),)


class ComplaintRecusal(Model):
    """Somebody with an interest in a complaint, who leaves it to another."""

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str]
    why: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("complaint_id", "user_id"),)


class SameMatter(Model):
    """How often somebody said of an item "I too", without a text and without a name."""

    id: Mapped[int] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(sa.String(40))
    ref: Mapped[str] = mapped_column(sa.String(120))
    number: Mapped[int] = mapped_column(default=0)

    __table_args__ = (sa.UniqueConstraint("stream", "ref"),)
