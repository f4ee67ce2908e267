"""Whom the caller's body inspects less or more often."""

from datetime import date

import sqlalchemy as sa
from pydantic import BaseModel

from integrity.base import addresses, clock
from integrity.base.db import db
from integrity.base.stamps import scope
from integrity.credit.inspections import service
from integrity.credit.inspections.models import InspectionRule
from integrity.credit.measures.lists import ListKind
from integrity.credit.measures.models import Inspected
from integrity.credit.sanctions.models import ListEntry
from integrity.doors.api.admission import body, bp
from integrity.doors.api.asking import Paged
from integrity.doors.api.contract import N_, contract
from integrity.doors.api.paging import Page, page


class InspectionItem(BaseModel):
    """How often a subject is inspected in one matter, and why; no matter where none is entered."""

    subject: str
    code: str | None
    matter: str | None
    usual: int | None
    times: int | None
    floor: int | None
    how: Inspected
    list: ListKind
    measure: str
    legal_basis: str
    until: date | None
    entry_url: str


class InspectionList(Page):
    """Whole subjects: what one is inspected for in several matters stands on one page."""

    items: list[InspectionItem]


@bp.get("/v1/inspections")
@scope("pushes")
@contract(N_("读取本单位应当减少或者增加检查频次的主体"), answers=InspectionList, asks=Paged)
def inspections(asked: Paged) -> InspectionList:
    """Every subject whose frequency differs from the usual one today, matter by matter."""
    wanted = service.of_body(body().id, clock.today())
    listed = wanted.with_only_columns(ListEntry.id)
    entries, following = page(
        sa.select(ListEntry).where(ListEntry.id.in_(listed)), ListEntry.id, asked
    )
    here = ListEntry.id.in_([entry.id for entry in entries])
    rows = db.session.execute(wanted.where(here).order_by(ListEntry.id, InspectionRule.id))
    return InspectionList(
        next=following,
        items=[
            InspectionItem(
                subject=row.subject,
                code=row.code,
                matter=row.matter,
                usual=row.usual,
                times=service.times(row),
                floor=row.floor,
                how=row.inspections,
                list=row.list,
                measure=row.measure,
                legal_basis=row.basis,
                until=row.until,
                entry_url=addresses.absolute("sanctions.entry", number=row.entry_id),
            )
            for row in rows
        ],
    )
