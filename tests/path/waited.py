"""`python -m tests.path.waited REF DAYS`: a case has stood in its state for so many days."""

import sys
from datetime import timedelta

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.streams.courts.models import CourtCase
from wsgi import app


def main(ref: str, days: int) -> None:
    since = clock.today() - timedelta(days=days)
    with app.app_context():
        db.session.execute(
            sa.update(CourtCase).where(CourtCase.ref == ref).values(step_since=since)
        )
        db.session.commit()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
