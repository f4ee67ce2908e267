"""What calls take and answer, as pydantic models: validation and the OpenAPI document in one."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from integrity.checks.models import Outcome, Verdict
from integrity.checks.queries import LIMIT
from integrity.courts.models import CaseState, CreditorKind
from integrity.i18n import N_
from integrity.sanctions.models import ListKind, PushKind, PushOutcome, PushState
from integrity.subjects.models import SubjectKind

AnyQuery = Annotated[Any, WithJsonSchema({"$ref": "#/components/schemas/Query"})]
Amount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2)]


class Taken(BaseModel):
    """What a caller sends: nothing unknown, no surrounding spaces."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Keyed(BaseModel):
    """What a caller sends under keys of its own, which come back exactly as they were."""

    model_config = ConfigDict(extra="forbid")


class CheckRequest(Keyed):
    """Who is asked about, what for, and for which matter."""

    matter: str = Field(min_length=1, max_length=200, description=N_("办理事项"))
    purpose: str = Field(min_length=1, max_length=200, description=N_("查询用途"))
    case_no: str = Field("", max_length=100, description=N_("办件编号"))
    as_of: date | None = Field(None, description=N_("核查时点，不填为今天"))
    queries: dict[str, AnyQuery] = Field(
        description=N_("键由调用方自定；一个查询有误只影响自己"),
        json_schema_extra={"minProperties": 1, "maxProperties": LIMIT},
    )


class FoundSubject(BaseModel):
    """Who was found; of a natural person only the kind."""

    kind: SubjectKind
    name: str | None = None
    uscc: str | None = None


class FoundEntry(BaseModel):
    """An entry on a list at the time asked about."""

    list: ListKind
    list_name: str
    ground: str
    ground_name: str
    legal_basis: str
    listed_on: date | None
    until: date | None
    disputed: bool
    url: str | None


class FoundRecord(BaseModel):
    """A confirmed credit record in its period."""

    id: str
    rule: str
    grade: str | None
    since: date
    until: date | None
    summary: str
    url: str | None


class FoundMeasure(BaseModel):
    """A measure to be applied, with its legal basis."""

    code: str
    name: str
    kind: str
    executing_unit: str
    legal_basis: str


class CheckResult(BaseModel):
    """The answer to one query: a verdict with its reasons."""

    verdict: Verdict
    subject: FoundSubject | None
    entries: list[FoundEntry]
    records: list[FoundRecord]
    measures: list[FoundMeasure]
    candidates: list[FoundSubject]
    explanations: dict[str, str]


class QueryError(BaseModel):
    """Why one query could not be answered."""

    error: str


class CheckAnswer(BaseModel):
    """The receipt of a check and a result or an error per key."""

    check_id: str
    at: datetime
    as_of: date
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

    source: str = Field(min_length=1, max_length=40)
    external_id: str = Field(min_length=1, max_length=80)
    version: int = Field(1, ge=1)
    case_no: str = Field(
        min_length=1, max_length=80, description=N_("案号，例如（2026）鲁01执123号")
    )
    body: str = Field(min_length=1, max_length=40, description=N_("责任单位的统一社会信用代码"))
    cause: str = Field(min_length=1, max_length=200, description=N_("案由"))
    owed: Amount = Field(description=N_("应履行金额，元"))
    performed: Amount = Field(Decimal(0), description=N_("已履行金额，元"))
    received_on: date
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
    """What the court reports: confirm, send back, progress, terminate."""

    event: str = Field(pattern="^(confirm|send_back|progress|terminate)$")
    performed_on: date | None = Field(None, description=N_("confirm 必填：履行或者和解之日"))
    performed: Amount | None = Field(None, description=N_("progress 必填：累计已履行金额，元"))
    why: str = Field("", max_length=2000, description=N_("send_back、terminate 必填"))


class HeartbeatRequest(Taken):
    """The channel is alive and had so many cases today; zero is a report too."""

    on: date | None = Field(None, description=N_("不填为今天"))
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
