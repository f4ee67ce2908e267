"""File, accept and decide an objection; the record follows."""

from datetime import datetime

from integrity.audit import service as audit
from integrity.clock import local_day
from integrity.db import db
from integrity.objections.models import STATE_NAMES, Objection
from integrity.objections.models import ObjectionState as S
from integrity.permissions import Permission
from integrity.records import service as records
from integrity.records.models import CreditRecord
from integrity.sanctions import service as sanctions
from integrity.states import Flow, Move

FLOW = Flow(
    accept=Move({S.FILED}, S.ACCEPTED, Permission.OBJECTIONS_DECIDE),
    uphold=Move({S.ACCEPTED}, S.UPHELD, Permission.OBJECTIONS_DECIDE),
    reject=Move({S.ACCEPTED}, S.REJECTED, Permission.OBJECTIONS_DECIDE),
)
FLOW.names.update(STATE_NAMES)


def file(record: CreditRecord, statement: str, *, by: audit.Actor, at: datetime) -> Objection:
    """The subject objects: the record and its entries show it at once, measures go on."""
    records.dispute(record, by=by, at=at, why=statement)
    sanctions.mark_disputed(record.id, True)
    objection = Objection(record=record, statement=statement, filed_at=at, filed_by=by.name)
    objection.run_from("OBJ-OWN", local_day(at))
    db.session.add(objection)
    audit.write(objection, "file", by=by, at=at, target=S.FILED, why=statement)
    return objection


def accept(objection: Objection, *, by: audit.Actor, at: datetime) -> None:
    FLOW.go(objection, "accept", by=by, at=at)


def uphold(objection: Objection, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The record is withdrawn, and every entry founded on it is revoked everywhere."""
    _decide(objection, "uphold", why, by, at)
    records.withdraw(objection.record, by=by, at=at, why=why)
    sanctions.revoke_founded_on(objection.record_id, why=why, by=by, at=at)


def reject(objection: Objection, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The record counts; review and litigation stay open and are named in the answer."""
    _decide(objection, "reject", why, by, at)
    records.confirm(objection.record, by=by, at=at, why=why)
    sanctions.mark_disputed(objection.record_id, False)


def _decide(objection: Objection, move: str, why: str, by: audit.Actor, at: datetime) -> None:
    FLOW.go(objection, move, by=by, at=at, why=why)
    objection.reasons, objection.decided_by = why, by.name
    objection.closed_on = local_day(at)
