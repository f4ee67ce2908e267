"""What bodies send in: approvals with and without a check, data that came and did not."""

from datetime import date, timedelta

from integrity.base import clock
from integrity.base.db import db
from integrity.credit.coverage import service as approvals
from integrity.credit.gatherings import feeding
from integrity.credit.gatherings import service as gatherings
from integrity.credit.gatherings.models import Gathering
from jobs.demo.participants import BODIES, CLERKS, Participants

MATTER = "SX-XK"
QUARTER = timedelta(days=92)
OWED = {
    "ML-SJ-06": BODIES[4],
    "ML-SJ-04": BODIES[5],
    "ML-SJ-10": BODIES[0],
    "ML-GS-02": BODIES[0],
}
"""Which body owes which item of the catalogue."""


def leave_open(players: Participants, today: date) -> None:
    """Two approvals of three had a check; of four items one is reported as nothing to report, and
    one came with the penalties of its body.
    """
    _report(players, today)
    office, at = players.people["office1"], clock.at(today - QUARTER, 9)
    first = (today - QUARTER).replace(day=1)
    duties = [
        gatherings.assign(code, players.subjects[name], first, by=office, at=at)
        for code, name in OWED.items()
    ]
    gatherings.open_all(on=today, at=clock.at(today, 9))
    body = duties[0].body
    owed = gatherings.listed().where(Gathering.duty_id == duties[0].id)
    oldest = db.session.scalars(owed.order_by(Gathering.first).limit(1)).one()
    by = players.officer(body.id)
    gatherings.report_zero(oldest, "示例人", by=by, at=clock.at(today, 9))
    feeding.feed(at=clock.at(today, 9))


def _report(players: Participants, today: date) -> None:
    last = today.replace(day=1) - timedelta(days=1)
    code = str(players.suppliers[0].uscc)
    cases = (
        f"示例{last:%Y%m}",
        f"示例{last.replace(day=1) - timedelta(days=1):%Y%m}",
        "示例未核查",
    )
    at = clock.at(today, 9)
    said = [approvals.read(MATTER, case, last, code, at) for case in cases]
    by = players.people["clerk"]
    approvals.report(players.subjects[CLERKS], said, by=by, at=at)
