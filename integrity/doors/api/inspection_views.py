"""Whom the caller's body inspects less or more often."""

from datetime import date

from pydantic import BaseModel

from integrity.base import addresses, clock
from integrity.base.db import db
from integrity.base.stamps import scope
from integrity.credit.inspections import service
from integrity.credit.measures.lists import ListKind
from integrity.credit.measures.models import Inspected
from integrity.credit.sanctions.models import ListEntry
from integrity.doors.api.admission import body, bp
from integrity.doors.api.contract import N_, contract


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


class InspectionList(BaseModel):
    items: list[InspectionItem]


@bp.get("/v1/inspections")
@scope("pushes")
@contract(N_("读取本单位应当减少或者增加检查频次的主体"), answers=InspectionList)
def inspections() -> InspectionList:
    """Every subject whose frequency differs from the usual one today, matter by matter."""
    rows = db.session.execute(service.of_body(body().id, clock.today()).order_by(ListEntry.id))
    return InspectionList(
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
        ]
    )
