"""Numbers over the register: what each type of promise came to, and what is overdue where."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from commitments import outcomes
from commitments.models import CATEGORY_NAMES, PUBLIC, Commitment, CommitmentOutcome
from integrity.base.db import db
from integrity.base.i18n import percent
from integrity.casework.figures import RANKED
from integrity.casework.key_fields import FIELD_NAMES, UNKNOWN, name_of
from integrity.people.subjects.models import Subject

OUTCOMES = tuple(CommitmentOutcome)
C = Commitment


def by_type() -> list[dict[str, Any]]:
    """One row a type: how many are public and verified, and the outcomes among the verified.

    The share of kept ones is not said about fewer than RANKED verified ones.
    """
    columns = [
        sa.func.count().filter(C.outcome == outcome).label(outcome.value) for outcome in OUTCOMES
    ]
    wanted = sa.select(C.category, sa.func.count().label("all"), *columns)
    wanted = wanted.where(C.state.in_(PUBLIC)).group_by(C.category)
    found = {row.category: row._mapping for row in db.session.execute(wanted)}
    rows = []
    for category, name in CATEGORY_NAMES.items():
        if row := found.get(category):
            counts = {outcome.value: row[outcome.value] for outcome in OUTCOMES}
            verified = sum(counts.values()) - counts["changed"]
            rows.append(
                counts
                | {
                    "category": category.value,
                    "name": name,
                    "all": row["all"],
                    "verified": verified,
                    "share": percent(counts["fulfilled"], verified) if verified >= RANKED else None,
                    "words": outcomes.WORDS[category],
                }
            )
    return rows


def overdue(on: date) -> dict[str, list[Any]]:
    """(name, filter, number) of what is overdue, by body and by key field, most first.

    Both add up to the same: that nobody has said the field of a promise is counted as that.
    """
    late = sa.and_(C.state.in_(PUBLIC), C.is_overdue(on))
    number = sa.func.count().label("number")
    bodies = (
        sa.select(Subject.name, Subject.slug, number)
        .join(C, C.subject_id == Subject.id)
        .where(late)
        .group_by(Subject.id, Subject.name, Subject.slug)
        .order_by(number.desc(), Subject.name)
    )
    fields = sa.select(C.key_field, number).where(late).group_by(C.key_field)
    fields = fields.order_by(C.key_field.is_(None), number.desc())
    return {
        "bodies": [tuple(row) for row in db.session.execute(bodies)],
        "fields": [
            (name_of(FIELD_NAMES, field), field.value if field else UNKNOWN, count)
            for field, count in db.session.execute(fields)
        ],
    }
