"""How often the public spoke of one item: with a complaint, or by saying "I too"."""

import sqlalchemy as sa

from integrity import streams
from integrity.complaints.models import Complaint, SameMatter
from integrity.db import changed, db


def count(about: str) -> None:
    """One more said "I too" of `stream:ref`."""
    stream, _colon, ref = about.partition(":")
    one = (SameMatter.stream == stream, SameMatter.ref == ref)
    more = sa.update(SameMatter).where(*one).values(number=SameMatter.number + 1)
    if not changed(more):
        db.session.add(SameMatter(stream=stream, ref=ref, number=1))
        db.session.flush()


def figures(about: str) -> tuple[int, int]:
    """How many complaints about `stream:ref` were filed, and how many said "I too"."""
    stream, _colon, ref = about.partition(":")
    if not ref:
        return 0, 0
    filed = sa.select(sa.func.count()).where(
        Complaint.about_stream == stream, Complaint.about_ref == ref
    )
    others = sa.select(SameMatter.number).where(SameMatter.stream == stream, SameMatter.ref == ref)
    return db.session.scalar(filed) or 0, db.session.scalar(others) or 0


def by_body() -> sa.Subquery:
    """By body: how many said "I too" of its items that everybody may see."""
    told = [
        sa.select(stream.model.subject_id, SameMatter.number)
        .join(SameMatter, sa.and_(SameMatter.ref == stream.model.ref, SameMatter.stream == name))
        .where(stream.public())
        for name, stream in streams.registered().items()
    ]
    each = sa.union_all(*told).subquery("told")
    number = sa.func.sum(each.c.number).label("number")
    return sa.select(each.c.subject_id, number).group_by(each.c.subject_id).subquery("same")
