"""`python -m tests.path.later DAY`: the office confirms on a later day what is ripe by then."""

import sys
from datetime import date

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.credit.records import confirmations
from integrity.people.accounts.models import User
from wsgi import app


def main(on: date) -> None:
    with app.app_context():
        office = db.session.scalars(sa.select(User).where(User.username == "office1")).one()
        for batch in confirmations.batches(office, on):
            kind = (batch.stream, batch.rule)
            ids = [
                record.id
                for record in db.session.scalars(confirmations.of_batch(office, *kind, on))
            ]
            confirmations.confirm_all(*kind, ids, "示例：已核对", by=office, at=clock.at(on, 9))
        db.session.commit()


if __name__ == "__main__":
    main(date.fromisoformat(sys.argv[1]))
