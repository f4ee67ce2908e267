"""What courts send and are answered, as pydantic models."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from integrity.base.i18n import N_
from integrity.doors.api.asking import Paged
from integrity.doors.api.faults import FieldError
from integrity.doors.api.paging import Page
from integrity.doors.api.schemas import Amount, Day, Taken, anything_like
from integrity.files.spellings import LARGEST_WHOLE
from integrity.streams.courts.models import CaseState, CreditorKind, DutyKind, Ending
from integrity.streams.courts.receipts import Kind

MOST = 1000
"""Cases or events in one call."""
MOST_PARTS = 120
"""Parts of one settlement: ten years of months."""
AnyCase = Annotated[Any, anything_like("CaseRequest")]
AnyEvent = Annotated[Any, anything_like("NumberedEvent")]


class CaseRequest(Taken):
    """A case against a public body. No field takes the name of a natural person."""

    source: str | None = Field(
        None,
        max_length=40,
        deprecated=True,
        description=N_("不再需要：来源由令牌所属的法院确定"),
    )
    external_id: str = Field(min_length=1, max_length=80)
    version: int = Field(1, ge=1, lt=LARGEST_WHOLE)
    case_no: str = Field(
        min_length=1, max_length=80, description=N_("案号，例如（2026）鲁01执123号")
    )
    body: str = Field(min_length=1, max_length=40, description=N_("责任单位的统一社会信用代码"))
    cause: str = Field(min_length=1, max_length=200, description=N_("案由"))
    owed: Amount = Field(description=N_("应履行金额，元"))
    performed: Amount = Field(Decimal(0), description=N_("已履行金额，元"))
    received_on: Day
    creditor_kind: CreditorKind
    note: str = Field("", max_length=2000)
    duty: DutyKind = Field(DutyKind.MONEY, description=N_("义务类别：金钱给付、履行行为或者两者"))
    conduct: str = Field("", max_length=500, description=N_("应履行的行为，义务包含行为的必填"))
    first_case_no: str = Field(
        "", max_length=80, description=N_("恢复执行案件的原执行案号，不论是否推送过")
    )


class CaseAnswer(BaseModel):
    """A case as it stands."""

    ref: str
    case_no: str
    version: int
    state: CaseState
    outcome: str | None
    owed: Decimal
    performed: Decimal
    due_on: date | None


class AgreedPart(Taken):
    """One part of a settlement: by which day, how much, what else is to be done."""

    due_on: Day
    amount: Amount = Field(Decimal(0), description=N_("本期金额，元；没有金额的，写明应履行的行为"))
    what: str = Field("", max_length=500, description=N_("本期应履行的行为"))


class CaseEvent(Taken):
    """What the court reports of a case; withdraw: it was pushed by mistake."""

    event: Literal[
        "confirm",
        "send_back",
        "progress",
        "conduct_done",
        "end_round",
        "revive",
        "terminate",
        "withdraw",
        "agree",
        "keep_part",
        "deny_part",
        "break_off",
        "propose_listing",
        "drop_listing",
        "list",
        "remove_listing",
    ]
    performed_on: Day | None = Field(
        None, description=N_("confirm、keep_part、conduct_done 必填：履行或者和解之日")
    )
    on: Day | None = Field(
        None, description=N_("agree、list、remove_listing 必填：和解、列入或者移除之日")
    )
    parts: list[AgreedPart] = Field(
        [],
        max_length=MOST_PARTS,
        description=N_("agree：协议各期；不填为确认单位自报的协议"),
    )
    outcome: Literal["performed", "settled"] | None = Field(
        None, description=N_("confirm：已履行或者已和解；不填为与单位自报一致，没有自报的为已履行")
    )
    performed: Amount | None = Field(None, description=N_("progress 必填：累计已履行金额，元"))
    ending: Ending | None = Field(
        None,
        description=N_("terminate 必填：义务消灭的理由；没有财产可供执行的，请报告 end_round"),
    )
    why: str = Field(
        "",
        max_length=2000,
        description=N_(
            "send_back、end_round、revive、terminate、withdraw、deny_part、break_off、"
            "propose_listing、drop_listing 必填"
        ),
    )


class HeartbeatRequest(Taken):
    """The channel is alive and had so many cases today; zero is a report too."""

    on: Day | None = Field(None, description=N_("不填为今天；过去的日期标明补报之日"))
    cases: int = Field(
        ge=0, le=1_000_000, description=N_("当日推送的案件数，新收和更新合计，同一案件只计一次")
    )


class HeartbeatAnswer(BaseModel):
    """The day and number as kept, and how many cases came that day until now.

    `filled_in_on`: the day on which the number of a past day was given or changed.
    """

    on: date
    cases: int
    received: int
    filled_in_on: date | None


class NumberedEvent(CaseEvent):
    """The same with the number of its case, one of many."""

    case_no: str = Field(min_length=1, max_length=80)


class CaseBatch(Taken):
    """Many cases; what is wrong with one spoils only itself."""

    cases: list[AnyCase] = Field(min_length=1, max_length=MOST)


class EventBatch(Taken):
    """Many events, in the order in which they happened; each stands for itself."""

    events: list[AnyEvent] = Field(min_length=1, max_length=MOST)


class RowAnswer(BaseModel):
    """What became of one row, by its place from 0: taken, with the case, or refused, and why.

    `unchanged`: the same had come before. `code` is that of a problem document.
    """

    index: int
    external_id: str | None
    case_no: str | None
    result: Literal["received", "updated", "unchanged", "reported", "refused"]
    case: CaseAnswer | None = None
    code: str | None = None
    detail: str | None = None
    errors: list[FieldError] | None = None


class BatchAnswer(BaseModel):
    """The answer to a batch: how many of each result, and every row in the order sent."""

    counts: dict[str, int]
    rows: list[RowAnswer]


class NumberParts(BaseModel):
    """The parts of a case number; `suffix` 1 for 之一, 0 for none."""

    year: int
    court: str
    type: str
    number: int
    suffix: int


class ReceivedItem(BaseModel):
    """One push that was taken: what the court sent, and how the case stands here now.

    `digest`: of the JSON object as the court sent it (keys sorted, no spaces, UTF-8), SHA-256.
    """

    id: int
    kind: Kind
    on: date
    at: datetime
    external_id: str
    version: int
    digest: str
    parts: NumberParts | None
    case: CaseAnswer


class ReceivedPage(Page):
    """What came, oldest first."""

    items: list[ReceivedItem]


class ReceivedAsked(Paged):
    """Which pushes are read back."""

    since: Day | None = Field(None, description=N_("只要这一天以后收到的，写作 2026-11-20"))


class SpanAsked(Paged):
    """Which days are compared."""

    first: Day | None = Field(
        None, alias="from", description=N_("起始日，不填为截止日前六天，写作 2026-11-20")
    )
    last: Day | None = Field(
        None, alias="to", description=N_("截止日，不填为今天，写作 2026-11-20")
    )


class DayAnswer(BaseModel):
    """One day: what the court reported (null: nothing), what came, and the difference.

    `digest`: SHA-256 of the sorted lines `external_id:version:kind:digest` of all that was taken.
    """

    on: date
    reported: int | None
    filled_in_on: date | None
    cases: int
    received: int
    updated: int
    withdrawn: int
    difference: int | None
    digest: str


class ReconciliationAnswer(Page):
    """Every day of a span, for comparison with the court's own numbers."""

    days: list[DayAnswer]
