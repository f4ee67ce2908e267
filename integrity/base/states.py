"""State machines as tables; every move is made in one place, which also writes the audit row.

Of two people who move the same thing at once, one succeeds and the other is told who was first.
"""

import enum
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.attributes import set_committed_value

from integrity.base import late_steps, sets
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db, in_batches
from integrity.base.errors import NotAllowed
from integrity.base.late_steps import Step
from integrity.base.moves import Move as Move


class HasMoves:
    """A row that a flow moves; `moves` counts its moves, also those that keep the state."""

    moves: Mapped[int] = mapped_column(default=0, server_default="0")

    def step_days_late(self, on: date) -> int:
        """Calendar days by which whoever must act now is late (办理环节逾期)."""
        step = flow_of(type(self)).steps.get(self.state)  # type: ignore[attr-defined]
        return step.days_late(self, on) if step else 0

    @hybrid_method
    def is_step_late(self, on: date) -> bool:
        """Whether whoever must act now is late; of a model, the condition in SQL."""
        return self.step_days_late(on) > 0

    @is_step_late.inplace.expression  # type: ignore[attr-defined]
    @classmethod
    def _is_step_late(cls, on: date) -> sa.ColumnElement[bool]:
        bound = ((state, step) for state, step in flow_of(cls).steps.items() if step.binds)
        late = (sa.and_(cls.state == state, step.late(cls, on)) for state, step in bound)  # type: ignore[attr-defined]
        return sa.or_(sa.false(), *late)

    @classmethod
    def step_day(cls) -> sa.ColumnElement[Any]:
        """By which day somebody must act in the state of a row, in SQL."""
        days = {state: getattr(cls, step.day) for state, step in flow_of(cls).steps.items()}
        whens = [(cls.state == state, day) for state, day in days.items()]  # type: ignore[attr-defined]
        return sa.case(*whens) if whens else sa.null()


class HasSteps(HasMoves):
    """A row in whose states somebody must act: since when, and by which day (None: no limit)."""

    step_since: Mapped[date | None]
    step_due_on: Mapped[date | None] = mapped_column(index=True)


class Outrun(NotAllowed):
    """Somebody else moved the thing after this person had read it."""

    title = _l("已由他人先行办理")
    correctable = True


FLOWS: list["Flow"] = []
"""Every flow there is."""


class Flow:
    """The moves of one kind of thing, by name, in the order in which a page offers them.

    `names`: what the states are called on a page, as far as somebody told; a stream does.
    `steps`: the states in which somebody must act, and by when; a model in which one counts from
    the move HasSteps. `free`: the other states that have a move, with the reason why nobody must
    make it by a day. A state is in one of the two, or has no moves. `version`: what keeps its rows
    as they were on an earlier day (integrity.base.histories), if anything does.
    """

    version: Any = None

    def __init__(
        self,
        steps: Mapping[enum.StrEnum, Step] | None = None,
        free: Mapping[enum.StrEnum, str] | None = None,
        **moves: Move,
    ) -> None:
        FLOWS.append(self)
        self.moves = moves
        self.steps = dict(steps or {})
        self.free = dict(free or {})
        self.names: dict[Any, Any] = {}

    def __getitem__(self, name: str) -> Move:
        return self.moves[name]

    def allows(self, item: Any, name: str) -> bool:
        """Whether the thing's state has this move."""
        return item.state in self.moves[name].sources

    def may(self, user: Any, item: Any, name: str) -> bool:
        """Whether the state has this move and this person may make it on this thing."""
        permission = self.moves[name].permission
        return (
            permission is not None
            and self.allows(item, name)
            and user.is_authenticated
            and user.can(permission, item)
        )

    def open_to(self, user: Any, item: Any) -> list[str]:
        """The names of all moves this person may make on this thing now."""
        return [name for name in self.moves if self.may(user, item, name)]

    def waiting_for(self, user: Any) -> set[enum.StrEnum]:
        """The states in which a thing of this kind waits for a person with this role."""
        moves = [m for m in self.moves.values() if not m.corrects]
        granted = [m for m in moves if m.permission and user.can(m.permission)]
        return {state for move in granted for state in move.sources - {move.target}}

    def check(self, item: Any, name: str) -> Move:
        """The move, or NotAllowed when the thing's state does not have it."""
        move = self.moves[name]
        if item.state not in move.sources:
            raise NotAllowed(_("当前状态是“%(state)s”，不能办理此事项。", state=word(item.state)))
        return move

    def begin(self, item: Any, on: date) -> None:
        """Start the clock of a new thing's first state, where nobody has said one: its model's."""
        if item.state is None:
            item.state = type(item).__table__.c.state.default.arg
        for name, value in self._clock(type(item), item.state, on).items():
            setattr(item, name, value)

    def go(
        self, item: Any, name: str, *, by: audit.Actor, at: datetime, why: str = "", **facts: Any
    ) -> None:
        """Make the move or raise NotAllowed; the audit row is written with it.

        Raises Outrun if the thing was moved after it was read here.
        """
        move = self.check(item, name)
        source = item.state
        self._win(item, move, local_day(at))
        audit.write(item, name, by=by, at=at, source=source, target=move.target, why=why, **facts)
        if move.paper:
            move.paper.make(item, by=by, at=at, why=why)

    def go_all(
        self,
        model: Any,
        name: str,
        *which: sa.ColumnElement[bool],
        by: audit.Actor,
        at: datetime,
        why: str = "",
        **values: Any,
    ) -> int:
        """Make the same move of every row that meets `which` and has it; returns how many.

        `values` are set with it. Loaded rows stay as read. One statement on PostgreSQL, two under
        one lock on SQLite, and before them one that notes whose step it was late.
        """
        move = self.moves[name]
        found = sa.select(model.id, model.state).where(model.state.in_(move.sources), *which)
        values |= {"state": move.target, "moves": model.moves + 1}
        if move.sources != {move.target}:
            values |= self._clock(model, move.target, local_day(at))
        said: dict[str, Any] = {"target": move.target, "by": by, "at": at, "why": why}
        db.session.flush()
        ended = late_steps.ended(self.steps, move.sources, move.target)
        late_steps.note_all(model, ended, which, local_day(at))
        if move.paper:
            return self._go_and_write(move, model, name, found, values, said)
        if self.at_once(name):
            rows = sets.moved(model, move.sources, which, values, self.version)
            said["beside"] = sets.kept(self.version, rows, at)
            return audit.write_all(
                sa.select(rows.c.id, rows.c.source), model.__tablename__, name, **said
            )
        count = audit.write_all(found, model.__tablename__, name, **said)
        changed(sa.update(model).where(model.state.in_(move.sources), *which).values(**values))
        return count

    def at_once(self, name: str) -> bool:
        """Whether one statement moves a set and logs it: on PostgreSQL, where no paper is made."""
        return db.engine.dialect.name == "postgresql" and self.moves[name].paper is None

    def _go_and_write(
        self,
        move: Move,
        model: Any,
        name: str,
        found: sa.Select[Any],
        values: dict[str, Any],
        said: dict[str, Any],
    ) -> int:
        """The same with a paper of each: the rows are locked first, so that all are known."""
        ids = list(db.session.scalars(found.with_for_update(of=model)))
        for some in in_batches(ids):
            these = model.id.in_(some)
            audit.write_all(found.where(these), model.__tablename__, name, **said)
            changed(sa.update(model).where(these).values(**values))
            kept = {key: said[key] for key in ("by", "at", "why")}
            assert move.paper is not None
            move.paper.make_all(model, some, **kept)
        return len(ids)

    def recount(self, model: Any) -> int:
        """Count the open steps again, after a calendar or a rule changed; returns how many moved.

        A thing that entered its state before the step had a clock gets one from today's rules.
        """
        moved = 0
        for state, step in self.steps.items():
            if step.within is None:
                continue
            start = getattr(model, step.since)
            for since in db.session.scalars(
                sa.select(start).where(model.state == state).distinct()
            ).all():
                if since is None:
                    continue
                day = step.due(since)
                stale = (model.state == state, start == since)
                other = model.step_due_on.is_distinct_from(day)
                moved += changed(sa.update(model).where(*stale, other).values(step_due_on=day))
        return moved

    def _win(self, item: Any, move: Move, on: date) -> None:
        """One conditional UPDATE: whoever counts the row's next move first has made it.

        From then on the row is this transaction's, and the rest is written with it.
        """
        model, source = type(item), item.state
        if move.adds or not sa.inspect(item).persistent:
            db.session.flush()
        as_read = model.state.in_(move.sources) if move.adds else model.moves == item.moves
        update = sa.update(model).where(model.id == item.id, as_read)
        with db.session.no_autoflush:  # the verb may not be finished changing the thing
            if not changed(update.values(moves=model.moves + 1)):
                raise outrun(item)
        if move.adds:
            db.session.expire(item, ["moves"])
        else:
            set_committed_value(item, "moves", item.moves + 1)
        late_steps.note(item, late_steps.ended(self.steps, {source}, move.target), on)
        item.state = move.target
        if move.target != source:
            for name, value in self._clock(model, move.target, on).items():
                setattr(item, name, value)

    def _clock(self, model: Any, state: enum.StrEnum, on: date) -> dict[str, Any]:
        if not issubclass(model, HasSteps):
            return {}
        step = self.steps.get(state)
        runs = step is not None and step.since == "step_since"
        return {"step_since": on, "step_due_on": step.due(on) if step and runs else None}


def flow_of(model: Any) -> Flow:
    """The flow of a model: the one with moves between its states."""
    kind = model.__table__.c.state.type.enum_class
    return next(f for f in FLOWS if any(type(move.target) is kind for move in f.moves.values()))


def read_again(model: Any, *names: str) -> None:
    """Let loaded rows of a model, or these of their columns, be read again: a set was changed."""
    for known in list(db.session.identity_map.values()):
        if isinstance(known, model):
            db.session.expire(known, names or None)


def word(state: enum.StrEnum) -> Any:
    """What a state is called on a page, whatever flow it belongs to."""
    kind = type(state)
    for flow in FLOWS:
        for known, name in flow.names.items():
            if type(known) is kind and known == state:
                return name
    return _("其他状态")


def outrun(item: Any) -> Outrun:
    """That somebody else was first: who, and how things stand now."""
    model = type(item)
    state = db.session.scalar(sa.select(model.state).where(model.id == item.id))
    first = next(iter(audit.history(item)), None)
    return Outrun(
        _(
            "您打开页面以后，%(who)s已经办理，现在的状态是“%(state)s”。请核对后再提交。",
            who=first.who if first else "",
            state=word(state) if state else "",
        )
    )
