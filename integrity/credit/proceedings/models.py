"""A review (行政复议) or a lawsuit against the decision behind a record or an entry."""

import enum
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import Model
from integrity.credit.records.filings import Filed
from integrity.credit.sanctions.annotations import Pending


class ProceedingState(enum.StrEnum):
    PENDING = "pending"  # annotated everywhere
    CONCLUDED = "concluded"  # its outcome was entered, a second person has not confirmed it
    CLOSED = "closed"


class Outcome(enum.StrEnum):
    """What the organ or the court decided about the decision."""

    UPHELD = "upheld"
    ANNULLED = "annulled"
    DROPPED = "dropped"  # withdrawn or ended without a decision


STATE_NAMES = {
    ProceedingState.PENDING: _l("审理中，已标注"),
    ProceedingState.CONCLUDED: _l("已录入结果，待确认"),
    ProceedingState.CLOSED: _l("已确认结果"),
}
OUTCOME_NAMES = {
    Outcome.UPHELD: _l("维持原决定或者驳回请求"),
    Outcome.ANNULLED: _l("撤销原决定或者确认违法、无效"),
    Outcome.DROPPED: _l("撤回申请、起诉或者终止审理"),
}


class Proceeding(Filed, Model):
    """Pending before `organ` under `number` since `accepted_on`; one is open against a thing.

    `outcome` of `outcome_on` stands in `outcome_document`. Execution is suspended since
    `suspended_on`, by the order `suspended_by`, until `resumed_on`.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[ProceedingState] = mapped_column(default=ProceedingState.PENDING, index=True)
    kind: Mapped[Pending]
    organ: Mapped[str]
    number: Mapped[str]
    accepted_on: Mapped[date]
    suspended_on: Mapped[date | None]
    suspended_by: Mapped[str] = mapped_column(default="", server_default="")
    resumed_on: Mapped[date | None]
    outcome: Mapped[Outcome | None]
    outcome_document: Mapped[str] = mapped_column(default="", server_default="")
    outcome_on: Mapped[date | None]
