"""Precheck, file, accept and decide a repair; what follows from it is lifted everywhere."""

from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity import streams
from integrity.audit import service as audit
from integrity.clock import local_day
from integrity.db import db
from integrity.errors import Refused
from integrity.permissions import Permission
from integrity.records import service as records
from integrity.records.models import CreditRecord, RecordState
from integrity.repairs.models import STATE_NAMES, Repair
from integrity.repairs.models import RepairState as S
from integrity.sanctions import service as sanctions
from integrity.states import Flow, Move

FLOW = Flow(
    accept=Move({S.FILED}, S.ACCEPTED, Permission.REPAIRS_DECIDE),
    grant=Move({S.ACCEPTED}, S.GRANTED, Permission.REPAIRS_DECIDE),
    refuse=Move({S.FILED, S.ACCEPTED}, S.REFUSED, Permission.REPAIRS_DECIDE),
)
FLOW.names.update(STATE_NAMES)


class NotYetRepairable(Refused):
    """The minimum period is not over, or what was owed is still open."""

    title = _l("尚不能申请修复")


def hindrances(record: CreditRecord, on: date) -> list[str]:
    """Why this record cannot be repaired on a day; empty when it can."""
    found = []
    if record.state is not RecordState.CONFIRMED:
        found.append(_("只有已确认的记录可以修复。"))
    elif record.repairable_on is None:
        found.append(_("此类记录公示期满前不可修复。"))
    elif record.repairable_on > on:
        found.append(_("最短公示期届满后，自 %(day)s 起可以申请修复。", day=record.repairable_on))
    stream = streams.registered().get(record.stream)
    item = stream.by_ids([record.item_id]).get(record.item_id) if stream else None
    if item is not None and item.closed_on is None:
        found.append(_("所涉事项尚未办结，请先履行义务。"))
    return found


def file(
    record: CreditRecord, statement: str, promise: str, *, by: audit.Actor, at: datetime
) -> Repair:
    """Apply with proof and a public promise; raises NotYetRepairable."""
    if reasons := hindrances(record, local_day(at)):
        raise NotYetRepairable(" ".join(reasons))
    repair = Repair(
        record=record, statement=statement, promise=promise, filed_at=at, filed_by=by.name
    )
    repair.run_from("REP-RESULT", local_day(at))
    db.session.add(repair)
    audit.write(repair, "file", by=by, at=at, target=S.FILED, why=statement)
    return repair


def accept(repair: Repair, *, by: audit.Actor, at: datetime) -> None:
    FLOW.go(repair, "accept", by=by, at=at)


def grant(repair: Repair, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The record leaves view, sharing and use at once; entries founded on it are removed."""
    _decide(repair, "grant", why, by, at)
    records.repair(repair.record, by=by, at=at, why=why)
    sanctions.repair_founded_on(repair.record_id, why=why, by=by, at=at)


def refuse(repair: Repair, why: str, *, by: audit.Actor, at: datetime) -> None:
    _decide(repair, "refuse", why, by, at)


def _decide(repair: Repair, move: str, why: str, by: audit.Actor, at: datetime) -> None:
    FLOW.go(repair, move, by=by, at=at, why=why)
    repair.reasons, repair.decided_by = why, by.name
    repair.closed_on = local_day(at)
