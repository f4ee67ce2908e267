"""`python -m tests.path.late_push ENTRY`: what was pushed of an entry was due yesterday."""

import sys

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.casework.workdays import ONE
from integrity.credit.sanctions.pushes.models import Push
from wsgi import app


def main(entry_id: int) -> None:
    day = clock.today() - ONE
    with app.app_context():
        late = {"starts_on": day - ONE, "first_due_on": day, "due_on": day}
        db.session.execute(sa.update(Push).where(Push.entry_id == entry_id).values(late))
        db.session.commit()


if __name__ == "__main__":
    main(int(sys.argv[1]))
