"""What systems of departments tell of decisions and are answered, as pydantic models."""

from datetime import date

from pydantic import BaseModel, Field

from integrity.base.i18n import N_
from integrity.credit.records.models import RecordState
from integrity.doors.api.schemas import Day, Taken
from integrity.streams.decisions.models import DecisionKind, DecisionState, Severity


class DecisionRequest(Taken):
    """What the caller's body decided. No field takes the name of a natural person."""

    subject: str = Field(
        min_length=1, max_length=40, description=N_("被记录主体的统一社会信用代码")
    )
    kind: DecisionKind = Field(description=N_("目录事项"))
    severity: Severity | None = Field(
        None, description=N_("失信程度；守信信息（honour、kept、merit）不填，其他必填")
    )
    number: str = Field(min_length=1, max_length=120, description=N_("决定书文号"))
    title: str = Field(min_length=1, max_length=200, description=N_("决定内容，一句话"))
    facts: str = Field(min_length=1, max_length=5000, description=N_("认定的事实和依据"))
    decided_on: Day = Field(description=N_("决定日期"))
    shown_until: Day | None = Field(None, description=N_("守信信息的展示截止日期"))


class CreditRecordAnswer(BaseModel):
    """The credit record that followed from a decision."""

    ref: str
    state: RecordState
    grade: str | None
    public: bool
    until: date | None
    superseded_by: str | None


class DecisionAnswer(BaseModel):
    """A decision as it stands; `effective` once a second person of the body confirmed it."""

    ref: str
    state: DecisionState
    number: str
    effective_on: date | None
    records: list[CreditRecordAnswer]
