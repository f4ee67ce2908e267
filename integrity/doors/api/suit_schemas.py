"""What courts tell of suits and are answered, as pydantic models."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field

from integrity.base.i18n import N_
from integrity.doors.api.schemas import Amount, Day, Taken
from integrity.streams.courts.models import CreditorKind
from integrity.streams.lawsuits.models import Stage, SuitOutcome


class SuitRequest(Taken):
    """A suit against a public body. No field takes the name of a natural person."""

    case_no: str = Field(
        min_length=1, max_length=60, description=N_("案号，例如（2026）鲁01民初123号")
    )
    body: str = Field(min_length=1, max_length=40, description=N_("被告单位的统一社会信用代码"))
    cause: str = Field(min_length=1, max_length=100, description=N_("案由"))
    creditor_kind: CreditorKind = Field(description=N_("原告类别"))
    amount: Amount = Field(description=N_("标的金额，元"))
    sued_on: Day = Field(description=N_("立案日期"))


class SuitEvent(Taken):
    """The next stage of a suit."""

    event: Literal["lose", "urge", "enforce", "end"]
    lost_on: Day | None = Field(None, description=N_("lose 必填：裁判生效日期"))
    until: Day | None = Field(None, description=N_("lose 必填：裁判确定的履行期限"))
    enforced_as: str = Field("", max_length=60, description=N_("enforce 必填：执行案号"))
    outcome: Literal["won", "performed", "withdrawn"] | None = Field(
        None, description=N_("end 必填：单位胜诉、执行立案以前已履行、撤诉或者调解结案")
    )
    ended_on: Day | None = Field(None, description=N_("end 必填：结束日期"))
    why: str = Field("", max_length=2000, description=N_("说明"))


class SuitAnswer(BaseModel):
    """A suit as it stands."""

    ref: str
    case_no: str
    state: Stage
    outcome: SuitOutcome | None
    amount: Decimal
    due_on: date | None
    enforced_as: str
