"""What warns of a body besides the days of its answers: many complaints."""

from typing import Any

import sqlalchemy as sa

from integrity.casework.signals import COMPLAINED, Signals, signal
from integrity.streams.complaints.models import Complaint, ComplaintOutcome

UNFOUNDED = (ComplaintOutcome.NOT_UPHELD, ComplaintOutcome.OUT_OF_SCOPE)


def _complained() -> sa.Select[Any]:
    """What was accepted, and so is known to the body, and did not prove to be without ground."""
    founded = sa.or_(Complaint.outcome.is_(None), Complaint.outcome.not_in(UNFOUNDED))
    rows = signal(COMPLAINED, Complaint.subject_id, Complaint.accepted_on)
    return rows.where(Complaint.accepted(), founded)


SIGNALS = Signals(complained=_complained)
