"""Courts push cases, events and signs of life."""

from collections.abc import Callable
from typing import Any

from flask import Response
from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.db import db
from integrity.base.stamps import scope
from integrity.doors.api import schemas
from integrity.doors.api.admission import body, bp, caller
from integrity.doors.api.contract import N_, contract, field_error
from integrity.people.subjects import service as subjects
from integrity.streams.courts import service
from integrity.streams.courts.models import CaseOutcome, CourtCase


@bp.post("/v1/courts/cases")
@scope("courts")
@contract(N_("推送涉政府机构案件"), takes=schemas.CaseRequest, answers=schemas.CaseAnswer)
def push_case(pushed: schemas.CaseRequest) -> schemas.CaseAnswer | Response:
    """Take a case once per (court, external_id, version); the same again gives the same case."""
    debtor = subjects.by_code(pushed.body)
    if debtor is None:
        return field_error("body", _("没有登记该代码的主体，请核对。"))
    content = pushed.model_dump(exclude={"source", "external_id", "version", "body"})
    case = service.receive(
        body(),
        service.CaseData(body=debtor, **content),
        source=None,
        external_id=pushed.external_id,
        version=pushed.version,
        by=caller(),
        at=clock.now(),
    )
    db.session.flush()
    return _answer(case)


@bp.post("/v1/courts/cases/<case_no>/events")
@scope("courts")
@contract(N_("报告案件进展或者由法院确认"), takes=schemas.CaseEvent, answers=schemas.CaseAnswer)
def case_event(event: schemas.CaseEvent, case_no: str) -> schemas.CaseAnswer | Response:
    """What the court that pushed a case says about it."""
    for field in NEEDED[event.event]:
        if not getattr(event, field):
            return field_error(field, _("此类进展须填写这一项。"))
    case = service.by_case_no(body(), case_no)
    EVENTS[event.event](case, event)
    db.session.flush()
    return _answer(case)


@bp.post("/v1/courts/heartbeats")
@scope("courts")
@contract(
    N_("报告连通和当日案件数"), takes=schemas.HeartbeatRequest, answers=schemas.HeartbeatAnswer
)
def heartbeat(beat: schemas.HeartbeatRequest) -> schemas.HeartbeatAnswer:
    """One number per court and day, zero included; silence is not “no cases”."""
    day = beat.on or clock.today()
    kept = service.heartbeat(body(), day, beat.cases, by=caller(), at=clock.now())
    return schemas.HeartbeatAnswer(on=kept.on, cases=kept.cases)


NEEDED = {
    "confirm": ("performed_on",),
    "progress": ("performed",),
    "send_back": ("why",),
    "end_round": ("why",),
    "revive": ("why",),
    "terminate": ("why", "ending"),
}


def _confirm(case: CourtCase, event: schemas.CaseEvent) -> None:
    assert event.performed_on is not None
    service.confirm(
        case,
        event.performed_on,
        why=event.why,
        outcome=event.outcome and CaseOutcome(event.outcome),
        by=caller(),
        at=clock.now(),
    )


def _progress(case: CourtCase, event: schemas.CaseEvent) -> None:
    assert event.performed is not None
    service.progress(case, event.performed, why=event.why, by=caller(), at=clock.now())


def _send_back(case: CourtCase, event: schemas.CaseEvent) -> None:
    service.send_back(case, event.why, by=caller(), at=clock.now())


def _end_round(case: CourtCase, event: schemas.CaseEvent) -> None:
    service.end_round(case, event.why, by=caller(), at=clock.now())


def _revive(case: CourtCase, event: schemas.CaseEvent) -> None:
    service.revive(case, event.why, by=caller(), at=clock.now())


def _terminate(case: CourtCase, event: schemas.CaseEvent) -> None:
    service.terminate(case, event.why, ending=event.ending, by=caller(), at=clock.now())


EVENTS: dict[str, Callable[[CourtCase, Any], None]] = {
    "confirm": _confirm,
    "progress": _progress,
    "send_back": _send_back,
    "end_round": _end_round,
    "revive": _revive,
    "terminate": _terminate,
}


def _answer(case: CourtCase) -> schemas.CaseAnswer:
    return schemas.CaseAnswer(
        ref=case.ref,
        case_no=case.case_no,
        version=case.version,
        state=case.state,
        outcome=case.outcome,
        owed=case.owed,
        performed=case.performed,
        due_on=case.due_on,
    )
