"""Steps that were taken late (办理环节逾期): who had to act by when, and when it was done.

What is late now is counted from the things themselves; this is what is left when they have moved.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import BIG, Model, db


class Step(Protocol):
    """That somebody must act in a state (integrity.casework.steps); by when is its business."""

    @property
    def who(self) -> Any: ...

    @property
    def day(self) -> str: ...

    @property
    def since(self) -> str: ...

    @property
    def within(self) -> str | None: ...

    @property
    def binds(self) -> bool: ...

    @property
    def of_procedure(self) -> bool: ...

    def side(self, item: Any) -> Any: ...

    def sides(self, model: Any) -> Mapping[Any, sa.ColumnElement[bool]]: ...

    def due(self, since: date) -> date | None: ...

    def days_late(self, item: Any, on: date) -> int: ...

    def late(self, model: Any, on: date) -> sa.ColumnElement[bool]: ...


class LateStep(Model):
    """One state of one thing that was left after its day: whose step it was, and when it ended."""

    id: Mapped[int] = mapped_column(primary_key=True)
    thing: Mapped[str] = mapped_column(sa.String(40))
    thing_id: Mapped[int] = mapped_column(BIG)
    state: Mapped[str] = mapped_column(sa.String(40))
    who: Mapped[str] = mapped_column(sa.String(40))
    due_on: Mapped[date]
    ended_on: Mapped[date] = mapped_column(index=True)


COLUMNS = ("thing", "thing_id", "state", "who", "due_on", "ended_on")


def ended(steps: Mapping[Any, Step], sources: Iterable[Any], target: Any) -> dict[Any, Step]:
    """The steps of the procedure that a move from these states ends, by state.

    Where the next state is the same side's and has the same day of the thing, the step goes on.
    """
    then = steps.get(target)
    left = {state: steps[state] for state in sources if state in steps and state != target}
    return {
        state: step
        for state, step in left.items()
        if step.of_procedure and not (step == then and step.within is None)
    }


def note(item: Any, steps: Mapping[Any, Step], on: date) -> None:
    """Keep that a thing leaves one of these states late, before it does."""
    step = steps.get(item.state)
    if step and step.days_late(item, on):
        db.session.add(
            LateStep(
                thing=item.__tablename__,
                thing_id=item.id,
                state=item.state.value,
                who=str(step.side(item)),
                due_on=getattr(item, step.day),
                ended_on=on,
            )
        )


def note_all(model: Any, steps: Mapping[Any, Step], which: Any, on: date) -> None:
    """The same of every row that meets `which` and is about to leave one of these states."""
    found = [
        sa.select(
            sa.literal(model.__tablename__, sa.String),
            model.id,
            sa.literal(state.value, sa.String),
            sa.literal(str(side), sa.String),
            getattr(model, step.day),
            sa.literal(on, sa.Date),
        ).where(model.state == state, *which, theirs, step.late(model, on))
        for state, step in steps.items()
        for side, theirs in step.sides(model).items()
    ]
    if found:
        rows = sa.union_all(*found).subquery()
        db.session.execute(sa.insert(LateStep).from_select(COLUMNS, sa.select(*rows.c)))
