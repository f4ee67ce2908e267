"""What the caller's body must apply or drop, and what it did."""

import hashlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import sqlalchemy as sa
from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.datastructures import FileStorage

from integrity.base import addresses, clock
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.security import takes_files
from integrity.base.stamps import scope
from integrity.casework.documents.models import Document
from integrity.credit.checks.answers import subject_json
from integrity.credit.sanctions.models import EntryMeasure, ListEntry
from integrity.credit.sanctions.pushes import answers, changes, contents, notes
from integrity.credit.sanctions.pushes import service as pushes
from integrity.credit.sanctions.pushes.answers import Said
from integrity.credit.sanctions.pushes.changes import EntryChange
from integrity.credit.sanctions.pushes.models import (
    Cleared,
    Part,
    Push,
    PushAnswer,
    PushKind,
    PushMeasure,
    PushOutcome,
)
from integrity.credit.sanctions.pushes.notes import PushNote
from integrity.doors.api import push_schemas as schemas
from integrity.doors.api.admission import body, bp, caller
from integrity.doors.api.contract import N_, contract
from integrity.doors.api.paging import page
from integrity.doors.api.schemas import FoundSubject
from integrity.files import attached
from integrity.files.attached import Attachment

Files = Mapping[int, Sequence[Attachment]]
"""The evidence of answers, by the id of each."""


@bp.get("/v1/pushes")
@scope("pushes")
@contract(
    N_("读取推送给本单位的名单变动"),
    answers=schemas.PushPage,
    asks=schemas.PushesAsked,
)
def push_list(asked: schemas.PushesAsked) -> schemas.PushPage:
    """Pushes of this body by number; filters narrow.

    Who follows changes asks with `updated_since` the moment of its last call before.
    """
    wanted = pushes.of_body(body().id).options(*EAGER)
    if asked.state is not None:
        wanted = wanted.where(Push.state == asked.state)
    if asked.entry is not None:
        wanted = wanted.where(Push.entry_id == int(asked.entry.upper().removeprefix("MD")))
    if asked.updated_since is not None:
        wanted = wanted.where(Push.changed_at >= asked.updated_since)
    rows, following = page(wanted, Push.id, asked)
    return schemas.PushPage(items=_items(rows), next=following)


EAGER = (
    joinedload(Push.entry).joinedload(ListEntry.subject),
    joinedload(Push.entry).selectinload(ListEntry.attachments).joinedload(EntryMeasure.measure),
    selectinload(Push.asked).joinedload(PushMeasure.measure),
    selectinload(Push.answers),
)


@bp.post("/v1/pushes/<int:number>/response")
@scope("pushes")
@contract(N_("反馈推送的办理结果"), takes=schemas.PushResponse, answers=schemas.PushItem)
def push_response(said: schemas.PushResponse, number: int) -> schemas.PushItem:
    """What the body did; pushes of other bodies do not exist for it."""
    push = _mine(number)
    if push.kind is PushKind.REMOVE and said.outcome is PushOutcome.DROPPED:
        answers.confirm(push, said.cleared, said.why, by=caller(), at=clock.now())
    else:
        answers.answer(push, _told(push, said), by=caller(), at=clock.now())
    db.session.flush()
    return _items([push])[0]


@bp.post("/v1/pushes/<int:number>/evidence")
@scope("pushes")
@takes_files(1)
@contract(
    N_("提交证据文件，属于已反馈的一项措施；请求体就是文件"),
    answers=schemas.EvidenceItem,
    file=True,
    asks=schemas.EvidenceAsked,
)
def push_evidence(asked: schemas.EvidenceAsked, number: int) -> schemas.EvidenceItem:
    """A file as evidence of the current answer about a measure; the same file again changes
    nothing. The formats, limits and examination are those of the pages."""
    push = _mine(number)
    said = _answered(push, asked.measure.strip())
    content = request.get_data()
    digest = hashlib.sha256(content).hexdigest()
    for known in attached.of(PushAnswer.__tablename__, [said.id]):
        if known.sha256 == digest:
            return _evidence(known)
    upload = FileStorage(BytesIO(content), asked.name.strip() or "evidence")
    more: dict[str, Any] = {"by": caller(), "at": clock.now(), "body_id": push.body_id}
    return _evidence(attached.save(upload, said, public=False, **more))


@bp.post("/v1/pushes/<int:number>/notes")
@scope("pushes")
@contract(N_("知悉名单变动"), takes=schemas.PushNotes, answers=schemas.PushItem)
def push_notes(said: schemas.PushNotes, number: int) -> schemas.PushItem:
    """The body takes note of changes; the same again changes nothing."""
    push = _mine(number)
    notes.take(push, said.changes, by=caller(), at=clock.now())
    return _items([push])[0]


def _answered(push: Push, code: str) -> PushAnswer:
    """What is said now of a measure; raises WrongAnswer while nothing is."""
    codes = {line.measure.code: line.measure_id for line in push.asked} or {"": answers.WHOLE}
    if code not in codes:
        raise answers.WrongAnswer(_("推送中没有措施 %(code)s。", code=code))
    said = answers.current(push).get(codes[code])
    if said is None:
        raise answers.WrongAnswer(_("请先反馈办理结果，再提交证据文件。"))
    return said


def _mine(number: int) -> Push:
    """A push of the caller's body; those of others do not exist for it. Raises NotFound."""
    push = db.session.scalars(for_change(sa.select(Push).where(Push.id == number), Push)).first()
    if push is None or push.body_id != body().id:
        raise NotFound
    return push


def _told(push: Push, said: schemas.PushResponse) -> dict[int, Said]:
    """What is said of each measure; raises WrongAnswer for one that the push does not ask for."""
    found: dict[int, Said] = {}
    if said.outcome is not None:
        whole = Said(said.outcome, said.why, said.reason, said.done_on)
        found = dict.fromkeys(answers.open_lines(push), whole)
    codes = {line.measure.code: line.measure_id for line in push.asked}
    for code, one in said.measures.items():
        if code not in codes:
            raise answers.WrongAnswer(_("推送中没有措施 %(code)s。", code=code))
        found[codes[code]] = Said(one.outcome, one.why, one.reason, one.done_on)
    return found


def _items(found: Sequence[Push]) -> list[schemas.PushItem]:
    papers = contents.papers({push.entry_id for push in found})
    told = changes.of_entries({push.entry_id for push in found})
    said = [said.id for push in found for said in answers.current(push).values()]
    files = attached.of_each(PushAnswer.__tablename__, said)
    noted = notes.of_pushes(push.id for push in found)
    notices = contents.notices(one.id for those in told.values() for one in those)
    return [
        _item(
            push,
            papers.get((push.entry_id, push.kind)),
            [_change(push, n, one, noted, notices) for n, one in enumerate(told[push.entry_id], 1)],
            files,
        )
        for push in found
    ]


def _item(
    push: Push, paper: Document | None, told: list[schemas.PushChangeItem], files: Files
) -> schemas.PushItem:
    entry = push.entry
    return schemas.PushItem(
        id=push.id,
        entry_id=entry.id,
        entry_ref=entry.ref,
        entry_url=addresses.absolute("sanctions.entry", number=entry.id),
        changed_at=push.changed_at,
        kind=push.kind,
        state=push.state,
        outcome=push.outcome,
        why=push.why,
        version=push.version,
        due_on=push.due_on,
        subject=FoundSubject(**subject_json(entry.subject)),
        list=entry.kind,
        ground=entry.ground,
        facts=entry.reasons,
        legal_basis=entry.legal_basis,
        decision=paper and paper.ref,
        decision_url=paper and addresses.absolute("documents.verify", token=paper.token),
        listed_on=entry.listed_on,
        until=entry.until,
        removed_on=entry.removed_on,
        removed_as=entry.outcome,
        treatment=entry.treatment,
        disputed=entry.disputed,
        pending=entry.pending,
        suspended=entry.suspended,
        shielded=entry.shielded,
        changes=told,
        cleared={Part(part): Cleared(how) for part, how in push.cleared.items()},
        digest=push.digest,
        measures=_measures(push, files),
    )


def _change(
    push: Push,
    place: int,
    one: EntryChange,
    noted: Mapping[tuple[int, int], PushNote],
    notices: Mapping[int, Document],
) -> schemas.PushChangeItem:
    note, paper = noted.get((push.id, one.id)), notices.get(one.id)
    return schemas.PushChangeItem(
        number=place,
        kind=one.kind,
        at=one.at,
        measure=one.measure.code if one.measure else None,
        due_on=one.due_on,
        noted_at=note and note.at,
        paper=paper and paper.ref,
        paper_url=paper and addresses.absolute("documents.verify", token=paper.token),
    )


def _measures(push: Push, files: Files) -> list[schemas.PushMeasureItem]:
    known = answers.current(push)
    return [
        schemas.PushMeasureItem(
            code=measure.code,
            name=measure.name,
            kind=measure.kind,
            executing_unit=measure.executing_unit,
            legal_basis=measure.legal_basis,
            until=taken.until,
            answer=_answer(known.get(measure.id), files),
        )
        for taken in contents.measures(push, clock.today())
        for measure in (taken.measure,)
    ]


def _answer(said: PushAnswer | None, files: Files) -> schemas.PushAnswerItem | None:
    if said is None:
        return None
    names = schemas.PushAnswerItem.model_fields.keys() - {"evidence"}
    shown = [_evidence(file) for file in files[said.id]]
    values = {name: getattr(said, name) for name in names}
    return schemas.PushAnswerItem(**values, evidence=shown)


def _evidence(file: Attachment) -> schemas.EvidenceItem:
    return schemas.EvidenceItem(name=file.name, size=file.size, sha256=file.sha256)
