"""A court takes back what it pushed by mistake; the case stays as a trace and frees its number.

Before the body has signed for it and while nothing is late, at once. Afterwards the office decides:
until then the duty and its day are what they were, no record is made of it, and if the office
refuses, the case is as late as it would have been. So nobody's silence ends or adds anything.
"""

from datetime import datetime
from typing import Any

from integrity.base.clock import local_day
from integrity.casework import extensions
from integrity.credit.records import service as records
from integrity.streams.courts import receipts
from integrity.streams.courts.flow import FLOW
from integrity.streams.courts.models import CaseOutcome, CourtCase
from integrity.streams.courts.receipts import Kind

STREAM = "courts"


def withdraw(case: CourtCase, why: str, *, by: Any, at: datetime) -> None:
    """Take the case back, or ask the office for it. Of the court only: the verb before says so."""
    if case.state in FLOW["withdraw"].sources and not case.days_late(local_day(at)):
        _end(case, "withdraw", why, by, at)
    else:
        FLOW.go(case, "ask_withdrawal", by=by, at=at, why=why)


def allow(case: CourtCase, why: str, *, by: Any, at: datetime) -> None:
    """The office agrees: it was never the duty of this body. Raises records.Counted."""
    _end(case, "allow_withdrawal", why, by, at)


def refuse(case: CourtCase, why: str, *, by: Any, at: datetime) -> None:
    """The office finds that the body owes it: the case is dispatched again, with its old day."""
    FLOW.go(case, "refuse_withdrawal", by=by, at=at, why=why)


def _end(case: CourtCase, move: str, why: str, by: Any, at: datetime) -> None:
    FLOW.go(case, move, by=by, at=at, why=why)
    records.readdress(STREAM, case.id, by=by, at=at, why=why)
    extensions.end(STREAM, case, why, by=by, at=at)
    case.outcome, case.closed_on = CaseOutcome.WITHDRAWN, local_day(at)
    receipts.note(case, Kind.WITHDRAWN, case.digest, at)
