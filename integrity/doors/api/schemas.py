"""What calls take and answer, as pydantic models: validation and the OpenAPI document in one."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from flask_babel import gettext as _
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from integrity.base.i18n import N_
from integrity.credit.checks.candidates import Match
from integrity.credit.checks.models import Authorisation, Verdict
from integrity.credit.checks.queries import LIMIT
from integrity.credit.measures.lists import ListKind
from integrity.doors.api.faults import FieldError
from integrity.doors.api.noted import Noted
from integrity.files.spellings import has_identity_number
from integrity.people.subjects.identifiers import CodeKind
from integrity.people.subjects.models import SubjectKind


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


def anything_like(model: str) -> WithJsonSchema:
    """Such an object; what is none is answered by itself and spoils nothing else."""
    return WithJsonSchema({"anyOf": [{"$ref": f"#/components/schemas/{model}"}, {}]})


AnyQuery = Annotated[Any, anything_like("Query")]
Amount = Annotated[
    Decimal,
    BeforeValidator(_plain_amount),
    Field(strict=False, ge=0, max_digits=18, decimal_places=2),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": 10**15},
                {"type": "string", "pattern": r"^[0-9]{1,16}(\.[0-9]{1,2})?$"},
                {"type": "number", "minimum": 0, "maximum": 10**12, "multipleOf": 0.01},
            ]
        }
    ),
]


def _no_blanks(schema: dict[str, Any]) -> None:
    """Spaces around a text do not count, so one that must be there has something else."""
    for field in schema.get("properties", {}).values():
        for place in (field, *field.get("anyOf", ())):
            if place.get("minLength"):
                place["pattern"] = "[^\\s\x85]"  # some dialects do not count U+0085 as a space


def _words(value: Any) -> Iterator[str]:
    """The words of a field: what it says, and the keys that a caller made up."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple | dict):
        yield "|".join(one for one in value if isinstance(one, str))


class Unnamed(BaseModel):
    """What a caller sends in words names no person by number (最小化); queries do, in a field."""

    @field_validator("*", mode="after")
    @classmethod
    def names_no_person(cls, value: Any) -> Any:
        if any(map(has_identity_number, _words(value))):
            raise PydanticCustomError("identity_number", _("不要填写身份证号码。"))
        return value


class Taken(Unnamed):
    """What a caller sends: nothing unknown, nothing of another type, no surrounding spaces."""

    model_config = ConfigDict(
        extra="forbid", strict=True, str_strip_whitespace=True, json_schema_extra=_no_blanks
    )


class Keyed(Unnamed):
    """What a caller sends under keys of its own, which come back exactly as they were."""

    model_config = ConfigDict(extra="forbid", strict=True)


class CheckRequest(Keyed):
    """Who is asked about, what for, and for which matter."""

    matter: str = Field(
        min_length=1, max_length=200, description=N_("应用清单中的事项编码，或者清单以外的事项名称")
    )
    purpose: str = Field(min_length=1, max_length=200, description=N_("查询用途"))
    case_no: str = Field("", max_length=100, description=N_("办件编号"))
    authorisation: Authorisation | None = Field(None, description=N_("查询依据；查自然人必填"))
    authorised_by: str = Field("", max_length=200, description=N_("授权书或者文书，不写姓名"))
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
    code_kind: CodeKind | None = Field(
        None, description=N_("代码不合编码规则、经人工核对后登记的，是哪一种；合规的为空")
    )


class FoundFeature(BaseModel):
    """In what a candidate agrees with the name asked about, or differs."""

    feature: str
    agrees: bool
    said: str


class FoundCandidate(FoundSubject):
    """Who could be meant by a name: to be held against its code, never to act on.

    The likeliest first: `score` from 1 to 100, explained by `features`.
    """

    match: Match
    score: int
    features: list[FoundFeature]


class FoundEntry(Noted):
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


class FoundRecord(Noted):
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
    """A measure with its legal basis; `here`: whether it is executed in the matter in hand.

    What is not is told and restricts nothing; `clerk` says how it is executed.
    """

    code: str
    name: str
    kind: str
    executing_unit: str
    legal_basis: str
    until: date | None = None
    here: bool = True
    clerk: str = ""


class CheckResult(BaseModel):
    """The answer to one query: a verdict with its reasons, and what was asked.

    `clear`: identified, and nothing found; who was not identified is `unidentified`. `information`
    is told besides, and no verdict rests on it.
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
    information: list[str] = []


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
    grades: dict[str, list[str]] | None = Field(
        None,
        description=N_("分级监管等级，按查询的键；读取核查登记（GET）时给出，不在应答摘要之内"),
    )


class Problem(BaseModel):
    """An RFC 9457 problem document; `errors` names the fields of a request that is not valid.

    `code` says which rule refused, in a word that stays the same in every language.
    """

    type: str
    code: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = None
