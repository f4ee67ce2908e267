"""Courts push cases, events and signs of life, one by one or many at once."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import orjson
from flask import Response, request
from flask_babel import gettext as _
from pydantic import BaseModel, ValidationError

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.stamps import scope
from integrity.doors.api import court_events
from integrity.doors.api import court_schemas as schemas
from integrity.doors.api.admission import body, bp, caller
from integrity.doors.api.contract import N_, contract, field_error
from integrity.doors.api.faults import fault, faults
from integrity.doors.api.problems import code_of
from integrity.doors.api.sending import sent_at
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject
from integrity.streams.courts import reconciliation, service
from integrity.streams.courts.intake import Pushed, receive_all
from integrity.streams.courts.models import CourtCase
from integrity.streams.courts.pushes import CaseData
from integrity.streams.courts.receipts import digest_sent

Row = TypeVar("Row", bound=BaseModel)
KEYS = {"source", "external_id", "version", "body"}
"""What a request says besides the content of the case."""


@bp.post("/v1/courts/cases")
@scope("courts")
@contract(N_("推送涉政府机构案件"), takes=schemas.CaseRequest, answers=schemas.CaseAnswer)
def push_case(pushed: schemas.CaseRequest) -> schemas.CaseAnswer | Response:
    """Take a case once per (court, external_id, version); the same again gives the same case."""
    debtor = subjects.by_code(pushed.body)
    if debtor is None:
        return field_error("body", _("没有登记该代码的主体，请核对。"), "unknown-subject")
    one = _pushed(pushed, debtor, request.get_json())
    (answer,) = receive_all(body(), [one], by=caller(), at=clock.now())
    if isinstance(answer, Refused):
        raise answer
    return case_answer(answer.case)


@bp.post("/v1/courts/cases/batch")
@scope("courts")
@contract(N_("批量推送案件，每件单独受理"), takes=schemas.CaseBatch, answers=schemas.BatchAnswer)
def push_cases(batch: schemas.CaseBatch) -> schemas.BatchAnswer:
    """Take up to 1,000 cases, each on its own: a row that is wrong stops no other."""
    read = [_read(schemas.CaseRequest, item) for item in batch.cases]
    known = subjects.by_codes(row.body for row in read if isinstance(row, schemas.CaseRequest))
    rows: dict[int, schemas.RowAnswer] = {}
    pushed: dict[int, Pushed] = {}
    for index, (row, item) in enumerate(zip(read, batch.cases, strict=True)):
        if not isinstance(row, schemas.CaseRequest):
            rows[index] = _invalid(index, item, row)
        elif row.body not in known:
            unknown = _("没有登记该代码的主体，请核对。")
            rows[index] = _invalid(index, item, [fault(("body",), "unknown-subject", unknown)])
        else:
            pushed[index] = _pushed(row, known[row.body], item)
    answers = receive_all(body(), list(pushed.values()), by=caller(), at=clock.now())
    for index, answer in zip(pushed, answers, strict=True):
        item = batch.cases[index]
        if isinstance(answer, Refused):
            rows[index] = _refused(index, item, answer)
        else:
            result = answer.kind.value if answer.kind else "unchanged"
            rows[index] = _row(index, item, result, case=case_answer(answer.case))
    return _batch(rows)


@bp.post("/v1/courts/cases/<case_no>/events")
@scope("courts")
@contract(
    N_("报告案件进展、由法院确认或者撤回"), takes=schemas.CaseEvent, answers=schemas.CaseAnswer
)
def case_event(event: schemas.CaseEvent, case_no: str) -> schemas.CaseAnswer | Response:
    """What the court that pushed a case says about it."""
    try:
        case = court_events.report(case_no, event)
    except court_events.Missing as missing:
        return field_error(missing.column, missing.detail, "missing")
    db.session.flush()
    return case_answer(case)


@bp.post("/v1/courts/events/batch")
@scope("courts")
@contract(
    N_("批量报告案件进展，每件单独受理"), takes=schemas.EventBatch, answers=schemas.BatchAnswer
)
def case_events(batch: schemas.EventBatch) -> schemas.BatchAnswer:
    """Up to 1,000 events in the order in which they happened, each on its own."""
    rows: dict[int, schemas.RowAnswer] = {}
    for index, item in enumerate(batch.events):
        event = _read(schemas.NumberedEvent, item)
        if not isinstance(event, schemas.NumberedEvent):
            rows[index] = _invalid(index, item, event)
            continue
        try:
            with db.session.begin_nested():
                case = court_events.report(event.case_no, event)
                db.session.flush()
            rows[index] = _row(index, item, "reported", case=case_answer(case))
        except Refused as refused:
            rows[index] = _refused(index, item, refused)
    return _batch(rows)


@bp.post("/v1/courts/heartbeats")
@scope("courts")
@contract(
    N_("报告连通和当日案件数"), takes=schemas.HeartbeatRequest, answers=schemas.HeartbeatAnswer
)
def heartbeat(beat: schemas.HeartbeatRequest) -> schemas.HeartbeatAnswer:
    """One number per court and day, zero included; silence is not “no cases”."""
    day = beat.on or clock.today()
    kept = service.heartbeat(
        body(), day, beat.cases, by=caller(), at=clock.now(), sent_at=sent_at()
    )
    (known,) = reconciliation.days(body().id, day, day)
    return schemas.HeartbeatAnswer(
        on=kept.on, cases=kept.cases, received=known.cases, filled_in_on=kept.filled_in_on
    )


def case_answer(case: CourtCase) -> schemas.CaseAnswer:
    """A case as the court may know it."""
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


def _pushed(row: schemas.CaseRequest, debtor: Subject, sent: Any) -> Pushed:
    data = CaseData(body=debtor, **row.model_dump(exclude=KEYS))
    return Pushed(data, row.external_id, row.version, sent=digest_sent(sent))


def _read(model: type[Row], item: Any) -> Row | list[dict[str, str]]:
    """A row of a batch, or what is wrong with which of its fields."""
    try:
        return model.model_validate_json(orjson.dumps(item))
    except ValidationError as wrong:
        return faults(wrong)
    except orjson.JSONEncodeError:
        return [fault((), "invalid", _("有超出范围的数。"))]


def _invalid(index: int, item: Any, errors: list[dict[str, str]]) -> schemas.RowAnswer:
    more = {"code": "invalid", "detail": _("有内容需要改正。"), "errors": errors}
    return _row(index, item, "refused", **more)


def _refused(index: int, item: Any, refused: Refused) -> schemas.RowAnswer:
    field, detail = getattr(refused, "column", ""), refused.detail or str(refused.title)
    code = code_of(refused)
    errors = [fault((field,), code, detail)] if field else None
    return _row(index, item, "refused", code=code, detail=detail, errors=errors)


def _row(index: int, item: Any, result: Any, **more: Any) -> schemas.RowAnswer:
    said: Mapping[str, Any] = item if isinstance(item, dict) else {}
    names = {name: said.get(name) for name in ("external_id", "case_no")}
    texts = {name: text if isinstance(text, str) else None for name, text in names.items()}
    return schemas.RowAnswer(index=index, result=result, **texts, **more)


def _batch(rows: Mapping[int, schemas.RowAnswer]) -> schemas.BatchAnswer:
    ordered: Iterable[schemas.RowAnswer] = (rows[index] for index in sorted(rows))
    counts = Counter(row.result for row in rows.values())
    return schemas.BatchAnswer(counts=dict(counts), rows=list(ordered))
