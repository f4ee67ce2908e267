"""A day with twenty cases for one officer. `python -m tests.path.day` has the court push them.

Run with the environment of a live system in which the town is registered.
"""

from decimal import Decimal

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.people.accounts.models import User
from integrity.people.subjects import service as subjects
from integrity.streams.courts import service as courts
from integrity.streams.courts.models import CreditorKind
from tests.path.town import COURT, ROADS, code_of

CASES = 20


def push() -> None:
    """Cases that the office has assigned to the roads office today."""
    court, roads = subjects.by_code(code_of(COURT)), subjects.by_code(code_of(ROADS))
    people = {user.username: user for user in db.session.scalars(sa.select(User))}
    assert court and roads
    for number in range(1, CASES + 1):
        data = courts.CaseData(
            body=roads,
            case_no=f"（2026）示0199执{number}号",
            cause="工程款纠纷",
            owed=Decimal(100_000),
            received_on=clock.today(),
            creditor_kind=CreditorKind.ENTERPRISE,
        )
        made = {"source": "day", "external_id": str(number)}
        case = courts.receive(court, data, **made, by=people["court"], at=clock.now())
        courts.assign(case, by=people["office1"], at=clock.now())


if __name__ == "__main__":
    from wsgi import app

    with app.app_context():
        push()
        db.session.commit()
