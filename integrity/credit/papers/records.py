"""The papers of a credit record: 告知书, 决定书, and how it can be repaired."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base import histories
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db, in_batches
from integrity.base.states import read_again
from integrity.casework import streams
from integrity.casework.documents import making
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.kinds import named as kind_named
from integrity.casework.documents.models import Document, DocumentState
from integrity.casework.documents.templates import written_day
from integrity.casework.documents.terms import cited, lasting, once
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import GRADE_NAMES
from integrity.credit.objections.models import STATE_NAMES, Objection
from integrity.credit.papers.usual import guide, nothing, remedies, to_the_office
from integrity.credit.records import grading, successions
from integrity.credit.records.history import RecordVersion
from integrity.credit.records.models import CreditRecord
from integrity.credit.records.models import RecordState as S
from integrity.people.subjects import competence

CHUNK = 1000
"""Notices that are drafted at a time."""


def gather(records: Sequence[CreditRecord]) -> None:
    """What these records are of: title and number, in one query per stream and batch."""
    for name, stream in streams.registered().items():
        ids = [record.item_id for record in records if record.stream == name]
        columns = sa.select(stream.model.id, stream.model.title, stream.model.ref)
        for some in in_batches(ids):
            for number, *words in db.session.execute(columns.where(stream.model.id.in_(some))):
                once(("of", name, number), partial(tuple, words))


def _words(record: CreditRecord) -> tuple[Any, Any]:
    """Title and number of what it is of; its own where that is not known here."""
    return once(("of", record.stream, record.item_id), lambda: (record.summary, record.ref))  # type: ignore[no-any-return]


def _told(record: CreditRecord) -> date:
    return local_day(record.posted_at)


def _decided(record: CreditRecord) -> date:
    assert record.decided_on is not None  # only a decided one has such a paper
    return record.decided_on


def _finder(record: CreditRecord) -> int | None:
    """The body that decided, else that by law finds such breaches, unless it is concerned."""
    found = record.found_by_id or competence.body_of(record.stream)
    return None if found == record.subject_id else found


def _graded(record: CreditRecord, on: date) -> str:
    day = record.ruled_on or on
    grade = once(
        ("grade", record.stream, record.rule, day),
        lambda: grading.grade_of(record.stream, record.rule, day).legal_basis,
    )
    return cited(grade)


def _earlier(record: CreditRecord) -> str | None:
    if record.first_id is None:
        return None
    times = once(("times", record.id), lambda: successions.times(record))
    return f"这是同一义务的第{times}次记录，首次记录编号XY{record.first_id:08d}。"


def _objections(record: CreditRecord) -> str:
    mine = sa.select(Objection).where(Objection.record_id == record.id)
    found = db.session.scalars(mine.order_by(Objection.id.desc()).limit(1)).first()
    if found is None:
        return "你单位在异议期限内没有提出异议。"
    return (
        f"你单位于{written_day(found.received_on)}提出异议，处理结果：{STATE_NAMES[found.state]}。"
    )


def _published(record: CreditRecord) -> str:
    until = f"，期限至{written_day(record.until)}" if record.until else ""
    return f"依法公示{until}" if record.public else f"不公示，仅作为内部记录{until}"


def _repairable(record: CreditRecord) -> str:
    day = record.repairable_on
    return f"{written_day(day)}起可以申请信用修复" if day else "公示期满前不可修复"


def begin(things: sa.Select[Any], on: date, *, by: audit.Actor, at: datetime) -> None:
    """From the day on which the notice was served the body may object for so long."""
    untold = (CreditRecord.id.in_(things), CreditRecord.notified_on.is_(None))
    term = {"notified_on": on, "object_until": rules.due("LOCAL-OBJECT", on).due_on}
    changed(sa.update(CreditRecord).where(*untold).values(**term))
    read_again(CreditRecord, *term)
    histories.keep(RecordVersion, CreditRecord.id.in_(things), at=at)


def draft_notices(*, at: datetime) -> int:
    """Draft the notice of every record of which its body was never told; returns how many.

    A named person signs them, one by one or as a batch.
    """
    kind, count = kind_named("record-notice"), 0
    notice = sa.exists().where(
        Document.thing == kind.thing,
        Document.thing_id == CreditRecord.id,
        Document.kind == kind.name,
        Document.state != DocumentState.CANCELLED,
    )
    untold = (CreditRecord.state == S.PROPOSED, CreditRecord.notified_on.is_(None), ~notice)
    wanted = sa.select(CreditRecord).where(*untold).options(*kind.load)
    while found := db.session.scalars(wanted.order_by(CreditRecord.id).limit(CHUNK)).all():
        count += len(making.draft(kind, found, by=audit.SYSTEM, at=at))
    return count


ABOUT = {
    "单位名称": lambda record: record.subject.name,
    "事项名称": lambda record: _words(record)[0],
    "事项编号": lambda record: _words(record)[1],
    "违约事实": lambda record: record.summary,
    "发生日期": lambda record: record.since,
    "记录编号": lambda record: record.ref,
    "记录依据": nothing,
    "本地依据": nothing,
}
LOAD = (joinedload(CreditRecord.subject),)
PAPERS = (
    PaperKind(
        name="record-notice",
        title=_l("拟记入信用记录告知书"),
        mark="GZ",
        model=CreditRecord,
        url=lambda record: url_for("records.item", number=record.id),
        fields=ABOUT
        | {
            "前次记录": _earlier,
            "分级依据": lambda record: _graded(record, _told(record)),
            "异议期限": lambda record: lasting("LOCAL-OBJECT", _told(record)),
        },
        issuer=_finder,
        served=begin,
        load=LOAD,
        gather=gather,
    ),
    PaperKind(
        name="record-decision",
        title=_l("信用记录认定决定书"),
        mark="JD",
        model=CreditRecord,
        url=lambda record: url_for("records.item", number=record.id),
        fields=ABOUT
        | remedies(_decided)
        | {
            "告知送达日期": lambda record: record.notified_on,
            "异议截止日期": lambda record: record.object_until,
            "异议情况": _objections,
            "分级依据": lambda record: _graded(record, _decided(record)),
            "等级": lambda record: GRADE_NAMES.get(record.grade or "", record.grade),
            "公示安排": _published,
            "修复安排": _repairable,
            "异议受理单位": to_the_office,
        },
        issuer=lambda record: record.found_by_id,
        why="认定理由",
        load=LOAD,
        gather=gather,
    ),
    PaperKind(
        name="record-repair-guide",
        text="repair-guide",
        title=_l("信用修复告知书"),
        mark="XF",
        model=CreditRecord,
        url=lambda record: url_for("records.item", number=record.id),
        fields=guide(_decided)
        | {
            "单位名称": lambda record: record.subject.name,
            "本地依据": nothing,
            "决定书名称": lambda record: "信用记录认定决定书",
            "决定书编号": lambda record: f"记录编号{record.ref}",
            "等级": lambda record: GRADE_NAMES.get(record.grade or "", record.grade),
            "公示期限": _published,
            "可申请日期": lambda record: record.repairable_on,
            "不可修复说明": lambda record: None if record.repairable_on else _repairable(record),
        },
        issuer=lambda record: record.found_by_id,
        load=LOAD,
    ),
)
