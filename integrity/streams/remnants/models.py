"""A report, or a sign in the register of checks, that a body still uses what it said it dropped."""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import BIG, Model
from integrity.base.states import HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.casework.key_fields import HasKeyField
from integrity.credit.checks.models import Check
from integrity.credit.sanctions.pushes.models import Push
from integrity.files.attached import HasFiles
from integrity.people.subjects.models import Subject
from integrity.streams.remnants.permissions import RemnantsPermission


class RemnantState(enum.StrEnum):
    RECEIVED = "received"  # the body may say what it has to say
    HEARD = "heard"  # it said so, or its time passed
    PROPOSED = "proposed"  # one person has found, the second has not
    CLOSED = "closed"


class RemnantOutcome(enum.StrEnum):
    TRUE = "true"
    UNTRUE = "untrue"
    WITHDRAWN = "withdrawn"


class RemnantSource(enum.StrEnum):
    PARTY = "party"
    CHECK = "check"


S = RemnantState
STATE_NAMES = {
    S.RECEIVED: _l("待单位陈述"),
    S.HEARD: _l("已听取单位意见，待认定"),
    S.PROPOSED: _l("一人已提出认定意见，待第二人复核"),
    S.CLOSED: _l("已办结"),
}
TONES = {S.RECEIVED: "soon", S.HEARD: "soon", S.PROPOSED: "soon", S.CLOSED: "closed"}
OUTCOME_NAMES = {
    RemnantOutcome.TRUE: _l("属实，仍在使用"),
    RemnantOutcome.UNTRUE: _l("不属实"),
    RemnantOutcome.WITHDRAWN: _l("报告人撤回"),
}
SOURCE_NAMES = {
    RemnantSource.PARTY: _l("当事人报告"),
    RemnantSource.CHECK: _l("核查登记中发现"),
}
OPEN = sa.text("closed_on IS NULL")


class Remnant(HasFiles, HasDeadline, HasSteps, HasKeyField, Model):
    """That a body (`subject`) still uses an entry whose removal (`push`) it confirmed.

    claimant: whose entry it was. finder: the department that listed it, None: the office, as where
    the department itself is concerned. deciding: who must act now, the office where the department
    has no second person. found: what the first of two people found, proposed_by that person.
    check: the one of the register that shows it, where that is the source. Nothing of it is public.
    """

    sides = {
        RemnantsPermission.STATE: "subject_id",
        RemnantsPermission.FILE: "claimant_id",
        RemnantsPermission.FIND: "deciding_id",
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str]
    state: Mapped[RemnantState] = mapped_column(default=S.RECEIVED, index=True)
    outcome: Mapped[RemnantOutcome | None]
    source: Mapped[RemnantSource]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    claimant_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    finder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    deciding_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    push_id: Mapped[int] = mapped_column(sa.ForeignKey("push.id"), index=True)
    check_id: Mapped[int | None] = mapped_column(BIG, sa.ForeignKey("credit_check.id"))
    received_at: Mapped[datetime]
    seen_on: Mapped[date]
    statement: Mapped[str] = mapped_column(default="")
    found: Mapped[RemnantOutcome | None]
    finding: Mapped[str] = mapped_column(default="")
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    decided_on: Mapped[date | None]

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    claimant: Mapped[Subject] = relationship(foreign_keys=[claimant_id])
    finder: Mapped[Subject | None] = relationship(foreign_keys=[finder_id])
    deciding: Mapped[Subject | None] = relationship(foreign_keys=[deciding_id])
    push: Mapped[Push] = relationship()
    check: Mapped[Check | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("finder_id <> subject_id", name="nobody_finds_for_itself"),
        sa.CheckConstraint("deciding_id <> subject_id", name="nobody_decides_for_itself"),
        sa.CheckConstraint("proposed_by_id <> decided_by_id", name="found_by_two"),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome = 'withdrawn' OR (proposed_by_id IS NOT NULL "
            "AND decided_by_id IS NOT NULL AND decided_on IS NOT NULL)",
            name="found_by_somebody",
        ),
        sa.Index(
            "uq_remnant_open", "push_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        ),
    )

    @property
    def owed_to(self) -> str:
        return self.claimant.name

    @property
    def parties(self) -> set[int]:
        found = {self.subject_id, self.claimant_id, self.finder_id, self.deciding_id}
        return {number for number in found if number is not None}

    def shows(self, file: Any, user: Any) -> bool:
        """Its files are read by both sides and by who finds."""
        return bool(user.is_authenticated and user.can(RemnantsPermission.READ, self))
