"""That a review or a lawsuit is pending against what a record or an entry rests on."""

import enum

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column


class Pending(enum.StrEnum):
    REVIEW = "review"  # 行政复议
    LAWSUIT = "lawsuit"


PENDING_NAMES = {
    Pending.REVIEW: _l("行政复议期间"),
    Pending.LAWSUIT: _l("诉讼期间"),
}


class Annotated:
    """A record or an entry that is marked while a review or a lawsuit is pending against it.

    That stops nothing, unless who reviews or judges has ordered it: then it is `suspended`.
    `shielded`: neither shown nor used while a court's reorganisation plan of the firm runs.
    """

    pending: Mapped[Pending | None]
    suspended: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    shielded: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
