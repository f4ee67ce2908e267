"""What a report says of a subject on a day, as words and days ready for JSON, always in Chinese.

What is open to anybody (`whole` is false) has nothing that was repaired, withdrawn or has ended but
for honours and kept promises; the subject itself is told everything, each with how it stands.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from sqlalchemy.orm import joinedload, selectinload

from integrity.base.db import db
from integrity.casework.rules.models import GRADE_NAMES
from integrity.casework.streams import Stream, registered
from integrity.credit.measures.lists import GROUND_NAMES, LIST_NAMES, ListKind
from integrity.credit.objections.models import STATE_NAMES as OBJECTION_STATES
from integrity.credit.objections.models import Objection
from integrity.credit.records import service as records
from integrity.credit.records.models import STATE_NAMES as RECORD_STATES
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.repairs.models import STATE_NAMES as REPAIR_STATES
from integrity.credit.repairs.models import Repair
from integrity.credit.sanctions.annotations import PENDING_NAMES
from integrity.credit.sanctions.models import (
    OUTCOME_NAMES,
    EntryMeasure,
    EntryOutcome,
    EntryState,
    ListEntry,
)
from integrity.credit.sanctions.models import STATE_NAMES as ENTRY_STATES
from integrity.credit.sanctions.treatments import TREATMENT_NAMES, Treatment, told_of
from integrity.people.subjects.models import KIND_NAMES, Subject

LISTED = 200
"""Kept or late matters that are named, the newest first; of more only the number is said."""
WITHHELD = "不公开的事项，名称不写入报告"
SHIELDED = "已修复，内容已屏蔽"
BAD_LISTS = tuple(kind for kind in ListKind if kind is not ListKind.RED)


def told(subject: Subject, on: date, *, whole: bool) -> dict[str, Any]:
    """Everything that a report of a day says, and the figures that are counted from it."""
    with force_locale("zh"):
        kept, overdue = _matters(_kept(subject, whole)), _matters(_overdue(subject, on, whole))
        items: dict[str, Any] = {
            "subject": _subject(subject),
            "records": [record_said(r, whole) for r in _records(subject, on, whole)],
            "entries": [_entry(e, on) for e in _entries(subject, on, whole)],
            "kept": kept[0],
            "kept_left_out": kept[1],
            "overdue": overdue[0],
            "overdue_left_out": overdue[1],
            "remedies": _remedies(subject) if whole else [],
        }
    return items | {"figures": figures(items)}


def figures(items: dict[str, Any]) -> dict[str, int]:
    """The figures of a report, from nothing but what it lists."""
    standing = [entry for entry in items["entries"] if entry["standing"]]
    return {
        "records": sum(record["counts"] for record in items["records"]),
        "bad_lists": sum(entry["list"] != ListKind.RED for entry in standing),
        "honours": sum(entry["list"] == ListKind.RED for entry in standing),
        "disputed": sum(thing["disputed"] for thing in (*items["records"], *standing)),
        "kept": len(items["kept"]) + items["kept_left_out"],
        "overdue": len(items["overdue"]) + items["overdue_left_out"],
    }


def searched(subject: Subject, on: date) -> dict[str, Any]:
    """What is public against a subject, place by place, each with how much was found there."""
    found = told(subject, on, whole=False)
    listed = [entry["list"] for entry in found["entries"] if entry["standing"]]
    with force_locale("zh"):
        places = [{"place": "公示中的信用记录", "found": found["figures"]["records"]}]
        places += [
            {"place": str(LIST_NAMES[kind]), "found": listed.count(kind)} for kind in BAD_LISTS
        ]
    return {
        "subject": found["subject"],
        "searched": places,
        "figures": {
            "bad": sum(place["found"] for place in places),
            "overdue": found["figures"]["overdue"],
        },
    }


def _subject(subject: Subject) -> dict[str, Any]:
    return {
        "name": subject.name,
        "code": subject.uscc,
        "kind": str(KIND_NAMES[subject.kind]),
        "area": subject.area,
        "former_names": [
            {"name": former.name, "until": former.until.isoformat()}
            for former in sorted(subject.former_names, key=lambda former: former.until)
        ],
    }


def _records(subject: Subject, on: date, whole: bool) -> Sequence[CreditRecord]:
    if whole:
        mine = CreditRecord.subject_id == subject.id
        wanted = sa.select(CreditRecord).where(mine, told_of(CreditRecord))
    else:
        lasts = sa.or_(CreditRecord.until.is_(None), CreditRecord.until >= on)
        wanted = records.published(subject.id).where(lasts)
    wanted = wanted.options(joinedload(CreditRecord.found_by))
    ordered = wanted.order_by(CreditRecord.since.desc(), CreditRecord.id.desc())
    return db.session.scalars(ordered).all()


def record_said(record: CreditRecord, whole: bool) -> dict[str, Any]:
    """One record in words; with how it stands, where everything is told."""
    stream = registered().get(record.stream)
    rule = stream.words.rules.get(record.rule, record.rule) if stream else record.rule
    told = record.summary if whole else record.public_summary
    said = {
        "number": record.ref,
        "matter": str(stream.title) if stream else record.stream,
        "rule": str(rule),
        "summary": SHIELDED if record.treatment is Treatment.SHIELDED else told,
        "since": record.since.isoformat(),
        "decided_by": record.finder if record.decided_on else None,
        "decided_on": _day(record.decided_on),
        "grade": str(GRADE_NAMES.get(record.grade or "", record.grade or "")),
        "until": _day(record.until),
        "counts": bool(record.decided_on) and record.state in records.COUNTING,
        "disputed": record.state is RecordState.DISPUTED,
        "pending": annotated(record),
    }
    if whole:
        state, closed = _state(record), _day(record.closed_on)
        said |= {"state": state, "public": record.public, "closed_on": closed}
    return said


def annotated(thing: CreditRecord | ListEntry) -> str | None:
    """That a review or a lawsuit is pending, and whether it stops execution."""
    if thing.pending is None:
        return None
    return f"{PENDING_NAMES[thing.pending]}{'，停止执行' if thing.suspended else ''}"


def _state(record: CreditRecord) -> str:
    state = str(RECORD_STATES[record.state])
    return f"{state}（{TREATMENT_NAMES[record.treatment]}）" if record.treatment else state


def _entries(subject: Subject, on: date, whole: bool) -> Sequence[ListEntry]:
    """What is listed, and honours that ended when their time was over; for itself, all it knows."""
    listed = sa.and_(
        ListEntry.state == EntryState.LISTED,
        sa.or_(ListEntry.until.is_(None), ListEntry.until >= on),
    )
    honoured = sa.and_(
        ListEntry.kind == ListKind.RED,
        ListEntry.state == EntryState.REMOVED,
        ListEntry.outcome == EntryOutcome.EXPIRED,
    )
    known = sa.or_(ListEntry.notified_on.is_not(None), ListEntry.state == EntryState.NOTIFIED)
    seen = sa.or_(listed, honoured, known) if whole else sa.or_(listed, honoured)
    wanted = (
        sa.select(ListEntry)
        .where(ListEntry.subject_id == subject.id, seen, told_of(ListEntry))
        .order_by(ListEntry.nominated_at.desc(), ListEntry.id.desc())
        .options(selectinload(ListEntry.attachments).joinedload(EntryMeasure.measure))
    )
    return db.session.scalars(wanted).all()


def _entry(entry: ListEntry, on: date) -> dict[str, Any]:
    ended = str(OUTCOME_NAMES[entry.outcome]) if entry.outcome else None
    standing = entry.state is EntryState.LISTED
    return {
        "list": entry.kind.value,
        "list_name": str(LIST_NAMES[entry.kind]),
        "ground": str(GROUND_NAMES[entry.ground]),
        "basis": entry.legal_basis,
        "state": str(ENTRY_STATES[entry.state]),
        "standing": standing,
        "listed_on": _day(entry.listed_on),
        "until": _day(entry.until),
        "ended_on": _day(entry.removed_on),
        "ended_as": ended,
        "disputed": entry.disputed,
        "pending": annotated(entry),
        "measures": [a.measure.name for a in entry.measures_on(on)] if standing else [],
    }


def _kept(subject: Subject, whole: bool) -> list[sa.Select[Any]]:
    """What was done as was owed and in time, stream by stream."""

    def done(stream: Stream) -> sa.Select[Any]:
        model = stream.model
        in_time = sa.or_(model.due_on.is_(None), model.closed_on <= model.due_on)
        ended = (model.closed_on.is_not(None), model.outcome.is_not(None), in_time)
        return sa.select(model).where(*ended, stream.figures.kept())

    return _rows(subject, whole, done, lambda model: model.closed_on)


def _overdue(subject: Subject, on: date, whole: bool) -> list[sa.Select[Any]]:
    """What is open after its day; no record says so yet, or none that counts."""
    return _rows(subject, whole, lambda stream: stream.overdue(on), lambda model: model.due_on)


def _rows(
    subject: Subject,
    whole: bool,
    of: Callable[[Stream], sa.Select[Any]],
    day: Callable[[Any], Any],
) -> list[sa.Select[Any]]:
    found = []
    for stream in registered().values():
        model, public = stream.model, stream.reach.public()
        named = not isinstance(public, sa.sql.elements.False_)
        own = whole and stream.reach.read is not None
        seen = sa.or_(public, stream.reach.mine(subject.id)) if own else public
        wanted = of(stream).where(model.subject_id == subject.id, seen, stream.figures.counted())
        found.append(
            wanted.with_only_columns(
                sa.literal(stream.name).label("stream"),
                model.ref.label("ref"),
                (model.title if named else sa.literal(WITHHELD)).label("title"),
                model.due_on.label("due_on"),
                model.closed_on.label("closed_on"),
                day(model).label("day"),
            ).order_by(None)
        )
    return found


def _matters(wanted: list[sa.Select[Any]]) -> tuple[list[dict[str, Any]], int]:
    """The newest of these rows in words, and how many more there are."""
    rows = sa.union_all(*wanted).subquery()
    total = db.session.scalar(sa.select(sa.func.count()).select_from(rows)) or 0
    newest = sa.select(rows).order_by(rows.c.day.desc(), rows.c.stream, rows.c.ref).limit(LISTED)
    named = [
        {
            "matter": str(registered()[row.stream].title),
            "number": row.ref,
            "title": row.title,
            "due_on": _day(row.due_on),
            "closed_on": _day(row.closed_on),
        }
        for row in db.session.execute(newest)
    ]
    return named, total - len(named)


def _remedies(subject: Subject) -> list[dict[str, Any]]:
    """Every objection and application for repair of a subject, and what became of it."""
    found: list[dict[str, Any]] = []
    names: tuple[tuple[Any, str, Any], ...] = (
        (Objection, "异议", OBJECTION_STATES),
        (Repair, "信用修复", REPAIR_STATES),
    )
    for model, name, states in names:
        of_record = model.record.has(CreditRecord.subject_id == subject.id)
        of_entry = model.entry.has(ListEntry.subject_id == subject.id)
        wanted = sa.select(model).where(sa.or_(of_record, of_entry)).order_by(model.id)
        loaded = wanted.options(joinedload(model.record), joinedload(model.entry))
        for filed in db.session.scalars(loaded):
            about = filed.record.ref if filed.record else str(LIST_NAMES[filed.entry.kind])
            state, closed = str(states[filed.state]), _day(filed.closed_on)
            received = filed.received_on.isoformat()
            found.append(
                {
                    "remedy": name,
                    "about": about,
                    "received_on": received,
                    "state": state,
                    "closed_on": closed,
                }
            )
    return found


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
