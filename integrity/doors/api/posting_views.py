"""Licences and penalties as the systems of their bodies report them, row by row (双公示)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import sqlalchemy as sa
from flask import Response
from flask_babel import gettext as _
from pydantic import BaseModel, Field

from integrity.base import clock
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.stamps import scope
from integrity.credit.checks.queries import LIMIT
from integrity.credit.publicity import service, single
from integrity.credit.publicity.layouts import CELLS
from integrity.credit.publicity.models import Annulment, Layout, Posting, PostingFile, PostingState
from integrity.doors.api.admission import body, bp, caller
from integrity.doors.api.contract import N_, contract, field_error
from integrity.doors.api.schemas import Day, Taken
from integrity.files.import_reports import Rejection
from integrity.files.rows import Loaded

Cell = Annotated[str, Field(max_length=5000)]


class PostingsRequest(Taken):
    """Rows of one national template, each by the codes of its columns; the same changes nothing."""

    layout: Layout = Field(description=N_("信息类别"))
    rows: list[dict[str, Cell]] = Field(
        min_length=1, max_length=LIMIT, description=N_("每行是列代码与内容，与报送表格相同")
    )


class CellFault(BaseModel):
    """What is wrong with one cell, or with the row as a whole (no column)."""

    column: str
    message: str


class PostingAnswer(BaseModel):
    """What became of a row; `ref` and `number` where it is public or was corrected now."""

    result: Loaded | None = None
    ref: str = ""
    number: int | None = None
    late: bool = False
    faults: list[CellFault] = []


class PostingsAnswer(BaseModel):
    """The receipt of the rows, and each of them in the order in which they were sent."""

    receipt: str
    rows: list[PostingAnswer]


class AnnulmentRequest(Taken):
    """That the decision was changed, revoked, or found illegal or void, and by which paper."""

    annulment: Annulment = Field(description=N_("变动情况"))
    annulled_on: Day = Field(description=N_("变动日期"))
    annulled_by: str = Field(min_length=1, max_length=200, description=N_("依据文书"))


class WithdrawalRequest(Taken):
    why: str = Field(min_length=1, max_length=2000, description=N_("撤回理由，公开"))


class PostingStanding(BaseModel):
    ref: str
    state: PostingState


@dataclass(frozen=True)
class Sender:
    """The system that calls: it may send what its body decided or gathered, and nothing else."""

    name: str
    body_id: int
    id: None = None

    def can(self, permission: Any, item: Any = None) -> bool:
        return item is not None and self.body_id in item.parties


@bp.post("/v1/postings")
@scope("records")
@contract(
    N_("逐条报送行政许可、行政处罚公示信息，内容不同的视为更正"),
    takes=PostingsRequest,
    answers=PostingsAnswer,
)
def report_postings(told: PostingsRequest) -> PostingsAnswer | Response:
    """Each row goes through the checks of the template; those that fail do not stop the others."""
    columns = {cell.key for cell in CELLS[told.layout]}
    unknown = sorted({key for row in told.rows for key in row} - columns)
    if unknown:
        names = "、".join(unknown[:10])
        return field_error("rows", _("没有这些列：%(names)s。", names=names), "unknown-column")
    who, at = Sender(caller().name, body().id), clock.now()
    made, report = single.send(told.layout, told.rows, by=who, at=at)
    entered = _entered(made)
    refused = {fault.line: fault for fault in report.rejected}
    lines = range(single.FIRST, single.FIRST + len(told.rows))
    answers = [_answer(entered.get(line), refused.get(line)) for line in lines]
    return PostingsAnswer(receipt=made.ref, rows=answers)


@bp.post("/v1/postings/<int:number>/annulment")
@scope("records")
@contract(
    N_("登记决定已变更、撤销或者确认违法、无效，立即停止公示"),
    takes=AnnulmentRequest,
    answers=PostingStanding,
)
def annul_posting(told: AnnulmentRequest, number: int) -> PostingStanding:
    """Nobody reads it from now on; within three days it must be taken back, with the reason."""
    found = _own(number)
    said = (told.annulment, told.annulled_on, told.annulled_by)
    service.annul(found, *said, by=caller(), at=clock.now())
    return PostingStanding(ref=found.ref, state=found.state)


@bp.post("/v1/postings/<int:number>/withdrawal")
@scope("records")
@contract(N_("撤回公示并公开说明理由"), takes=WithdrawalRequest, answers=PostingStanding)
def withdraw_posting(told: WithdrawalRequest, number: int) -> PostingStanding:
    """Take back what was annulled."""
    found = _own(number)
    service.withdraw(found, told.why, by=caller(), at=clock.now())
    return PostingStanding(ref=found.ref, state=found.state)


def _own(number: int) -> Posting:
    """What the caller's body decided; raises NotFound."""
    mine = sa.select(Posting).where(Posting.id == number, Posting.body_id == body().id)
    found = db.session.scalars(for_change(mine, Posting)).first()
    if found is None:
        raise NotFound
    return found


def _entered(made: PostingFile) -> Mapping[int, Posting]:
    """The rows of a receipt that are public now, by their lines."""
    mine = sa.select(Posting).where(Posting.file_id == made.id).order_by(Posting.line)
    return {posting.line: posting for posting in db.session.scalars(mine)}


def _answer(posting: Posting | None, fault: Rejection | None) -> PostingAnswer:
    if fault is not None:
        cells = [CellFault(column=key, message=str(said)) for key, said in fault.cells]
        return PostingAnswer(faults=cells)
    if posting is None:
        return PostingAnswer(result=Loaded.UNCHANGED)
    return PostingAnswer(
        result=Loaded.UPDATED if posting.corrects_id else Loaded.ADDED,
        ref=posting.ref,
        number=posting.id,
        late=posting.is_late,
    )
