"""What calls about outcomes of checks take and answer."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from integrity.base.i18n import N_
from integrity.credit.checks.outcome_models import Outcome, OutcomeReason
from integrity.credit.checks.queries import LIMIT
from integrity.doors.api.schemas import Day, Keyed, Taken


class OutcomeSaid(Taken):
    """What the office did, when, and by which paper."""

    outcome: Outcome
    reason: OutcomeReason | None = Field(None, description=N_("未采用的原因，不填为其他原因"))
    why: str = Field("", max_length=2000, description=N_("未采用、没有办理的，须写明原因"))
    done_on: Day | None = Field(None, description=N_("办理日期，不填为反馈之日"))
    document: str = Field("", max_length=200, description=N_("办理文书的名称和文号，不写姓名"))


class OutcomeItem(OutcomeSaid):
    """What the office did with one result: as a whole, or measure by measure."""

    outcome: Outcome | None = Field(  # type: ignore[assignment]
        None, description=N_("对该结果所列应当执行的全部措施；与 measures 只填一种")
    )
    measures: dict[str, OutcomeSaid] = Field(
        default_factory=dict,
        max_length=LIMIT,
        description=N_("按措施编号逐项反馈"),
    )


class OutcomesRequest(Keyed):
    """Outcomes by the key of the query."""

    outcomes: dict[str, OutcomeItem] = Field(min_length=1, max_length=LIMIT)


class OutcomeTold(BaseModel):
    """What stands of one measure of a result."""

    outcome: Outcome
    reason: OutcomeReason | None
    why: str
    done_on: date | None
    document: str
    officer: str
    at: datetime


class OutcomeKnown(BaseModel):
    """What stands of one result; `outcome` where it is the same of all that was said.

    `measures` by code, "" of the result as a whole; `missing`: measures of which nothing was said.
    """

    outcome: Outcome | None
    why: str
    measures: dict[str, OutcomeTold]
    missing: list[str]


class OutcomesAnswer(BaseModel):
    """Everything reported for this check so far."""

    check_id: str
    outcomes: dict[str, OutcomeKnown]
