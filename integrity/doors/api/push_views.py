"""What the caller's body must apply or drop, and what it did."""

from collections.abc import Sequence

from flask import request, url_for
from sqlalchemy.orm import joinedload, selectinload

from integrity.base import clock
from integrity.base.db import db, number
from integrity.base.errors import NotFound
from integrity.base.stamps import scope
from integrity.casework.documents.models import Document
from integrity.credit.checks.answers import subject_json
from integrity.credit.sanctions.models import EntryMeasure, ListEntry
from integrity.credit.sanctions.pushes import contents
from integrity.credit.sanctions.pushes import service as pushes
from integrity.credit.sanctions.pushes.models import Push, PushState
from integrity.doors.api import schemas
from integrity.doors.api.admission import body, bp, caller
from integrity.doors.api.contract import N_, contract

PAGE = 100


@bp.get("/v1/pushes")
@scope("pushes")
@contract(
    N_("读取推送给本单位的名单变动"),
    answers=schemas.PushPage,
    queries={"after": N_("上一页最后一项的 id"), "state": N_("只要这种状态的推送")},
)
def push_list() -> schemas.PushPage:
    """Pushes of this body by number, 100 a page; `state` narrows, `after` goes on."""
    wanted = pushes.of_body(body().id).where(Push.id > request.args.get("after", 0, type=number))
    state = request.args.get("state", "")
    if state in set(PushState):
        wanted = wanted.where(Push.state == PushState(state))
    entry = joinedload(Push.entry)
    rows = db.session.scalars(
        wanted.order_by(Push.id)
        .limit(PAGE)
        .options(
            entry.joinedload(ListEntry.subject),
            entry.selectinload(ListEntry.attachments).joinedload(EntryMeasure.measure),
            selectinload(Push.asked),
        )
    ).all()
    last = rows[-1].id if len(rows) == PAGE else None
    return schemas.PushPage(items=_items(rows), next=last)


@bp.post("/v1/pushes/<int:number>/response")
@scope("pushes")
@contract(N_("反馈推送的办理结果"), takes=schemas.PushResponse, answers=schemas.PushItem)
def push_response(said: schemas.PushResponse, number: int) -> schemas.PushItem:
    """What the body did; pushes of other bodies do not exist for it."""
    push = db.session.get(Push, number)
    if push is None or push.body_id != body().id:
        raise NotFound
    pushes.answer(push, said.outcome, said.why, by=caller(), at=clock.now())
    db.session.flush()
    return _items([push])[0]


def _items(found: Sequence[Push]) -> list[schemas.PushItem]:
    papers = contents.papers({push.entry_id for push in found})
    return [_item(push, papers.get((push.entry_id, push.kind))) for push in found]


def _item(push: Push, paper: Document | None) -> schemas.PushItem:
    entry = push.entry
    return schemas.PushItem(
        id=push.id,
        entry_id=entry.id,
        entry_ref=entry.ref,
        entry_url=url_for("sanctions.entry", number=entry.id, _external=True),
        kind=push.kind,
        state=push.state,
        outcome=push.outcome,
        why=push.why,
        version=push.version,
        due_on=push.due_on,
        subject=schemas.FoundSubject(**subject_json(entry.subject)),
        list=entry.kind,
        ground=entry.ground,
        facts=entry.reasons,
        legal_basis=entry.legal_basis,
        decision=paper and paper.ref,
        decision_url=paper and url_for("documents.verify", token=paper.token, _external=True),
        listed_on=entry.listed_on,
        until=entry.until,
        removed_on=entry.removed_on,
        disputed=entry.disputed,
        measures=[
            schemas.FoundMeasure(
                code=measure.code,
                name=measure.name,
                kind=measure.kind,
                executing_unit=measure.executing_unit,
                legal_basis=measure.legal_basis,
                until=attached.until,
            )
            for attached in contents.measures(push, clock.today())
            for measure in (attached.measure,)
        ],
    )
