"""The record that takes the place of a wrong one, and what was open against that or stood on it."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base import histories
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db
from integrity.base.errors import Refused
from integrity.casework import problems
from integrity.casework.breaches import Problem
from integrity.casework.rules.models import RuleSet
from integrity.credit.corrections.models import CONTENT, RecordCorrection
from integrity.credit.records import grading, successions
from integrity.credit.records import service as records
from integrity.credit.records.history import RecordVersion
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.rulesets.comparing import Grading, outcome
from integrity.credit.rulesets.models import Outcome, Regrading
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions import successors
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.successors import Succession
from integrity.files.traces import masked

OPEN_REPAIRS = sa.table(
    "repair", sa.column("id"), sa.column("record_id"), sa.column("closed_on", sa.Date)
)
ORDERS = sa.table("rectification", sa.column("id"), sa.column("record_id"))
PROCEEDINGS = sa.table(
    "proceeding", sa.column("id"), sa.column("record_id"), sa.column("closed_on", sa.Date)
)
FOLLOW = (OPEN_REPAIRS, ORDERS, PROCEEDINGS)
"""What stands above corrections and is about a record is moved by its columns."""

SAME = ("stream", "item_id", "subject_id", "first_id", "shielded", "pending", "suspended")
"""What no correction changes: the matter, whom it is about, its first record, a shield, and what is
pending against the decision."""


class Graver(Refused):
    """Nobody is worse off for having objected."""

    title = _l("不得加重")


def succeed(correction: RecordCorrection, *, by: Any, at: datetime, why: str) -> CreditRecord:
    """Make the successor; the wrong record is closed, and all that rests on it follows.

    It takes over day, notice and remaining term. What is graver, or was told wrongly before it
    counted, begins anew with a notice of its own. Raises Graver.
    """
    record = correction.record
    gentle = not _is_graver(correction, at)
    if correction.with_remedy and not gentle:
        raise Graver(_("更正不得重于原记录；需要加重的，须另行告知、另行认定。"))
    counts = gentle and bool(record.decided_on or correction.with_remedy)
    said = {name: getattr(correction, name) for name in CONTENT}
    made = CreditRecord(
        **{name: getattr(record, name) for name in SAME}
        | said
        | _decided(correction, counts, by, at),
        period=_next_period(record, correction.rule),
        posted_at=at,
        state=RecordState.CONFIRMED if counts else RecordState.PROPOSED,
    )
    db.session.add(made)
    db.session.flush()
    histories.keep(RecordVersion, CreditRecord.id == made.id, at=at)
    audit.write(made, "succeed", by=by, at=at, target=made.state, why=why, record=record.ref)
    successions.supersede(record, made, by=by, at=at, why=why)
    db.session.flush()
    _let_follow(correction, made, by=by, at=at, why=why)
    return made


def _decided(correction: RecordCorrection, counts: bool, by: Any, at: datetime) -> dict[str, Any]:
    """What the successor takes over, where it counts at once: notice, decision and periods."""
    record = correction.record
    if not counts:
        return {"found_by_id": record.found_by_id}
    on = record.decided_on or local_day(at)
    told = {name: getattr(record, name) for name in ("notified_on", "object_until")}
    told["public_text"] = masked(correction.summary)
    found = told | _consequence(correction, on) | records.decider(by)
    return found | ({"found_by_id": record.found_by_id} if record.decided_on else {})


def _is_graver(correction: RecordCorrection, at: datetime) -> bool:
    """Whether what the rules of the day of the decision make of it is worse in any point."""
    record = correction.record
    on = record.decided_on or local_day(at)
    if record.decided_on:
        was = outcome(record)
    else:
        was = _outcome(
            grading.consequence(record.stream, record.rule, on, ruled_on=record.ruled_on)
        )
    return _outcome(_consequence(correction, on)).heavier(was)


def _consequence(correction: RecordCorrection, on: date) -> dict[str, Any]:
    """What follows for the successor: of the same kind and day what followed for the record, else
    what the rules of that day say, or the lighter set that it was put under since."""
    record = correction.record
    same = (record.rule, record.ruled_on) == (correction.rule, correction.ruled_on)
    if same and record.decided_on:
        return outcome(record)._asdict() | {"decided_on": record.decided_on}
    found = grading.consequence(record.stream, correction.rule, on, ruled_on=correction.ruled_on)
    lighter = _under_lighter_set(correction, correction.ruled_on or on)
    if lighter and not lighter.heavier(_outcome(found)):
        found |= lighter._asdict()
    return found


def _under_lighter_set(correction: RecordCorrection, day: date) -> Outcome | None:
    record = correction.record
    moved = sa.exists().where(Regrading.record_id == record.id)
    if not db.session.scalar(sa.select(moved)):
        return None
    rule_set = db.session.scalars(sa.select(RuleSet).where(RuleSet.code == record.scale)).one()
    return Grading(rule_set).of(record.stream, correction.rule, day)


def _outcome(found: dict[str, Any]) -> Outcome:
    return Outcome(**{name: found[name] for name in Outcome._fields})


def _next_period(record: CreditRecord, rule: str) -> int:
    of_it = (
        CreditRecord.stream == record.stream,
        CreditRecord.item_id == record.item_id,
        CreditRecord.rule == rule,
    )
    return (db.session.scalar(sa.select(sa.func.max(CreditRecord.period)).where(*of_it)) or 0) + 1


def _let_follow(
    correction: RecordCorrection, made: CreditRecord, *, by: Any, at: datetime, why: str
) -> None:
    """Open applications and orders go with it, and so do entries if it counts."""
    old = correction.record
    for table in FOLLOW:
        still = [column.is_(None) for column in table.c if column.name == "closed_on"]
        which = (table.c.record_id == old.id, *still)
        rows = sa.select(table.c.id).where(*which)
        said: dict[str, Any] = {"by": by, "at": at, "why": why}
        if audit.write_all(rows, table.name, "follow_record", target=None, **said):
            changed(sa.update(table).where(*which).values(record_id=made.id))
    for known in db.session.identity_map.values():
        if getattr(known, "__tablename__", "") in {table.name for table in FOLLOW}:
            db.session.expire(known, ["record_id", "record"])
    if made.state is not RecordState.CONFIRMED:
        sanctions.revoke_founded_on(old.id, why=why, by=by, at=at)
        return
    succession = Succession(
        old.id,
        made.id,
        old.summary,
        made.summary,
        made.ref,
        made.until,
        correction.document,
        lambda entry: _carries(entry, old, made),
    )
    successors.follow(succession, why=why, by=by, at=at)


def _carries(entry: ListEntry, old: CreditRecord, made: CreditRecord) -> bool:
    """Whether it is of the same problem, and as grave, or grave enough for the list by itself."""
    day = made.graded_on
    assert day is not None  # it counts
    was, now = (grading.grade_of(made.stream, rule, day) for rule in (old.rule, made.rule))
    if now.grade != was.grade and now.nominates != entry.kind:
        return False
    if entry.ground.value not in set(Problem):
        return True
    wanted = sa.select(problems.of_breach(CreditRecord.stream, CreditRecord.rule, made.item_id))
    return bool(db.session.scalar(wanted.where(CreditRecord.id == made.id)) == entry.ground.value)
