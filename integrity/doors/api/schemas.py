"""What calls take and answer, as pydantic models: validation and the OpenAPI document in one."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from flask_babel import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from integrity.base.i18n import N_
from integrity.credit.checks.candidates import Match
from integrity.credit.checks.models import Outcome, Verdict
from integrity.credit.checks.queries import LIMIT
from integrity.credit.measures.lists import ListKind
from integrity.credit.sanctions.models import PushKind, PushOutcome, PushState
from integrity.files.spellings import LARGEST_WHOLE
from integrity.people.subjects.models import SubjectKind
from integrity.streams.courts.models import CaseState, CreditorKind, Ending


def _iso_day(value: Any) -> Any:
    """Only 2026-11-20: a number or a time stamp is not guessed to be a day."""
    if not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII)):
        raise PydanticCustomError("iso_day", _("日期须写作 2026-11-20 的样子。"))
    return value


def _plain_amount(value: Any) -> Any:
    """Digits and a point, as a number or a text; no other way of writing amounts."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number and not re.fullmatch(r"-?\d+(\.\d+)?", str(value), re.ASCII):
        raise PydanticCustomError("plain_amount", _("金额须写作 120000.50 的样子。"))
    return value


Day = Annotated[date, BeforeValidator(_iso_day), Field(strict=False)]
AnyQuery = Annotated[Any, WithJsonSchema({"$ref": "#/components/schemas/Query"})]
Amount = Annotated[
    Decimal,
    BeforeValidator(_plain_amount),
    Field(strict=False, ge=0, max_digits=18, decimal_places=2),
]


class Taken(BaseModel):
    """What a caller sends: nothing unknown, nothing of another type, no surrounding spaces."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)


class Keyed(BaseModel):
    """What a caller sends under keys of its own, which come back exactly as they were."""

    model_config = ConfigDict(extra="forbid", strict=True)


class CheckRequest(Keyed):
    """Who is asked about, what for, and for which matter."""

    matter: str = Field(min_length=1, max_length=200, description=N_("办理事项"))
    purpose: str = Field(min_length=1, max_length=200, description=N_("查询用途"))
    case_no: str = Field("", max_length=100, description=N_("办件编号"))
    as_of: Day | None = Field(
        None, description=N_("核查时点，不填为今天；过去某日的答复不能作为办理依据")
    )
    queries: dict[str, AnyQuery] = Field(
        description=N_("键由调用方自定；一个查询有误只影响自己"),
        json_schema_extra={"minProperties": 1, "maxProperties": LIMIT},
    )


class FoundSubject(BaseModel):
    """Who was found; of a natural person only the kind."""

    kind: SubjectKind
    name: str | None = None
    uscc: str | None = None


class FoundCandidate(FoundSubject):
    """Who could be meant by a name: to be held against its code, never to act on."""

    match: Match


class FoundEntry(BaseModel):
    """An entry on a list at the time asked about; `ended_on` when it was removed since."""

    list: ListKind
    list_name: str
    ground: str
    ground_name: str
    legal_basis: str
    listed_on: date | None
    until: date | None
    disputed: bool
    ended_on: date | None
    url: str | None


class FoundRecord(BaseModel):
    """A record that counted at the time asked about; `ended_on` when it does no more."""

    id: str
    rule: str
    grade: str | None
    since: date
    until: date | None
    summary: str
    ended_on: date | None
    url: str | None


class FoundMeasure(BaseModel):
    """A measure to be applied, with its legal basis."""

    code: str
    name: str
    kind: str
    executing_unit: str
    legal_basis: str
    until: date | None = None


class CheckResult(BaseModel):
    """The answer to one query: a verdict with its reasons, and what was asked.

    `clear`: identified, and nothing found; who was not identified is `unidentified`.
    """

    verdict: Verdict
    as_of: date
    asked: dict[str, str]
    subject: FoundSubject | None
    entries: list[FoundEntry]
    records: list[FoundRecord]
    measures: list[FoundMeasure]
    candidates: list[FoundCandidate]
    explanations: dict[str, str]


class QueryError(BaseModel):
    """Why one query could not be answered."""

    error: str


class CheckAnswer(BaseModel):
    """The receipt of a check and a result or an error per key; `current`: it is about today."""

    check_id: str
    at: datetime
    as_of: date
    current: bool
    list_version: int
    algorithm: str
    answer_digest: str
    results: dict[str, CheckResult | QueryError]


class OutcomeItem(Taken):
    """What the office did with one result."""

    outcome: Outcome
    why: str = Field("", max_length=2000, description=N_("未采用的，须写明原因"))


class OutcomesRequest(Keyed):
    """Outcomes by the key of the query."""

    outcomes: dict[str, OutcomeItem] = Field(min_length=1, max_length=LIMIT)


class OutcomesAnswer(BaseModel):
    """Everything reported for this check so far."""

    check_id: str
    outcomes: dict[str, OutcomeItem]


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


class CaseEvent(Taken):
    """What the court reports: confirm, send back, progress, end the round, revive, terminate."""

    event: str = Field(pattern="^(confirm|send_back|progress|end_round|revive|terminate)$")
    performed_on: Day | None = Field(None, description=N_("confirm 必填：履行或者和解之日"))
    outcome: Literal["performed", "settled"] | None = Field(
        None, description=N_("confirm：已履行或者已和解；不填为与单位自报一致，没有自报的为已履行")
    )
    performed: Amount | None = Field(None, description=N_("progress 必填：累计已履行金额，元"))
    ending: Ending | None = Field(
        None,
        description=N_("terminate 必填：义务消灭的理由；没有财产可供执行的，请报告 end_round"),
    )
    why: str = Field(
        "", max_length=2000, description=N_("send_back、end_round、revive、terminate 必填")
    )


class HeartbeatRequest(Taken):
    """The channel is alive and had so many cases today; zero is a report too."""

    on: Day | None = Field(None, description=N_("不填为今天"))
    cases: int = Field(ge=0, le=1_000_000)


class HeartbeatAnswer(BaseModel):
    """The day and number as kept."""

    on: date
    cases: int


class PushItem(BaseModel):
    """What this body must apply or drop."""

    id: int
    measures: list[FoundMeasure]
    kind: PushKind
    state: PushState
    outcome: PushOutcome | None
    why: str
    version: int
    due_on: date | None
    subject: FoundSubject
    list: ListKind
    ground: str
    legal_basis: str
    listed_on: date | None
    until: date | None
    removed_on: date | None
    disputed: bool


class PushPage(BaseModel):
    """Pushes after a number, oldest first; `next` is the `after` of the next page."""

    items: list[PushItem]
    next: int | None


class PushResponse(Taken):
    """What the body did: applied, not-applied with reasons, or, for a removal, dropped."""

    outcome: PushOutcome
    why: str = Field("", max_length=2000)


class Problem(BaseModel):
    """An RFC 9457 problem document; `errors` names the fields of a request that is not valid."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] | None = None
