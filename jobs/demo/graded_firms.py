"""Suppliers that a body supervises by grades; one of them objects to its grade."""

from datetime import date, timedelta

from integrity.base import clock
from integrity.base.db import db
from integrity.credit.grading import computing, objections, schemes
from integrity.credit.grading.models import SubjectGrade, Supervised, SupervisedField
from jobs.demo.decisions import EXAMPLE
from jobs.demo.participants import BODIES, Participants

DAY = timedelta(days=1)
RULES = "D serious-list\nC records 2 12\nA red-list\nB others"


def leave_open(players: Participants, today: date) -> None:
    """A scheme in force since a week ago that everybody may read, and one to approve."""
    body = players.subjects[BODIES[0]]
    by, office = players.officer(body.id), players.people["office1"]
    before, at = clock.at(today - 9 * DAY, 10), clock.at(today, 9)
    field = SupervisedField.WORK_SAFETY
    said = (RULES, ["A"], ["C", "D"], "安全生产检查（示例）", True, "示例办法第五条")
    scheme = schemes.draft(body, field, *said, today - 7 * DAY, by=by, at=before)
    schemes.submit(scheme, by=by, at=before)
    schemes.approve(scheme, EXAMPLE, by=office, at=before)
    for firm in players.suppliers:
        since = today - 7 * DAY
        db.session.add(Supervised(body_id=body.id, field=field, subject_id=firm.id, since=since))
    db.session.flush()
    computing.grade_all(on=today, at=at)
    supplier = players.people["supplier"]
    graded = db.session.query(SubjectGrade).filter_by(subject_id=supplier.body_id).one()
    objections.file(graded, EXAMPLE, by=supplier, at=at)
    newer = schemes.draft(body, field, *said, today + 7 * DAY, by=by, at=at)
    schemes.submit(newer, by=by, at=at)
