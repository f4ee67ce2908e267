"""What lost its basis goes from the entries that carry it: proposed by night, decided by two."""

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step
from integrity.casework.workdays import ONE
from integrity.credit.measures import service as measures
from integrity.credit.measures.models import Measure
from integrity.credit.sanctions.detachment_models import DETACHMENT_NAMES, Detachment
from integrity.credit.sanctions.detachment_models import DetachmentState as S
from integrity.credit.sanctions.flow import SameDecider
from integrity.credit.sanctions.linting import Fault
from integrity.credit.sanctions.models import EntryMeasure

DECIDE = Permission.SANCTIONS_DECIDE
FLOW = Flow(
    steps={
        S.FOUND: Step(Side.OFFICE, "LOCAL-DECIDE"),
        S.AGREED: Step(Side.OFFICE, "LOCAL-DECIDE"),
    },
    agree=Move({S.FOUND}, S.AGREED, DECIDE),
    remove=Move({S.AGREED}, S.DETACHED, DECIDE, paper=Makes("measure-ending-notice")),
    maintain=Move({S.FOUND, S.AGREED}, S.KEPT, DECIDE),
)
FLOW.names.update(DETACHMENT_NAMES)


class WithoutBasis(Refused):
    """What its basis does not carry does not stay: 无依据，不措施."""


def propose_all(faults: Iterable[Fault], *, on: date) -> int:
    """Propose to end every measure of a listed entry that may not be on it; returns how many."""
    return sum(_propose(fault, fault.measure, on) for fault in faults if fault.measure)


def _propose(fault: Fault, measure: Measure, on: date) -> int:
    found = fault.entries.subquery()
    known = sa.exists().where(
        Detachment.entry_id == found.c.id,
        Detachment.measure_id == measure.id,
        Detachment.state.in_(FLOW.steps),
    )
    values = {
        "entry_id": found.c.id,
        "measure_id": sa.literal(measure.id, sa.Integer),
        "fault": sa.literal(fault.why, sa.Text),
        "state": sa.literal(S.FOUND.value, sa.String(40)),
        "found_on": sa.literal(on, sa.Date),
        "step_since": sa.literal(on, sa.Date),
        "step_due_on": sa.literal(FLOW.steps[S.FOUND].due(on), sa.Date),
    }
    fresh = sa.select(*values.values()).where(~known)
    insert = sa.insert(Detachment).from_select(list(values), fresh)
    return changed(insert.execution_options(preserve_rowcount=True))


def agree(found: Detachment, why: str, *, by: audit.Actor, at: datetime) -> None:
    """A first person agrees that it must go; it is taken on until a second one has confirmed."""
    found.first_by_id = by.id
    FLOW.go(found, "agree", by=by, at=at, why=why)


def detach(found: Detachment, why: str, *, by: audit.Actor, at: datetime) -> None:
    """A second person ends it: the day before was its last; the entry stays. Raises SameDecider."""
    if by.id is None or by.id == found.first_by_id:
        raise SameDecider(_("同意停止的人不能同时复核，须由另一人复核。"))
    FLOW.check(found, "remove")
    on = local_day(at)
    found.second_by_id, found.ended_on = by.id, on
    attached = _attached(found)
    last = on - ONE
    attached.until = min(attached.until, last) if attached.until else last
    FLOW.go(found, "remove", by=by, at=at, why=why)
    code = found.measure.code
    audit.write(found.entry, "drop_measure", by=by, at=at, why=found.fault, measure=code)


def keep(found: Detachment, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Its basis carries it again, so it stays; raises WithoutBasis while it does not."""
    if reason := measures.unfit(found.measure, found.entry.case, local_day(at)):
        raise WithoutBasis(_("这项措施不能继续采取：%(reason)s", reason=reason))
    found.ended_on = local_day(at)
    FLOW.go(found, "maintain", by=by, at=at, why=why)


def _attached(found: Detachment) -> EntryMeasure:
    return db.session.get_one(EntryMeasure, (found.entry_id, found.measure_id))
