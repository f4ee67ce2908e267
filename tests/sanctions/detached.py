"""A measure that lost its basis while an entry carries it."""

from datetime import date

import sqlalchemy as sa

from integrity.base.db import db
from integrity.credit.measures.lists import ListKind
from integrity.credit.sanctions import detachments, linting
from integrity.credit.sanctions.detachment_models import Detachment
from integrity.people.subjects.models import Subject
from tests.factories import TODAY
from tests.measures.makers import make_measure
from tests.sanctions.makers import make_listed


def make_detachment(subject: Subject | None = None) -> Detachment:
    measure = make_measure()
    entry = make_listed(subject, kind=ListKind.WATCH, measures=(measure.code,))
    measure.effective_to = date(2026, 11, 1)
    detachments.propose_all(linting.faults(TODAY), on=TODAY)
    wanted = sa.select(Detachment).where(Detachment.entry_id == entry.id)
    return db.session.scalars(wanted).one()
