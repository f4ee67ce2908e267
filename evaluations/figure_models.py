"""The items behind a computed score, as they stood when scoring began."""

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evaluations.models import Indicator, Round
from integrity.base.db import Model
from integrity.people.subjects.models import Subject


class ComputedItem(Model):
    """One thing of a stream that counts for one leaf of one body in a round.

    It counts as `met` if it was closed by its day, or as its figure says, as was owed (`kept`);
    `amount` is how much it counts. Nothing that becomes of it later changes the copy.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("evaluation_round.id"))
    indicator_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator.id"))
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    stream: Mapped[str] = mapped_column(sa.String(40))
    item_id: Mapped[int]
    ref: Mapped[str]
    due_on: Mapped[date]
    closed_on: Mapped[date | None]
    kept: Mapped[bool]
    met: Mapped[bool]
    amount: Mapped[Decimal] = mapped_column(default=Decimal(1), server_default="1")

    round: Mapped[Round] = relationship()
    indicator: Mapped[Indicator] = relationship()
    body: Mapped[Subject] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("round_id", "indicator_id", "body_id", "stream", "item_id"),
    )
