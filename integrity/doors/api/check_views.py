"""Checks by business systems: ask about many at once, read what was answered."""

import orjson
import sqlalchemy as sa
from flask import Response, g
from flask.typing import ResponseReturnValue

from integrity.base import clock
from integrity.base.errors import NotFound
from integrity.base.stamps import scope
from integrity.credit.checks import answering, fence, service
from integrity.credit.checks.models import Check
from integrity.credit.grading import visibility as grading
from integrity.doors.api import check_schemas, schemas
from integrity.doors.api.admission import admit_again, body, bp, caller
from integrity.doors.api.contract import N_, contract
from integrity.doors.api.paging import page
from integrity.doors.api.trying import on_trial, tried


@bp.post("/v1/checks")
@scope("checks")
@contract(
    N_("核查一批主体（逢审必查）"),
    takes=schemas.CheckRequest,
    answers=schemas.CheckAnswer,
)
def check(asked: schemas.CheckRequest) -> ResponseReturnValue:
    """Answer up to 1,000 queries; every check is registered and has a receipt number."""
    try:
        return _answered(asked)
    except fence.Moved:
        return admit_again() or _answered(asked)


def _answered(asked: schemas.CheckRequest) -> Response:
    who = caller()
    if g.token.test:
        return Response(orjson.dumps(tried(asked)), mimetype="application/json")
    made = answering.answer(
        asked.queries,
        purpose=asked.purpose,
        matter=asked.matter,
        case_no=asked.case_no,
        authorisation=asked.authorisation,
        authorised_by=asked.authorised_by,
        as_of=asked.as_of,
        body_id=who.body_id,
        officer=who.name,
        at=clock.now(),
        believed=g.believed,
    )
    g.receipt = made.ref  # a repeated call reads its answer from the register
    return Response(made.as_json(), mimetype="application/json")


@bp.get("/v1/checks")
@scope("checks")
@contract(
    N_("读取本单位的核查登记"),
    answers=check_schemas.ChecksPage,
    asks=check_schemas.ChecksAsked,
)
def check_list(asked: check_schemas.ChecksAsked) -> check_schemas.ChecksPage:
    """The checks of this body by number, without their results."""
    wanted = sa.select(Check).where(Check.body_id == body().id)
    if asked.case_no is not None:
        wanted = wanted.where(Check.case_no == asked.case_no)
    rows, following = page(wanted, Check.id, asked)
    items = [check_schemas.CheckReceipt.model_validate(service.receipt(made)) for made in rows]
    return check_schemas.ChecksPage(items=items, next=following)


@bp.get("/v1/checks/<check_id>")
@scope("checks")
@contract(N_("读取一次核查的登记和答复"), answers=schemas.CheckAnswer)
def check_item(check_id: str) -> ResponseReturnValue:
    """What was answered, as the register has it, and the grades of that day."""
    if g.token.test:
        return service.as_json(on_trial(check_id))
    made = own(check_id)
    held = grading.on_day((result.subject_id for result in made.results), made.as_of)
    grades = {r.key: held[r.subject_id] for r in made.results if r.subject_id in held}
    return service.as_json(made) | ({"grades": grades} if grades else {})


def own(check_id: str) -> Check:
    """The caller's own check; those of other bodies do not exist for it."""
    made = service.by_ref(check_id)
    if made is None or made.body_id != body().id:
        raise NotFound
    return made
