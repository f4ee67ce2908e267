"""`python -m tests.path.honoured NAME NUMBER`: a firm on the red list, and a penalty.

It was shown and honoured months ago, with two incentives that a receiver applies; the roads office
has entered the penalty, told the firm, and nobody has confirmed the record of it yet.
"""

import sys
from datetime import timedelta

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.papers import records as notices
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions import bases, nominations, reviews
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.pushes import receivers
from integrity.people.accounts.models import User
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject
from integrity.streams.decisions import service as decisions
from integrity.streams.decisions.models import DecisionKind, Severity
from tests.path.town import PERMITS, code_of
from tests.path.wronged import firm
from wsgi import app

DAY = timedelta(days=1)
TITLE = "示例：虚报材料，罚款一万元"


def honoured(found: Subject, people: dict[str, User]) -> None:
    """On the red list for sixty days by two people, with two incentives."""
    began, one, two = clock.now() - 100 * DAY, people["office1"], people["office2"]
    entry = nominations.nominate(
        None, found, ListKind.RED, Ground.GOOD_CREDIT, "示例：连续三年按期履约。",
        basis=bases.by_code("LB-RED-1"), by=one, at=began,
    )  # fmt: skip
    sanctions.notify(entry, by=one, at=began)
    own = db.session.scalars(sa.select(User).where(User.body_id == found.id)).one()
    sanctions.state_defence(entry, "没有意见（示例）。", True, by=own, at=began)
    sanctions.hear(entry, "示例：没有意见。", by=one, at=began)
    reviews.publicise(entry, by=one, at=began)
    listed = began + 40 * DAY
    measures = [measure.code for measure in sanctions.offered(entry, listed.date())[:2]]
    sanctions.decide_first(entry, "示例：公示期满没有异议。", measures, by=one, at=listed)
    sanctions.decide_second(entry, "示例：同意。", by=two, at=listed)


def penalised(found: Subject, number: str, people: dict[str, User]) -> None:
    """Entered, told weeks ago, and not yet confirmed."""
    one, two, now = people["roads"], people["roads-head"], clock.now()
    said = {
        "kind": DecisionKind.PENALTY,
        "severity": Severity.SERIOUS,
        "number": number,
        "title": TITLE,
        "facts": "示例：申报材料与现场不符。",
        "decided_on": clock.today() - 40 * DAY,
    }
    item = decisions.enter(one.body, found, said, by=one, at=now - 39 * DAY)
    decisions.confirm(item, by=two, at=now - 38 * DAY)
    db.session.flush()
    told = now - 37 * DAY
    records.post(decisions.breaches(told.date()), on=told.date(), at=told)
    mine = (CreditRecord.stream == decisions.STREAM, CreditRecord.item_id == item.id)
    notices.begin(sa.select(CreditRecord.id).where(*mine), told.date(), by=one, at=told)


def main(name: str, number: str) -> None:
    with app.app_context(), app.test_request_context():
        people = {user.username: user for user in db.session.scalars(sa.select(User))}
        permits = subjects.by_code(code_of(PERMITS))
        assert permits
        by = audit.Somebody("准备")
        receivers.receive(permits, everything=True, by=by, at=clock.now() - 101 * DAY)
        found = firm(name)
        db.session.flush()
        honoured(found, people)
        penalised(found, number, people)
        db.session.commit()


if __name__ == "__main__":
    main(*sys.argv[1:])
