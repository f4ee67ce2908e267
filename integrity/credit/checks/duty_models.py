"""That an office says what it did with an answer, and that who it is about may object."""

import enum
from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from integrity.base.db import BIG, Model
from integrity.base.permissions import Permission
from integrity.base.states import HasSteps
from integrity.credit.checks.models import Check, Verdict
from integrity.people.subjects.models import Subject


class DutyState(enum.StrEnum):
    AWAITED = "outcome-awaited"
    REPORTED = "outcome-reported"
    CONTESTED = "outcome-contested"
    RETURNED = "outcome-returned"
    KEPT = "outcome-kept"


DUTY_STATE_NAMES = {
    DutyState.AWAITED: _l("使用情况待登记"),
    DutyState.REPORTED: _l("使用情况已登记"),
    DutyState.CONTESTED: _l("所涉主体提出异议"),
    DutyState.RETURNED: _l("异议成立，待更正办理并重新登记"),
    DutyState.KEPT: _l("异议不成立"),
}


class CheckDuty(HasSteps, Model):
    """What a body owes because of one result of a check that it made: to say what it did.

    `about` is who the result is about, whom the outcome is owed; it contests it as
    `contested_why`, and the office answers with `answer`.
    """

    sides = {Permission.CHECKS_CONTEST: "about_id", Permission.CHECKS_MAKE: "body_id"}

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(BIG, sa.ForeignKey("credit_check.id"))
    key: Mapped[str] = mapped_column(sa.String(100))
    state: Mapped[DutyState] = mapped_column(index=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    about_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    verdict: Mapped[Verdict]
    checked_on: Mapped[date]
    contested_why: Mapped[str] = mapped_column(default="", server_default="")
    answer: Mapped[str] = mapped_column(default="", server_default="")
    answered_by_name: Mapped[str] = mapped_column(default="", server_default="")

    check: Mapped[Check] = relationship()
    body: Mapped[Subject] = relationship(foreign_keys=[body_id])
    about: Mapped[Subject] = relationship(foreign_keys=[about_id])
    subject_id = synonym("body_id")  # who owes it
    subject = synonym("body")

    __table_args__ = (
        sa.UniqueConstraint("check_id", "key"),
        sa.CheckConstraint(
            "state <> 'outcome-contested' OR contested_why <> ''", name="contested_says_why"
        ),
        sa.CheckConstraint(
            "state NOT IN ('outcome-returned', 'outcome-kept') OR answer <> ''",
            name="answered_says_why",
        ),
    )

    @property
    def parties(self) -> set[int]:
        return {self.body_id, self.about_id}

    @property
    def ref(self) -> str:
        return f"SY{self.id:08d}"

    @property
    def title(self) -> str:
        return self.ref
