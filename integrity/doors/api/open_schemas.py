"""What the open data answers; no field of any of these can hold a natural person."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from integrity.base.i18n import N_
from integrity.credit.measures.lists import ListKind
from integrity.doors.api.asking import Asked
from integrity.doors.api.noted import Noted
from integrity.doors.api.paging import Page
from integrity.doors.api.schemas import Day
from integrity.people.subjects.identifiers import CodeKind
from integrity.people.subjects.models import SubjectKind


class PublicSubject(BaseModel):
    """A body, enterprise or organisation."""

    kind: SubjectKind
    name: str
    uscc: str | None
    code_kind: CodeKind | None = Field(
        None, description=N_("代码不合编码规则、经人工核对后登记的，是哪一种；合规的为空")
    )
    slug: str | None
    url: str


class PublicEntry(Noted):
    """An entry of a list as published."""

    id: int
    list: ListKind
    subject: PublicSubject
    ground: str
    reasons: str
    legal_basis: str
    listed_on: date | None
    until: date | None
    disputed: bool
    url: str


class PublicRecord(Noted):
    """A credit record in its period of publicity."""

    ref: str
    stream: str
    rule: str
    grade: str | None
    summary: str
    since: date
    decided_on: date | None
    until: date | None
    url: str


class SubjectFile(PublicSubject):
    """A subject with its entries and records; `as_of`: as they were known at the end of that day,
    as far as they are public still."""

    as_of: date | None = None
    entries: list[PublicEntry]
    records: list[PublicRecord]


class PublicMeasure(BaseModel):
    """A measure as its list has it; `usable`: its basis carries it today."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    code: str
    kind: str
    category: str = Field(alias="class")
    name: str
    content: str | None
    applies_to: str
    executing_unit: str | None
    legal_basis: str | None
    basis_level: str
    effective_from: date | None
    effective_to: date | None
    verified: str
    usable: bool


class Item(BaseModel):
    """What a public body owes somebody by a day; `fields`: what its stream publishes of it."""

    ref: str
    title: str
    state: str
    state_name: str
    outcome: str | None
    subject: PublicSubject
    due_on: date | None
    first_due_on: date | None
    closed_on: date | None
    overdue: bool
    days_late: int
    fields: dict[str, Any]
    url: str


class FileAsked(Asked):
    """How things stood."""

    as_of: Day | None = Field(
        None, description=N_("过去的某一天，例如 2026-11-21：当日公开、现在仍然公开的内容")
    )


class MeasurePage(Page):
    items: list[PublicMeasure]


class EntryPage(Page):
    items: list[PublicEntry]


class SubjectPage(Page):
    items: list[PublicSubject]


class ItemPage(Page):
    items: list[Item]
