"""A pledge of an enterprise or an organisation, who received it, and what was found of it."""

import enum
from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.permissions import REACH_ALL
from integrity.base.states import HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.casework.key_fields import HasKeyField
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.streams.pledges.permissions import PledgesPermission


class PledgeKind(enum.StrEnum):
    """What it is pledged for (信用济南建设实施方案 二（十二）; 济政字〔2017〕35号 二（二）1)."""

    COMPREHENSIVE = "comprehensive"
    SPECIAL = "special"
    APPROVAL = "approval"
    TAX = "tax"
    MISSING_MATERIAL = "missing_material"
    SELF_DECLARATION = "self_declaration"


OFFICIAL = (PledgeKind.APPROVAL, PledgeKind.TAX, PledgeKind.MISSING_MATERIAL)
"""Kinds that a public body receives and registers; the others may be declared by oneself."""
DECLARED = tuple(kind for kind in PledgeKind if kind not in OFFICIAL)


class PledgeState(enum.StrEnum):
    REGISTERED = "registered"
    REPORTED = "reported"  # kept, says who pledged
    CHECKED = "checked"  # kept, says somebody else; new facts may still end it
    ENDED = "ended"  # broken, or withdrawn lawfully


class PledgeOutcome(enum.StrEnum):
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


S = PledgeState
KIND_NAMES = {
    PledgeKind.COMPREHENSIVE: _l("综合信用承诺"),
    PledgeKind.SPECIAL: _l("专项承诺"),
    PledgeKind.APPROVAL: _l("审批告知承诺"),
    PledgeKind.TAX: _l("纳税申报承诺"),
    PledgeKind.MISSING_MATERIAL: _l("容缺受理补正承诺"),
    PledgeKind.SELF_DECLARATION: _l("自我声明公开"),
}
STATE_NAMES = {
    S.REGISTERED: _l("履行中"),
    S.REPORTED: _l("自报完成，待核验"),
    S.CHECKED: _l("已核查"),
    S.ENDED: _l("已终结"),
}
OUTCOME_NAMES = {
    PledgeOutcome.KEPT: _l("经核查已履行"),
    PledgeOutcome.BROKEN: _l("经核查违背承诺"),
    PledgeOutcome.WITHDRAWN: _l("依法撤回"),
}
OUTCOME_TONES = {
    PledgeOutcome.KEPT: "good",
    PledgeOutcome.BROKEN: "late",
    PledgeOutcome.WITHDRAWN: "closed",
}


class Pledge(HasKeyField, HasDeadline, HasSteps, Model):
    """What an enterprise or organisation (`subject`) pledged in writing, and to whom.

    `due_on` is the day by which keeping it must be proven; without one it runs on, at most to
    `valid_until`. `closed_on` is the day on which it was kept, or the one on which it ended;
    `fact_on` the day of the fact that was found. `text` and all days are fixed once registered.
    """

    told: ClassVar[bool] = True
    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[PledgeKind] = mapped_column(index=True)
    title: Mapped[str]
    matter: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    received_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    pledged_on: Mapped[date]
    valid_until: Mapped[date | None]
    public: Mapped[bool] = mapped_column(default=True)
    state: Mapped[PledgeState] = mapped_column(default=S.REGISTERED, index=True)
    outcome: Mapped[PledgeOutcome | None]
    registered_at: Mapped[datetime]
    registered_by_name: Mapped[str]
    report: Mapped[str] = mapped_column(default="")
    fact_on: Mapped[date | None]
    checked_on: Mapped[date | None]
    checked_by_name: Mapped[str] = mapped_column(default="")
    second_source: Mapped[str] = mapped_column(default="")
    reasons: Mapped[str] = mapped_column(default="")
    source: Mapped[str | None] = mapped_column(sa.String(40))
    external_id: Mapped[str | None] = mapped_column(sa.String(80))

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    received_by: Mapped[Subject | None] = relationship(foreign_keys=[received_by_id])

    __table_args__ = (
        sa.UniqueConstraint("source", "external_id"),
        sa.CheckConstraint("subject_id <> received_by_id", name="two_parties"),
        sa.CheckConstraint(
            "kind NOT IN ('approval', 'tax') OR received_by_id IS NOT NULL", name="received"
        ),
        sa.CheckConstraint("due_on >= pledged_on AND valid_until >= pledged_on", name="days"),
    )

    @property
    def owed_to(self) -> str:
        return self.received_by.name if self.received_by else ""

    @property
    def parties(self) -> set[int]:
        """Who pledged, and the public body that received it; an association only hears of it."""
        if self.received_by and self.received_by.kind is SubjectKind.BODY:
            return {self.subject_id, self.received_by.id}
        return {self.subject_id}

    def shows(self, file: Any, user: Any) -> bool:
        """Its files are read by its parties and the office; who runs the machine may not."""
        reads = user.is_authenticated and user.can(PledgesPermission.READ)
        return file.public or (reads and (user.role in REACH_ALL or user.body_id in self.parties))

    @property
    def answering_id(self) -> int | None:
        """The public body to which one complains about it, if there is one."""
        return next(iter(self.parties - {self.subject_id}), None)
