"""What a body says against one of its scores before the result is published."""

import enum
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evaluations.models import Score
from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.people.subjects.models import Subject


class ScoreObjectionState(enum.StrEnum):
    FILED = "filed"
    UPHELD = "upheld"  # the score was changed
    KEPT = "kept"
    MOOT = "moot"  # the scores were opened again


SCORE_OBJECTION_NAMES = {
    ScoreObjectionState.FILED: _l("待答复"),
    ScoreObjectionState.UPHELD: _l("异议成立，已改分"),
    ScoreObjectionState.KEPT: _l("维持原评分"),
    ScoreObjectionState.MOOT: _l("已重新评分，不再办理"),
}
STANDING = sa.text("state <> 'moot'")


class ScoreObjection(HasSteps, Model):
    """One objection to one score, once for every time the scores are shown to their body.

    `points_before` are the points that it is against; `points_after` those that were found right.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[ScoreObjectionState] = mapped_column(
        default=ScoreObjectionState.FILED, index=True
    )
    score_id: Mapped[int] = mapped_column(sa.ForeignKey("score.id"))
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    text: Mapped[str]
    filed_by_name: Mapped[str]
    filed_at: Mapped[datetime]
    points_before: Mapped[Decimal | None]
    points_after: Mapped[Decimal | None]
    answer: Mapped[str] = mapped_column(default="", server_default="")
    answered_on: Mapped[date | None]

    score: Mapped[Score] = relationship()
    body: Mapped[Subject] = relationship()

    __table_args__ = (
        sa.CheckConstraint("points_after BETWEEN 0 AND 100", name="points_of_100"),
        sa.CheckConstraint(
            "state <> 'upheld' OR points_after IS NOT NULL", name="upheld_has_points"
        ),
        sa.Index(
            "uq_score_objection_standing",
            "score_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def ref(self) -> str:
        return f"PY{self.id:06d}"

    @property
    def title(self) -> str:
        leaf = self.score.indicator
        return _("%(body)s对 %(code)s %(name)s评分的异议", body=self.body.name, code=leaf.code,
                 name=leaf.name)  # fmt: skip
