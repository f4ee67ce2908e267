"""A suit against a public body, from the day it is brought until it is enforced or ends."""

import enum
from datetime import date
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
from integrity.streams.courts.models import CREDITOR_NAMES, CreditorKind


class Stage(enum.StrEnum):
    SUED = "sued"
    LOST = "lost"  # the judgment binds, and says by when to perform
    URGED = "urged"  # 执行前督促
    ENFORCED = "enforced"  # 执行立案: a court case of its own
    ENDED = "ended"


class SuitOutcome(enum.StrEnum):
    ENFORCED = "enforced"
    WON = "won"
    PERFORMED = "performed"
    WITHDRAWN = "withdrawn"


STATE_NAMES = {
    Stage.SUED: _l("已起诉"),
    Stage.LOST: _l("败诉，裁判已生效"),
    Stage.URGED: _l("执行前督促"),
    Stage.ENFORCED: _l("已执行立案"),
    Stage.ENDED: _l("已结束"),
}
TONES = {Stage.LOST: "soon", Stage.URGED: "late", Stage.ENFORCED: "closed", Stage.ENDED: "closed"}
OUTCOME_NAMES = {
    SuitOutcome.ENFORCED: _l("已执行立案"),
    SuitOutcome.WON: _l("单位胜诉"),
    SuitOutcome.PERFORMED: _l("执行立案以前已履行"),
    SuitOutcome.WITHDRAWN: _l("撤诉或者调解结案"),
}


class Lawsuit(HasKeyField, HasDeadline, HasSteps, Model):
    """One suit. Its day is that of the judgment, then that of the court's urging.

    A lost suit (`lost_on`: the judgment binds) is an indicator and no breach; `finding` is what
    the competent department found in writing (`finding_no`, `found_on`): only that is a record.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(120), unique=True)
    case_no: Mapped[str]
    key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    state: Mapped[Stage] = mapped_column(default=Stage.SUED, index=True)
    outcome: Mapped[SuitOutcome | None]
    court_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    cause: Mapped[str]
    creditor_kind: Mapped[CreditorKind]
    amount: Mapped[Decimal]
    sued_on: Mapped[date]
    lost_on: Mapped[date | None]
    enforced_as: Mapped[str] = mapped_column(default="")
    finding: Mapped[str] = mapped_column(default="")
    finding_no: Mapped[str] = mapped_column(default="")
    found_on: Mapped[date | None]

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    court: Mapped[Subject] = relationship(foreign_keys=[court_id])

    __table_args__ = (sa.CheckConstraint("amount >= 0", name="amount"),)

    @hybrid_property
    def title(self) -> str:
        """The number and what it is about, in Python and in SQL."""
        return self.case_no + " " + self.cause

    @property
    def owed_to(self) -> Any:
        return _("原告：%(kind)s", kind=CREDITOR_NAMES[self.creditor_kind])

    @property
    def at_stake(self) -> Decimal:
        return self.amount

    @property
    def parties(self) -> set[int]:
        return {self.subject_id, self.court_id}
