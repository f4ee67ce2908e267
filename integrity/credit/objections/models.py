"""An objection (异议) against one record or one entry, and the appeal (申诉) against its answer."""

import enum
from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.credit.corrections.models import Correctable
from integrity.credit.records.filings import Filed
from integrity.people.subjects.models import Subject


class ObjectionState(enum.StrEnum):
    FILED = "filed"
    ACCEPTED = "accepted"
    AGREED = "agreed"  # one person finds it right, a second has not decided
    CORRECTING = "correcting"  # one person finds that the record must be corrected
    UPHELD = "upheld"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class AppealState(enum.StrEnum):
    FILED = "filed"
    ACCEPTED = "accepted"
    AGREED = "agreed"  # one person finds it right, a second has not decided
    CORRECTING = "correcting"  # one person finds that the record must be corrected
    UPHELD = "upheld"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class NewEvidence(enum.StrEnum):
    """Why the same thing may be objected to once more after an answer."""

    DOCUMENT_REVOKED = "document-revoked"
    NEW_DOCUMENT = "new-document"
    NEW_FACT = "new-fact"


STATE_NAMES = {
    ObjectionState.FILED: _l("已提出"),
    ObjectionState.ACCEPTED: _l("已受理"),
    ObjectionState.AGREED: _l("一人认为成立，待复核"),
    ObjectionState.CORRECTING: _l("一人认为应当更正，待复核"),
    ObjectionState.UPHELD: _l("异议成立"),
    ObjectionState.CORRECTED: _l("部分成立，记录已更正"),
    ObjectionState.REJECTED: _l("异议不成立"),
}
APPEAL_STATE_NAMES = {
    AppealState.FILED: _l("已提出"),
    AppealState.ACCEPTED: _l("已受理"),
    AppealState.AGREED: _l("一人认为申诉成立，待复核"),
    AppealState.CORRECTING: _l("一人认为应当更正，待复核"),
    AppealState.UPHELD: _l("申诉成立"),
    AppealState.CORRECTED: _l("部分成立，记录已更正"),
    AppealState.REJECTED: _l("申诉不成立"),
}
EVIDENCE_NAMES = {
    NewEvidence.DOCUMENT_REVOKED: _l("据以认定的文书被撤销或者变更"),
    NewEvidence.NEW_DOCUMENT: _l("新的书面证据"),
    NewEvidence.NEW_FACT: _l("答复以后新发现的事实"),
}


class Objection(Correctable, Filed, Model):
    """What the subject says against it, and the decision (山东省社会信用条例 第三十九条).

    `appeal_until` is the last day for an appeal, from the service of the answer; empty until then.
    `helper`: the body that was asked to help to verify, by `help_until`; it answered `helped_on`.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[ObjectionState] = mapped_column(default=ObjectionState.FILED, index=True)
    new_evidence: Mapped[NewEvidence | None]
    answer_served_on: Mapped[date | None]
    appeal_until: Mapped[date | None]
    helper_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"))
    help_until: Mapped[date | None]
    helped_on: Mapped[date | None]

    helper: Mapped[Subject | None] = relationship(foreign_keys=[helper_id])


class Appeal(Correctable, Filed, Model):
    """Once against a rejected objection, to people who decided nothing of it before."""

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[AppealState] = mapped_column(default=AppealState.FILED, index=True)
    objection_id: Mapped[int] = mapped_column(sa.ForeignKey("objection.id"), unique=True)

    objection: Mapped[Objection] = relationship()

    @property
    def barred(self) -> set[int]:
        people = (self.objection.first_decider_id, self.objection.decided_by_id)
        return {number for number in people if number}
