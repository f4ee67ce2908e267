"""What who decides may ask before it does: what is missing, once, and a look on the spot."""

from datetime import date, datetime

from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.errors import Refused
from integrity.credit.records import filings
from integrity.credit.repairs.models import Repair
from integrity.credit.repairs.service import FLOW, refused


class AskedBefore(Refused):
    """What is missing is asked for once, and all of it at once."""

    status = 409


class StillTime(Refused):
    """The applicant may still hand in what is missing."""

    status = 409


class NotOrdered(Refused):
    """Nobody was sent."""

    status = 409


def ask_more(repair: Repair, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Say once what is missing; until it is there no time to decide runs. Raises AskedBefore."""
    if repair.asked_on is not None:
        raise AskedBefore(_("补正只能告知一次，需要补正的内容应当一次告知。"))
    repair.asked_on, repair.asked_for = local_day(at), why
    repair.due_on = repair.starts_on = repair.time_limit = None
    FLOW.go(repair, "ask_more", by=by, at=at, why=why)


def complete(repair: Repair, statement: str, *, by: audit.Actor, at: datetime) -> None:
    """The applicant hands in what was missing: the terms run from this day."""
    _complete(repair, statement, local_day(at), "complete", by, at)


def complete_for(
    repair: Repair, statement: str, received_on: date, *, by: audit.Actor, at: datetime
) -> None:
    """The same for what came on paper, from the day on which it came; raises WrongReceipt."""
    day = filings.received(received_on, at)
    _complete(repair, statement, day, "complete_for", by, at)


def refuse_incomplete(repair: Repair, why: str, *, by: audit.Actor, at: datetime) -> None:
    """What was missing did not come in time: refused, and may be asked for again.

    Raises StillTime, NotYourOwn.
    """
    FLOW.check(repair, "refuse_incomplete")
    if repair.step_due_on is None or local_day(at) <= repair.step_due_on:
        raise StillTime(_("补正期限还没有届满。"))
    refused(repair, "refuse_incomplete", why, by=by, at=at)


def order_visit(
    repair: Repair, visit_by: str, visit_on: date, *, by: audit.Actor, at: datetime
) -> None:
    """Order a look on the spot: who goes, and when."""
    repair.visit_by, repair.visit_on = visit_by, visit_on
    repair.visit_found, repair.visited_on = "", None
    FLOW.go(repair, "order_visit", by=by, at=at, visit_on=visit_on.isoformat())


def visit(repair: Repair, finding: str, visited_on: date, *, by: audit.Actor, at: datetime) -> None:
    """What was found there, on which day; raises NotOrdered, WrongReceipt."""
    if repair.visit_on is None:
        raise NotOrdered(_("还没有安排现场核查。"))
    day = filings.received(visited_on, at)
    repair.visit_found, repair.visited_on = finding, day
    FLOW.go(repair, "visit", by=by, at=at, why=finding)


def _complete(
    repair: Repair, statement: str, day: date, move: str, by: audit.Actor, at: datetime
) -> None:
    repair.statement = "\n\n".join((repair.statement, statement))
    repair.run_from("REP-RESULT", day)
    FLOW.go(repair, move, by=by, at=at, why=statement)
