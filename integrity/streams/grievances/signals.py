"""What warns of a body besides its days: many complaints of enterprises, and why it did not act."""

from typing import Any

import sqlalchemy as sa

from integrity.casework.signals import COMPLAINED, GIVEN, Reasons, Signals, signal
from integrity.streams.grievances.models import (
    BECAUSE_NAMES,
    Grievance,
    GrievanceOutcome,
    GrievanceState,
)


def _complained() -> sa.Select[Any]:
    """What was sent on, and so is known to the body, and was neither untrue nor withdrawn."""
    known = Grievance.state != GrievanceState.RECEIVED
    right = GrievanceOutcome.PUT_RIGHT
    stands = sa.or_(Grievance.outcome.is_(None), Grievance.outcome == right)
    return signal(COMPLAINED, Grievance.subject_id, Grievance.received_on).where(known, stands)


def _given() -> sa.Select[Any]:
    """What bodies gave as their reason where that is a breach by itself."""
    rows = signal(GIVEN, Grievance.subject_id, Grievance.because, Grievance.found_on)
    return rows.where(Grievance.because.is_not(None))


SIGNALS = Signals(complained=_complained, reasons=Reasons(_given, BECAUSE_NAMES))
