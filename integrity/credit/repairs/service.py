"""Precheck, file, accept and decide a repair; what follows from it is lifted everywhere.

In by two, out by two: what is lifted takes two people, neither of whom decided it before.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import contains_eager

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once, db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework import streams
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step, own
from integrity.credit.measures.lists import ListKind
from integrity.credit.records import filings
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.repairs.models import STATE_NAMES, Repair
from integrity.credit.repairs.models import RepairState as S
from integrity.credit.repairs.treatments import treatment_of
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.credit.sanctions.repairable import repairable_on
from integrity.files.traces import masked
from integrity.people.subjects.models import Subject, SubjectKind

DECIDE = Permission.REPAIRS_DECIDE
DECIDED = Makes("repair-decision")
FLOW = Flow(
    steps={
        S.FILED: Step(Side.DECIDER, "REP-ACCEPT"),
        S.INCOMPLETE: Step(Side.OWED, "LOCAL-REP-COMPLETE"),
        S.ACCEPTED: own(Side.DECIDER),
        S.AGREED: own(Side.DECIDER),
    },
    accept=Move({S.FILED}, S.ACCEPTED, DECIDE),
    ask_more=Move({S.FILED}, S.INCOMPLETE, DECIDE),
    complete=Move({S.INCOMPLETE}, S.FILED, Permission.REPAIRS_FILE),
    complete_for=Move({S.INCOMPLETE}, S.FILED, DECIDE, corrects=True),
    refuse_incomplete=Move({S.INCOMPLETE}, S.REFUSED, DECIDE, corrects=True, paper=DECIDED),
    order_visit=Move({S.ACCEPTED}, S.ACCEPTED, DECIDE),
    visit=Move({S.ACCEPTED}, S.ACCEPTED, DECIDE),
    agree=Move({S.ACCEPTED}, S.AGREED, DECIDE),
    take_over=Move(
        {S.FILED, S.ACCEPTED, S.AGREED}, S.ACCEPTED, Permission.RECORDS_DECIDE, corrects=True
    ),
    grant=Move({S.AGREED}, S.GRANTED, DECIDE, paper=DECIDED),
    send_back=Move({S.AGREED}, S.ACCEPTED, DECIDE),
    refuse=Move({S.FILED, S.ACCEPTED}, S.REFUSED, DECIDE, paper=DECIDED),
)
FLOW.names.update(STATE_NAMES)


class NotYetRepairable(Refused):
    """The minimum period is not over, or what was owed is still open."""

    title = _l("尚不能申请修复")


class NotVisited(Refused):
    """Its rule asks for a look on the spot before."""

    status = 409


def hindrances(thing: CreditRecord | ListEntry, on: date) -> list[str]:
    """Why this cannot be repaired on a day; empty when it can."""
    found = _of_entry(thing, on) if isinstance(thing, ListEntry) else _of_record(thing, on)
    last = db.session.scalars(filings.latest(Repair, thing)).first()
    if last and last.closed_on is None:
        found.append(_("已有一件修复申请正在办理。"))
    return found


def file(
    thing: CreditRecord | ListEntry,
    statement: str,
    promise: str,
    *,
    by: audit.Actor,
    at: datetime,
    received_on: date | None = None,
) -> Repair:
    """Apply with proof and a public promise, or hand in what came on paper; NotYetRepairable."""
    day = filings.received(received_on, at)
    if reasons := hindrances(thing, day):
        raise NotYetRepairable(" ".join(reasons))
    repair = Repair(
        **filings.about(thing, DECIDE),
        statement=statement,
        promise=promise,
        filed_at=at,
        filed_by=by.name,
        on_paper=received_on is not None,
        received_on=day,
        state=S.FILED,
    )
    repair.run_from("REP-RESULT", day)
    FLOW.begin(repair, day)
    add_once(repair, NotYetRepairable(_("已有一件修复申请正在办理。")))
    audit.write(repair, "file", by=by, at=at, target=S.FILED, why=statement)
    return repair


def accept(repair: Repair, public_text: str = "", *, by: audit.Actor, at: datetime) -> None:
    """Accept it; what is released of its promise is public from now on."""
    repair.public_text = public_text.strip() or masked(repair.promise)
    FLOW.go(repair, "accept", by=by, at=at)


def agree(repair: Repair, why: str, *, by: Any, at: datetime) -> None:
    """A first person would grant it; raises NotYourOwn, NotVisited."""
    if treatment_of(repair.against, repair.received_on).visit and repair.visited_on is None:
        raise NotVisited(_("按规定须先现场核查，录入核查结果后才能同意。"))
    filings.agree(FLOW, repair, why, by=by, at=at)


def take_over(repair: Repair, why: str, *, by: Any, at: datetime) -> None:
    """The office decides in place of the body that must; raises NothingLate."""
    filings.take_over(FLOW, repair, why, by=by, at=at)


def send_back(repair: Repair, why: str, *, by: Any, at: datetime) -> None:
    filings.take_back(FLOW, repair, why, by=by, at=at)


def grant(repair: Repair, why: str, *, by: Any, at: datetime) -> None:
    """A second person grants it: what its kind is treated with takes effect at once, everywhere."""
    rule = treatment_of(repair.against, local_day(at))
    repair.treatment, repair.treated_under = rule.treatment, rule.legal_basis
    filings.decide(FLOW, repair, "grant", why, by=by, at=at)
    repair.against.treatment = rule.treatment
    if repair.record:
        for entry in sanctions.entries_of(repair.record.id):
            entry.treatment = rule.treatment if entry.state is EntryState.LISTED else None
        records.repair(repair.record, by=by, at=at, why=why)
        sanctions.repair_founded_on(repair.record.id, why=why, by=by, at=at)
    elif repair.entry and repair.entry.state is EntryState.LISTED:
        sanctions.repair(repair.entry, why, by=by, at=at)


def refuse(repair: Repair, why: str, *, by: Any, at: datetime) -> None:
    refused(repair, "refuse", why, by=by, at=at)


def refused(repair: Repair, move: str, why: str, *, by: Any, at: datetime) -> None:
    """Refused by a move that does so; it stands as it was. Raises NotYourOwn."""
    filings.decide(FLOW, repair, move, why, by=by, at=at)


def promised() -> sa.Select[Any]:
    """Applications whose promise is public: accepted, undecided, against what is public itself."""
    whose = sa.func.coalesce(CreditRecord.subject_id, ListEntry.subject_id)
    listed = ListEntry.state == EntryState.LISTED
    return (
        sa.select(Repair)
        .outerjoin(Repair.record)
        .outerjoin(Repair.entry)
        .join(Subject, Subject.id == whose)
        .where(Repair.state.in_([S.ACCEPTED, S.AGREED]))
        .where(Subject.public, Subject.kind != SubjectKind.PERSON)
        .where(sa.or_(records.is_public(), listed))
        .options(
            contains_eager(Repair.record).joinedload(CreditRecord.subject),
            contains_eager(Repair.entry).joinedload(ListEntry.subject),
        )
    )


def _of_record(record: CreditRecord, on: date) -> list[str]:
    found = []
    if record.state is not RecordState.CONFIRMED:
        found.append(_("只有已确认的记录可以修复。"))
    elif record.repairable_on is None:
        found.append(_("此类记录公示期满前不可修复。"))
    elif record.repairable_on > on:
        found.append(_("最短公示期届满后，自 %(day)s 起可以申请修复。", day=record.repairable_on))
    stream = streams.registered().get(record.stream)
    item = stream.by_ids([record.item_id]).get(record.item_id) if stream else None
    if item is not None and item.closed_on is None and getattr(item, "is_owed", True):
        found.append(_("所涉事项尚未办结，请先履行义务。"))
    return found


def _of_entry(entry: ListEntry, on: date) -> list[str]:
    if entry.state is not EntryState.LISTED:
        return [_("只有已经列入名单的可以修复。")]
    if entry.kind is ListKind.RED:
        return [_("激励对象名单不需要修复。")]
    if entry.record_id:
        return [_("这次列入以一条信用记录为依据，请申请修复该记录。")]
    first = repairable_on(entry)
    if first and first > on:
        return [_("最短公示期届满后，自 %(day)s 起可以申请修复。", day=first)]
    return []
