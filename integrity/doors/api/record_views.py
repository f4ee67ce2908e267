"""Systems of departments enter what their body decided; people of it confirm."""

import sqlalchemy as sa
from flask import Response
from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import scope
from integrity.credit.records import successions
from integrity.credit.records.models import CreditRecord
from integrity.doors.api import record_schemas as schemas
from integrity.doors.api.admission import body, bp, caller
from integrity.doors.api.contract import N_, contract, field_error
from integrity.people.subjects import service as subjects
from integrity.streams.decisions import service
from integrity.streams.decisions.models import Decision


@bp.post("/v1/records")
@scope("records")
@contract(
    N_("登记本单位作出的决定，由本单位人员确认后归集为信用记录"),
    takes=schemas.DecisionRequest,
    answers=schemas.DecisionAnswer,
)
def enter_record(told: schemas.DecisionRequest) -> schemas.DecisionAnswer | Response:
    """Take a decision once by its document and subject; the same again gives the same one."""
    subject = subjects.by_code(told.subject)
    if subject is None:
        return field_error("subject", _("没有登记该代码的主体，请核对。"), "unknown-subject")
    said = told.model_dump(exclude={"subject"})
    return _answer(service.enter(body(), subject, said, by=caller(), at=clock.now()))


@bp.get("/v1/records/<ref>")
@scope("records")
@contract(N_("查询本单位登记的决定和由此产生的信用记录"), answers=schemas.DecisionAnswer)
def entered_record(ref: str) -> schemas.DecisionAnswer:
    """What became of it; decisions of other bodies do not exist for the caller."""
    mine = sa.select(Decision).where(Decision.ref == ref, Decision.body_id == body().id)
    found = db.session.scalars(mine).first()
    if found is None:
        raise NotFound
    return _answer(found)


def _answer(decision: Decision) -> schemas.DecisionAnswer:
    of_it = (CreditRecord.stream == service.STREAM, CreditRecord.item_id == decision.id)
    found = db.session.scalars(sa.select(CreditRecord).where(*of_it).order_by(CreditRecord.id))
    return schemas.DecisionAnswer(
        ref=decision.ref,
        state=decision.state,
        number=decision.number,
        effective_on=decision.effective_on,
        records=[
            schemas.CreditRecordAnswer(
                ref=record.ref,
                state=record.state,
                grade=record.grade,
                public=record.public,
                until=record.until,
                superseded_by=successions.successor_ref(record) or None,
            )
            for record in found
        ],
    )
