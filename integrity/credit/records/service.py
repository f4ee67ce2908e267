"""From a breach to a record that counts, and out of it again; the nightly steps work on sets."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import aliased

from integrity.base import histories
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, compared_by_hash, db, insert_ignore
from integrity.base.errors import Refused
from integrity.base.histories import KeptFlow
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.states import Move
from integrity.casework import problems
from integrity.casework.documents import making
from integrity.casework.documents.making import Makes
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, Step
from integrity.casework.streams import BREACH
from integrity.credit.measures.lists import Ground
from integrity.credit.records import grading
from integrity.credit.records.history import RecordVersion
from integrity.credit.records.models import STATE_NAMES, CreditRecord
from integrity.credit.records.models import RecordState as S
from integrity.credit.sanctions import service as sanctions
from integrity.files.traces import masked
from integrity.people.subjects.models import Subject, SubjectKind

FLOW = KeptFlow(
    RecordVersion,
    steps={S.PROPOSED: Step(Side.FINDER, "LOCAL-CONFIRM")},
    free={
        S.DISPUTED: "the objection has the clock",
        S.CONFIRMED: "it counts until its period ends, or is repaired on application",
        S.EXPIRED: "it is over; an objection may still be upheld",
    },
    dispute=Move({S.PROPOSED, S.CONFIRMED}, S.DISPUTED),
    confirm=Move(
        {S.PROPOSED, S.DISPUTED},
        S.CONFIRMED,
        Permission.RECORDS_CONFIRM,
        paper=Makes("record-decision", "record-repair-guide"),
    ),
    maintain=Move({S.DISPUTED}, S.CONFIRMED),
    withdraw=Move({S.DISPUTED, S.EXPIRED}, S.WITHDRAWN),
    readdress=Move({S.PROPOSED}, S.WITHDRAWN),
    annul=Move({S.PROPOSED, S.CONFIRMED, S.EXPIRED}, S.WITHDRAWN),
    correct=Move({S.PROPOSED, S.CONFIRMED, S.DISPUTED}, S.CORRECTED),
    repair=Move({S.CONFIRMED}, S.REPAIRED),
    expire=Move({S.CONFIRMED, S.DISPUTED}, S.EXPIRED),
)
FLOW.names.update(STATE_NAMES)
KEY = ("stream", "item_id", "rule", "period")
"""What there is one record of."""
COUNTING = (S.CONFIRMED, S.DISPUTED)
"""The states of a record that counts, once it has been decided."""


class StillOpen(Refused):
    """The body may still object; nobody confirms before that."""

    status = 409


class Counted(Refused):
    """A credit record of it counts, or is being objected to."""

    status = 409


def post(breaches: sa.Select[Any], *, on: date, at: datetime) -> int:
    """Propose a record for every breach not posted yet, in one statement; returns how many.

    `breaches` has the columns of streams.BREACH. The body is told by a notice, and its time to
    object begins when that is served. What was withdrawn because another body owes is not known of
    that body.
    """
    found = breaches.subquery()
    earlier = [getattr(CreditRecord, name) == getattr(found.c, name) for name in KEY[:3]]
    of_another = sa.and_(
        CreditRecord.state == S.WITHDRAWN, CreditRecord.subject_id != found.c.subject_id
    )
    known = sa.exists().where(*earlier, sa.not_(of_another))
    before = sa.select(sa.func.max(CreditRecord.period)).where(*earlier).scalar_subquery()
    extra = _proposed(at) | {"period": sa.func.coalesce(before, 0) + 1}
    rows = sa.select(*(found.c[name] for name in BREACH), *extra.values()).where(~known)
    return _insert(extra, rows, at)


def post_again(breaches: sa.Select[Any], lasting: sa.Select[Any], *, on: date, at: datetime) -> int:
    """Propose another record of every breach that outlasted its last one; returns how many.

    `lasting` selects the ids of the items whose duty is still open. A record that was withdrawn or
    repaired is not followed by another; one whose period ended is, and the new one names the first.
    """
    found = breaches.subquery()
    last, later = aliased(CreditRecord), aliased(CreditRecord)
    key = [getattr(last, name) == getattr(found.c, name) for name in ("stream", "item_id", "rule")]
    followed = sa.exists().where(
        later.stream == last.stream,
        later.item_id == last.item_id,
        later.rule == last.rule,
        later.period > last.period,
    )
    extra = {
        **_proposed(at),
        "period": last.period + 1,
        "first_id": sa.func.coalesce(last.first_id, last.id),
    }
    rows = (
        sa.select(*(found.c[name] for name in BREACH), *extra.values())
        .join(last, sa.and_(*key))
        .where(last.state == S.EXPIRED, last.closed_on <= on, found.c.item_id.in_(lasting))
        .where(~followed)
    )
    return _insert(extra, rows, at)


def _insert(extra: Mapping[str, Any], rows: sa.Select[Any], at: datetime) -> int:
    """Add what is not there yet, and keep what it begins with."""
    insert = insert_ignore(CreditRecord.__table__, [*BREACH, *extra], rows, KEY)
    with compared_by_hash():
        count = changed(insert)
    if count:
        fresh = (CreditRecord.state == S.PROPOSED, CreditRecord.object_until.is_(None))
        histories.keep(RecordVersion, *fresh, CreditRecord.posted_at == at, at=at)
    return count


def _proposed(at: datetime) -> dict[str, Any]:
    """What every record begins with: its body has not been told yet."""
    return {
        "state": sa.literal(S.PROPOSED.value, sa.String(40)),
        "posted_at": sa.literal(at, CreditRecord.posted_at.type),
    }


def confirm(
    record: CreditRecord, public_text: str = "", *, by: Any, at: datetime, why: str = ""
) -> None:
    """It counts from now on; the grade follows from the rules in force today, or on the day of
    the earlier decision on which it rests.

    `public_text` is what this person released of the summary; without it the public reads that
    without traces of persons. Published, it ends the subject's place on the red list. Raises
    StillOpen; whoever objected is answered before that.
    """
    on = local_day(at)
    if record.state is S.DISPUTED:
        raise StillOpen(_("已经提出异议，请先在异议程序中作出决定。"))
    if record.state is S.PROPOSED and record.object_until is None:
        raise StillOpen(_("告知书还没有送达，异议期还没有开始，不能确认。"))
    if record.state is S.PROPOSED and record.object_until and on <= record.object_until:
        raise StillOpen(_("异议期到 %(day)s 届满，届满前不能确认。", day=record.object_until))
    FLOW.check(record, "confirm")
    record.public_text = public_text.strip() or masked(record.summary)
    _decide(record, by=by, at=at, why=why)


def maintain(record: CreditRecord, answer: str = "", *, by: Any, at: datetime, why: str) -> None:
    """The objection was rejected: what was decided stands, and what was only proposed counts.

    `answer` is what everybody reads of the reasons.
    """
    told = {"told": answer} if answer else {}
    if record.decided_on is not None:
        FLOW.go(record, "maintain", by=by, at=at, why=why, **told)
    else:
        record.public_text = masked(record.summary)
        _decide(record, by=by, at=at, why=why, **told)


def _decide(record: CreditRecord, *, by: Any, at: datetime, why: str, **told: str) -> None:
    FLOW.check(record, "confirm")
    on = local_day(at)
    follows = grading.consequence(record.stream, record.rule, on, ruled_on=record.ruled_on)
    for name, value in (follows | decider(by)).items():
        setattr(record, name, value)
    FLOW.go(record, "confirm", by=by, at=at, why=why, **told)
    sanctions.forfeit(on=on, at=at)


def decider(by: Any) -> dict[str, Any]:
    """Who answers for a record: the person, and the person's body unless that is the office."""
    body = None if by.role in REACH_ALL else by.body_id
    return {"decided_by_name": by.name, "decided_by_id": by.id, "found_by_id": body}


def dispute(record: CreditRecord, *, by: audit.Actor, at: datetime, why: str) -> None:
    """An objection was filed; it is shown at once, and suspends nothing (S3 四(三))."""
    FLOW.go(record, "dispute", by=by, at=at, why=why)


def withdraw(record: CreditRecord, *, by: audit.Actor, at: datetime, why: str) -> None:
    """The objection was upheld: the record never counted."""
    FLOW.check(record, "withdraw")
    close(record, at)
    FLOW.go(record, "withdraw", by=by, at=at, why=why)
    making.void(record, by=by, at=at, why=why)


def readdress(item_stream: str, item_id: int, *, by: audit.Actor, at: datetime, why: str) -> None:
    """Another body owes it: what was proposed against the wrong one is withdrawn.

    Raises Counted once a record of it was confirmed or is being objected to.
    """
    of_item = (CreditRecord.stream == item_stream, CreditRecord.item_id == item_id)
    for record in db.session.scalars(sa.select(CreditRecord).where(*of_item).with_for_update()):
        if record.state is S.PROPOSED:
            close(record, at)
            FLOW.go(record, "readdress", by=by, at=at, why=why)
            making.void(record, by=by, at=at, why=why)
        elif record.state not in (S.WITHDRAWN, S.CORRECTED):
            raise Counted(_("已有经确认或者正在处理异议的信用记录，请先经异议程序撤销。"))


def repair(record: CreditRecord, *, by: audit.Actor, at: datetime, why: str) -> None:
    """The body put things right: out of view, sharing and use at once; kept as an archive."""
    FLOW.check(record, "repair")
    close(record, at)
    FLOW.go(record, "repair", by=by, at=at, why=why)


def expire(*, on: date, at: datetime) -> int:
    """Close every record whose period is over, also one that is still objected to."""
    over = CreditRecord.until < on
    ended: dict[str, Any] = {"public": False, "closed_on": on}
    return FLOW.go_all(CreditRecord, "expire", over, by=audit.SYSTEM, at=at, **ended)


def nominable(on: date) -> sa.Select[Any]:
    """Records whose kind nominates for a list: record_id, subject_id, list, ground, reasons.

    The ground is what the breach is: one of the four problems, else that it was not put right.
    An objection filed after the confirmation stops nothing (S3 四(三)).
    """
    problem = problems.of_breach(CreditRecord.stream, CreditRecord.rule, CreditRecord.item_id)
    ground = sa.func.coalesce(problem, sa.literal(Ground.NOT_PUT_RIGHT.value, sa.String(40)))
    kinds = [grade for grade in rules.grades(on) if grade.nominates]
    decided = CreditRecord.decided_on.is_not(None)
    late_objection = sa.and_(CreditRecord.state == S.DISPUTED, decided)
    wanted = [
        sa.select(
            CreditRecord.id.label("record_id"),
            CreditRecord.subject_id,
            sa.literal(grade.nominates, sa.String(40)).label("list"),
            ground.label("ground"),
            CreditRecord.summary.label("reasons"),
        ).where(sa.or_(CreditRecord.state == S.CONFIRMED, late_objection), *grading.of_kind(grade))
        for grade in kinds
    ]
    if wanted:
        return sa.select(sa.union_all(*wanted).subquery())
    columns: list[Any] = [CreditRecord.id, CreditRecord.subject_id]
    return sa.select(*columns).where(sa.false())


def published(subject_id: int | None = None) -> sa.Select[CreditRecord]:
    """What anybody may read: confirmed, graded as public, of a subject that is no person."""
    wanted = (
        sa.select(CreditRecord)
        .join(CreditRecord.subject)
        .where(is_public(), Subject.kind != SubjectKind.PERSON, Subject.public)
    )
    return wanted.where(CreditRecord.subject_id == subject_id) if subject_id else wanted


def is_public() -> sa.ColumnElement[bool]:
    """Confirmed ones, and those disputed after they were confirmed, graded as public and not
    shielded."""
    shown = sa.and_(CreditRecord.public, CreditRecord.shielded.is_(False))
    return sa.and_(shown, CreditRecord.state.in_(COUNTING))


def close(record: CreditRecord, at: datetime) -> None:
    """It leaves public view and use on this day."""
    record.public = False
    record.closed_on = local_day(at)
