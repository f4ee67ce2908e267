"""What an office did with each measure that an answer named: kept, and corrected by a later one."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import BIG, Model
from integrity.files.attached import HasFiles

STANDING = sa.text("superseded_at IS NULL")


class Outcome(enum.StrEnum):
    """What was done; not granted: refused or ended on grounds of its own, the measure had no part.

    Of an incentive, applied says that it was given.
    """

    APPLIED = "applied"
    NOT_APPLIED = "not-applied"
    NOT_GRANTED = "not-granted"


class OutcomeReason(enum.StrEnum):
    """Why a measure was not applied."""

    NOT_TOUCHING = "not-touching"
    NOT_MET = "not-met"
    ENDED = "ended-meanwhile"
    WRONG_SUBJECT = "wrong-subject"
    NOT_WANTED = "not-wanted"
    OTHER = "other"


OUTCOME_NAMES = {
    Outcome.APPLIED: _l("已采用核查结果"),
    Outcome.NOT_APPLIED: _l("未采用核查结果"),
    Outcome.NOT_GRANTED: _l("因其他原因没有办理"),
}
OUTCOME_REASON_NAMES = {
    OutcomeReason.NOT_TOUCHING: _l("该措施不涉及本事项"),
    OutcomeReason.NOT_MET: _l("不符合该措施的法定适用条件"),
    OutcomeReason.ENDED: _l("办理时已经移出、修复或者停止执行"),
    OutcomeReason.WRONG_SUBJECT: _l("核实后不是所指主体"),
    OutcomeReason.NOT_WANTED: _l("申请人没有要求适用该激励措施"),
    OutcomeReason.OTHER: _l("其他原因"),
}


class CheckOutcome(HasFiles, Model):
    """What the office did about one measure of one result ("": of the result as a whole).

    `done_on` is the day on which it was done, `document` the paper that says so. A correction is
    a row of its own; the row that counts has no `superseded_at`.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(BIG, sa.ForeignKey("credit_check.id"))
    key: Mapped[str] = mapped_column(sa.String(100))
    measure: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    outcome: Mapped[Outcome]
    reason: Mapped[OutcomeReason | None]
    why: Mapped[str] = mapped_column(default="")
    done_on: Mapped[date | None]
    document: Mapped[str] = mapped_column(default="", server_default="")
    officer: Mapped[str]
    at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]

    __table_args__ = (
        sa.Index("ix_check_outcome_check_id", "check_id", "key"),
        sa.Index(
            "uq_check_outcome_standing", "check_id", "key", "measure", unique=True,
            sqlite_where=STANDING, postgresql_where=STANDING,
        ),
        sa.CheckConstraint("outcome = 'applied' OR why <> ''", name="not_applied_says_why"),
        sa.CheckConstraint(
            "outcome <> 'not-applied' OR reason IS NOT NULL", name="not_applied_has_reason"
        ),
    )  # fmt: skip
