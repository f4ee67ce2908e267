"""What calls about pushes take and answer."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from integrity.base.i18n import N_
from integrity.credit.checks.queries import LIMIT
from integrity.credit.measures.lists import ListKind
from integrity.credit.sanctions.models import EntryOutcome
from integrity.credit.sanctions.pushes.changes import Change
from integrity.credit.sanctions.pushes.models import (
    Cleared,
    Part,
    PushKind,
    PushOutcome,
    PushState,
    Reason,
)
from integrity.credit.sanctions.treatments import Treatment
from integrity.doors.api.asking import Asked, Moment, Paged
from integrity.doors.api.noted import Noted
from integrity.doors.api.paging import Page
from integrity.doors.api.schemas import Day, FoundMeasure, FoundSubject, Taken


class EvidenceItem(BaseModel):
    """A file that shows what was said of a measure."""

    name: str
    size: int
    sha256: str


class PushAnswerItem(BaseModel):
    """What this body said of one measure last, and the files that show it."""

    outcome: PushOutcome
    reason: Reason | None
    why: str
    done_on: date | None
    version: int
    at: datetime
    evidence: list[EvidenceItem]


class PushMeasureItem(FoundMeasure):
    """A measure that this body is to take, and what it said of it."""

    answer: PushAnswerItem | None


class PushChangeItem(BaseModel):
    """Something that happened to the entry, by its number; this body takes note by `due_on`.

    `paper`: the number of the notice of it to the subject, where no decision of its own says it.
    """

    number: int
    kind: Change
    at: datetime
    measure: str | None
    due_on: date | None
    noted_at: datetime | None
    paper: str | None
    paper_url: str | None


class PushItem(Noted):
    """What this body must apply or drop: of which entry, on which facts, basis and decision."""

    id: int
    entry_id: int
    entry_ref: str
    entry_url: str
    changed_at: datetime | None
    measures: list[PushMeasureItem]
    changes: list[PushChangeItem]
    cleared: dict[Part, Cleared]
    digest: str
    kind: PushKind
    state: PushState
    outcome: PushOutcome | None
    why: str
    version: int
    due_on: date | None
    subject: FoundSubject
    list: ListKind
    ground: str
    facts: str
    legal_basis: str
    decision: str | None
    decision_url: str | None
    listed_on: date | None
    until: date | None
    removed_on: date | None
    removed_as: EntryOutcome | None
    treatment: Treatment | None
    disputed: bool


class PushPage(Page):
    """Pushes, oldest first."""

    items: list[PushItem]


class PushesAsked(Paged):
    """Which pushes."""

    state: PushState | None = Field(None, description=N_("只要这种状态的推送"))
    entry: str | None = Field(
        None,
        pattern=r"^([Mm][Dd])?0*[0-9]{1,9}$",
        description=N_("只要这个编号的名单事项（entry_ref）的推送"),
    )
    updated_since: Moment | None = Field(
        None, description=N_("只要此时以后有变动的推送，写作 2026-11-20T10:00:00+08:00 的样子")
    )


class EvidenceAsked(Asked):
    """What a file is evidence of."""

    measure: str = Field("", max_length=40, description=N_("措施编号；推送没有列明措施的不填"))
    name: str = Field("", max_length=200, description=N_("文件名，以扩展名说明格式"))


class MeasureResponse(Taken):
    """What the body did about one measure."""

    outcome: PushOutcome
    why: str = Field("", max_length=2000, description=N_("未执行的，须写明原因"))
    reason: Reason | None = None
    done_on: Day | None = Field(None, description=N_("不填的，以反馈之日为准"))


class PushResponse(Taken):
    """What the body did: of all measures the same (`outcome`), or of some by their code.

    applied, not-applied with reasons, or, for a removal, dropped. The same content again changes
    nothing; another content corrects what was said, and the version counts on.
    """

    outcome: PushOutcome | None = None
    why: str = Field("", max_length=2000)
    reason: Reason | None = None
    done_on: Day | None = None
    measures: dict[str, MeasureResponse] = Field(default_factory=dict, max_length=LIMIT)
    cleared: dict[Part, Cleared] = Field(
        default_factory=dict,
        strict=False,
        description=N_("清除台账：移出时须逐项说明各处是否已删除"),
    )


class PushNotes(Taken):
    """Of which changes this body takes note, by their numbers; of all where none is named."""

    changes: list[int] = Field(default_factory=list, max_length=LIMIT)
