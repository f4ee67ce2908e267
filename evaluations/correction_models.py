"""What was wrong in a published result, and what took its place."""

import enum
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evaluations.models import Indicator, Result
from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.people.subjects.models import Subject


class ResultCorrectionState(enum.StrEnum):
    FILED = "filed"
    PROPOSED = "points-proposed"  # one of the office says what would be right
    CORRECTED = "put-right"
    DECLINED = "let-stand"


CORRECTION_NAMES = {
    ResultCorrectionState.FILED: _l("待核对"),
    ResultCorrectionState.PROPOSED: _l("拟更正，待另一人批准"),
    ResultCorrectionState.CORRECTED: _l("已更正"),
    ResultCorrectionState.DECLINED: _l("维持原结果"),
}
WAITING = sa.text("state IN ('filed', 'points-proposed')")


class ResultCorrection(HasSteps, Model):
    """One indicator of a result that its body, or the office, says is wrong.

    What was published before stays here beside what took its place, and both are as public as the
    result. `proposed_by_id`: who says what is right; another one puts it in place of the old.
    """

    __tablename__ = "evaluation_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[ResultCorrectionState] = mapped_column(
        default=ResultCorrectionState.FILED, index=True
    )
    result_id: Mapped[int] = mapped_column(sa.ForeignKey("evaluation_result.id"), index=True)
    indicator_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator.id"))
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    text: Mapped[str]
    filed_by_name: Mapped[str]
    filed_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(default="", server_default="")
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    answered_on: Mapped[date | None]
    points_before: Mapped[Decimal | None]
    points_after: Mapped[Decimal | None]
    total_before: Mapped[Decimal | None]
    total_after: Mapped[Decimal | None]
    band_before: Mapped[str] = mapped_column(sa.String(20), default="", server_default="")
    band_after: Mapped[str] = mapped_column(sa.String(20), default="", server_default="")

    result: Mapped[Result] = relationship()
    indicator: Mapped[Indicator] = relationship()
    body: Mapped[Subject] = relationship()

    __table_args__ = (
        sa.Index(
            "uq_evaluation_correction_waiting",
            "result_id",
            "indicator_id",
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
    )

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def ref(self) -> str:
        return f"PG{self.id:06d}"

    @property
    def title(self) -> str:
        said = {"body": self.body.name, "code": self.indicator.code}
        return _("%(body)s评价结果更正：%(code)s", **said)
