"""What is stated of a period: the figures of every body, as they were on the day.

It is a paper, served upon every body of which it states something.
"""

from datetime import datetime

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.casework.documents import making
from integrity.credit.publicity import figures
from integrity.credit.publicity.figures import Period
from integrity.credit.publicity.made_models import PublicityBulletin
from integrity.people.subjects.models import Subject

PAPER = "publicity-bulletin"
COUNTED = ("id", "name", "reported", "missing", "late", "rows", "refused")


def make(within: Period, *, by: audit.Actor, at: datetime) -> PublicityBulletin:
    """Keep the figures of a period as they are today, and serve them; no later one changes them."""
    on = local_day(at)
    rows = db.session.execute(figures.by_body(within, on).order_by(Subject.id)).all()
    stated = [
        {**{name: getattr(row, name) for name in COUNTED}, "rates": list(figures.rates(row))}
        for row in rows
    ]
    made = PublicityBulletin(
        period=within.name, on=on, figures=stated, by_id=by.id, by_name=by.name, at=at
    )
    db.session.add(made)
    db.session.flush()
    audit.write(made, "publish", by=by, at=at, period=within.name)
    making.issue([PAPER], [made], by=by, at=at)
    return made
