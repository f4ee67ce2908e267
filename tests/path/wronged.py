"""`python -m tests.path.wronged NAME NUMBER [DAYS]`: a firm with a penalty entered too gravely.

The roads office entered it weeks ago, the firm was told and did not answer, and it was confirmed.
"""

import sys
from datetime import timedelta

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.papers import records as notices
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.people.accounts import service as accounts
from integrity.people.accounts.models import AccountState, User
from integrity.people.subjects import identifiers
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.streams.decisions import service as decisions
from integrity.streams.decisions.models import DecisionKind, Severity
from tests.path.town import PASSWORD
from wsgi import app

DAY = timedelta(days=1)
TITLE = "示例：超限运输，罚款五百元"


def code_of(name: str) -> str:
    """The code of a firm of these stories, well-formed and nobody's."""
    return identifiers.complete_uscc(f"9137017609{sum(map(ord, name)) % 10**6:06d}")


def firm(name: str) -> Subject:
    """The firm, and a person of it who logs in with its code."""
    made = subjects.register(SubjectKind.ENTERPRISE, name, code_of(name), code_is_example=True)
    by, at = audit.Somebody("准备"), clock.now()
    person = accounts.create(
        code_of(name).lower(), "示例经办人", Role.SUPPLIER, made, PASSWORD, by=by, at=at,
        state=AccountState.ACTIVE,
    )  # fmt: skip
    person.must_change = False
    return made


def main(name: str, number: str, days: str = "40") -> None:
    with app.app_context(), app.test_request_context():
        people = {user.username: user for user in db.session.scalars(sa.select(User))}
        one, two = people["roads"], people["roads-head"]
        now, past = clock.now(), int(days)
        said = {
            "kind": DecisionKind.PENALTY,
            "severity": Severity.SERIOUS,
            "number": number,
            "title": TITLE,
            "facts": "示例：现场称重超限。",
            "decided_on": clock.today() - past * DAY,
        }
        item = decisions.enter(one.body, firm(name), said, by=one, at=now - (past - 1) * DAY)
        decisions.confirm(item, by=two, at=now - (past - 2) * DAY)
        db.session.flush()
        told = now - (past - 3) * DAY
        records.post(decisions.breaches(told.date()), on=told.date(), at=told)
        mine = (CreditRecord.stream == decisions.STREAM, CreditRecord.item_id == item.id)
        ids = sa.select(CreditRecord.id).where(*mine)
        notices.begin(ids, told.date(), by=one, at=told)
        record = db.session.scalars(sa.select(CreditRecord).where(*mine)).one()
        records.confirm(record, by=two, at=now - past // 2 * DAY, why="示例：期满没有提出异议")
        db.session.commit()


if __name__ == "__main__":
    main(*sys.argv[1:])
