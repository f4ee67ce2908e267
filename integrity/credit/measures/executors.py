"""Which bodies execute a measure here, in whatever version; ended but never deleted."""

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from integrity.base.db import Model, db
from integrity.credit.measures.models import Measure
from integrity.people.subjects.models import Subject

EXECUTING = sa.text("ended_on IS NULL")


class Executor(Model):
    """A body that executes the measures of a family, since a day and until one, if it was ended."""

    id: Mapped[int] = mapped_column(primary_key=True)
    family: Mapped[str] = mapped_column(sa.String(40))
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    since: Mapped[date]
    ended_on: Mapped[date | None]

    body: Mapped[Subject] = relationship()

    __table_args__ = (
        sa.Index(
            "uq_executor_family",
            "family",
            "body_id",
            unique=True,
            sqlite_where=EXECUTING,
            postgresql_where=EXECUTING,
        ),
    )


def of_body(body_id: int) -> Sequence[Measure]:
    """The newest version of what a body executes now, by code."""
    executed = sa.select(Executor.family).where(
        Executor.body_id == body_id, Executor.ended_on.is_(None)
    )
    wanted = sa.select(Measure).where(Measure.is_current(), Measure.family.in_(executed))
    return db.session.scalars(wanted.order_by(Measure.code)).all()


def of_families(families: Iterable[str]) -> dict[str, list[Subject]]:
    """The bodies that execute the measures of each of several families now; one query."""
    found: dict[str, list[Subject]] = {family: [] for family in families}
    wanted = sa.select(Executor).where(Executor.family.in_(found), Executor.ended_on.is_(None))
    for row in db.session.scalars(wanted.options(joinedload(Executor.body)).order_by(Executor.id)):
        found[row.family].append(row.body)
    return found


def assign(body_id: int, wanted: Iterable[Measure], *, on: date) -> None:
    """From a day on a body executes these measures and no others."""
    now = sa.select(Executor).where(Executor.body_id == body_id, Executor.ended_on.is_(None))
    known = {row.family: row for row in db.session.scalars(now)}
    chosen = {measure.family for measure in wanted}
    for family, row in known.items():
        if family not in chosen:
            row.ended_on = on
    for family in sorted(chosen - set(known)):
        db.session.add(Executor(family=family, body_id=body_id, since=on))
    db.session.flush()
