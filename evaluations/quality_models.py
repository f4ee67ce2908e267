"""What a result was made of, and what was done about indicators that evaluators see unlike."""

import enum
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evaluations.models import Indicator, Result, Round
from integrity.base.db import Model


class ResultItem(Model):
    """What one leaf gave a result, fixed at publication with its weight of that day.

    `points`: the trimmed mean of `given` evaluators, of whom `left_out` stood at either end.
    """

    __tablename__ = "evaluation_result_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(sa.ForeignKey("evaluation_result.id"))
    indicator_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator.id"))
    points: Mapped[Decimal]
    weight: Mapped[Decimal]
    given: Mapped[int]
    left_out: Mapped[int]

    result: Mapped[Result] = relationship()
    indicator: Mapped[Indicator] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("result_id", "indicator_id"),
        sa.CheckConstraint("points BETWEEN 0 AND 100", name="points_of_100"),
    )


class Settling(enum.StrEnum):
    KEPT = "kept"  # experts looked, and the scores stand
    EXCLUDED = "excluded"  # the indicator counts for nobody in this round


SETTLING_NAMES = {
    Settling.KEPT: _l("经专家评审，评分有效"),
    Settling.EXCLUDED: _l("本轮不计该指标"),
}


class Settlement(Model):
    """What the office did about an indicator whose scores agree too little, with the figure."""

    __tablename__ = "evaluation_settlement"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("evaluation_round.id"))
    indicator_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator.id"))
    way: Mapped[Settling]
    alpha: Mapped[Decimal] = mapped_column(sa.Numeric(6, 3))
    why: Mapped[str]
    by_name: Mapped[str]
    at: Mapped[datetime]

    round: Mapped[Round] = relationship()
    indicator: Mapped[Indicator] = relationship()

    __table_args__ = (sa.UniqueConstraint("round_id", "indicator_id"),)

    @property
    def parties(self) -> set[int]:
        """Nobody's own: the office runs the round."""
        return set()
