"""How often the public spoke of one item: with a complaint, or by saying "I too"."""

from datetime import date

import sqlalchemy as sa

from integrity.base.db import changed, db
from integrity.casework import streams
from integrity.casework.rules import service as rules
from integrity.streams.complaints.models import Complaint, SameMatter


def count(about: str) -> None:
    """One more said "I too" of `stream:ref`."""
    stream, _colon, ref = about.partition(":")
    one = (SameMatter.stream == stream, SameMatter.ref == ref)
    more = sa.update(SameMatter).where(*one).values(number=SameMatter.number + 1)
    if not changed(more):
        db.session.add(SameMatter(stream=stream, ref=ref, number=1))
        db.session.flush()


def figures(about: str) -> tuple[int, int]:
    """For the office: how many complaints about `stream:ref` were filed, how many said "I too"."""
    return _filed(about, sa.true()), others(about)


def told(about: str, on: date) -> tuple[int | None, int]:
    """For everybody: of complaints only what may be known, None where these are few."""
    filed = _filed(about, Complaint.told(on))
    return filed if filed >= rules.number("LOCAL-FEWEST", on) else None, others(about)


def others(about: str) -> int:
    """How many said "I too" of `stream:ref`."""
    stream, _colon, ref = about.partition(":")
    wanted = sa.select(SameMatter.number).where(SameMatter.stream == stream, SameMatter.ref == ref)
    return db.session.scalar(wanted) or 0


def _filed(about: str, condition: sa.ColumnElement[bool]) -> int:
    stream, _colon, ref = about.partition(":")
    wanted = sa.select(sa.func.count()).where(
        Complaint.about_stream == stream, Complaint.about_ref == ref, condition
    )
    return db.session.scalar(wanted) or 0 if ref else 0


def by_body() -> sa.Subquery:
    """By body: how many said "I too" of its items that everybody may see."""
    told = [
        sa.select(stream.model.subject_id, SameMatter.number)
        .join(SameMatter, sa.and_(SameMatter.ref == stream.model.ref, SameMatter.stream == name))
        .where(stream.reach.public())
        for name, stream in streams.registered().items()
    ]
    each = sa.union_all(*told).subquery("told")
    number = sa.func.sum(each.c.number).label("number")
    return sa.select(each.c.subject_id, number).group_by(each.c.subject_id).subquery("same")
