"""What a row was at the end of every day on which it changed, so that an earlier day can be asked.

A version says what stood in the system, not what was so: what is done or learnt later makes a
version of a later day, and the answer about an earlier one stays the same.
"""

from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base import sets
from integrity.base.audit.models import AuditEvent
from integrity.base.clock import local_day
from integrity.base.db import changed, db
from integrity.base.states import Flow


class OfDay:
    """A row of another table (`of`) as it was at the end of the day `on`, until its next version.

    Its other columns are those of the row that may change, by the same names.
    """

    of: ClassVar[Any]

    thing_id: Mapped[int] = mapped_column(primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True, index=True)

    @classmethod
    def names(cls) -> list[str]:
        """The columns that it keeps."""
        columns = cls.__table__.columns.keys()  # type: ignore[attr-defined]
        return [name for name in columns if name not in ("thing_id", "on")]


def keep(version: Any, *which: sa.ColumnElement[bool], at: datetime) -> None:
    """Keep what these rows are now as their version of a day, once; one statement for any number.

    Whoever changes one calls it when the change is whole; a move of a flow that keeps does.
    """
    db.session.flush()
    model, names, on = version.of, version.names(), local_day(at)
    day = sa.literal(on, sa.Date).label("on")
    columns = [getattr(model, name).label(name) for name in names]
    rows = sa.select(model.id.label("thing_id"), day, *columns).where(*which)
    changed(sets.keeping(version, rows))


def known(version: Any, on: date, *which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The rows that were there on a day, each with what of it may have changed since."""
    model = version.of
    last = (
        sa.select(sa.func.max(version.on))
        .where(version.thing_id == model.id, version.on <= on)
        .correlate(model)
        .scalar_subquery()
    )
    kept = [getattr(version, name) for name in version.names()]
    joined = sa.select(model, *kept).join(version, version.thing_id == model.id)
    return joined.where(version.on == last, *which)


def begins(version: Any) -> date | None:
    """The first day of which anything is kept; None while nothing is."""
    return db.session.scalar(sa.select(sa.func.min(version.on)))


class KeptFlow(Flow):
    """A flow each move of which leaves a version: what it changes is set before the move."""

    def __init__(self, version: Any, **said: Any) -> None:
        super().__init__(**said)
        self.version = version

    def go(self, item: Any, name: str, *, at: datetime, **said: Any) -> None:
        super().go(item, name, at=at, **said)
        keep(self.version, self.version.of.id == item.id, at=at)

    def go_all(
        self, model: Any, name: str, *which: sa.ColumnElement[bool], at: datetime, **said: Any
    ) -> int:
        count = super().go_all(model, name, *which, at=at, **said)
        if count and not self.at_once(name):
            keep(self.version, moved(model, name, at), at=at)
        return count


def moved(model: Any, name: str, at: datetime) -> sa.ColumnElement[bool]:
    """The condition for the rows that the log says were moved so at this moment."""
    logged = sa.select(AuditEvent.thing_id).where(
        AuditEvent.thing == model.__tablename__, AuditEvent.move == name, AuditEvent.at == at
    )
    return model.id.in_(logged)  # type: ignore[no-any-return]
