"""What waits for a person in the streams, each with the act that clears it; what they wait for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit.models import AuditEvent
from integrity.base.clock import at as start_of
from integrity.base.clock import today
from integrity.base.db import db
from integrity.base.permissions import ROLE_NAMES, roles_with
from integrity.casework.steps import OWN
from integrity.casework.streams import Stream, registered
from integrity.casework.tasks import WEEK, Task
from integrity.people.accounts.models import User


@dataclass(frozen=True)
class Awaited:
    """Things of this person's body that wait for others: how many, and for whom."""

    kind: Any
    state: Any
    number: int
    day: date | None
    whom: str
    url: str
    late: int = 0


@dataclass(frozen=True)
class Change:
    """One event since yesterday, for timeline.html."""

    at: datetime
    what: str
    who: str
    why: str
    href: str | None
    tone: str = "plain"


DAYS = {
    "overdue": _l("已逾期"),
    "today": _l("今天到期"),
    "soon": _l("七天内"),
    "later": _l("以后"),
    "undated": _l("没有期限"),
}
"""How near the day of what must be done is."""

OTHER_MOVES = {
    "attach": _l("提交证据"),
    "extend": _l("延期"),
    "miss": _l("逾期未办结"),
    "payment": _l("付款"),
    "recount": _l("重新计算期限"),
}
"""What moves without a page of their own are called."""


def awaited(user: User) -> list[Awaited]:
    """The open things of this person's body that wait for somebody else, one row per state."""
    rows: list[Awaited] = []
    for stream in registered().values():
        if not stream.is_read_by(user):
            continue
        model = stream.model
        late = sa.func.count().filter(model.is_step_late(today()))
        wanted = (
            sa.select(model.state, sa.func.count(), sa.func.min(model.step_day()), late)
            .where(model.outcome.is_(None), mine(stream, user))
            .where(sa.not_(_waits(stream, user)))
            .group_by(model.state)
        )
        for state, number, day, number_late in db.session.execute(wanted):
            if whom := _whom(stream, state):
                url = url_for(f"{stream.name}.index", state=state.value)
                label = stream.words.state_names.get(state, state)
                rows.append(Awaited(stream.title, label, number, day, whom, url, number_late))
    return sorted(rows, key=lambda row: (not row.late, row.day is None, row.day))


def changes(user: User, on: date, limit: int = 30) -> list[Change]:
    """What others did to this person's things since yesterday, newest first."""
    others = sa.or_(AuditEvent.by_id.is_(None), AuditEvent.by_id != user.id)
    return _events(user, on - timedelta(days=1), limit, others)


def done(user: User, on: date, limit: int = 100) -> list[Change]:
    """What this person did today, newest first."""
    return _events(user, on, limit, AuditEvent.by_id == user.id, AuditEvent.to_state.is_not(None))


def _events(user: User, since: date, limit: int, *which: sa.ColumnElement[bool]) -> list[Change]:
    streams = [s for s in registered().values() if s.is_read_by(user)]
    if not streams:
        return []
    about = [
        sa.and_(
            AuditEvent.thing == stream.model.__tablename__,
            AuditEvent.thing_id.in_(sa.select(stream.model.id).where(mine(stream, user))),
        )
        for stream in streams
    ]
    wanted = sa.select(AuditEvent).where(AuditEvent.at >= start_of(since), sa.or_(*about), *which)
    newest = wanted.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(limit)
    known = {s.model.__tablename__: s for s in streams}
    return _told(db.session.scalars(newest).all(), known, user)


def next_move(stream: Stream, state: Any) -> str | None:
    """The move that takes a thing on from a state: the first by hand that leads elsewhere."""
    for name, move in stream.work.flow.moves.items():
        dangerous = name in stream.work.acts and stream.work.acts[name].danger
        if state in move.sources and move.target != state and move.permission and not dangerous:
            return name
    return None


def waiting(stream: Stream, user: User) -> list[Any]:
    """The states in which a thing of this stream waits for this person's role."""
    states = {state for move in stream.work.flow.moves.values() for state in move.sources}
    return sorted(state for state in states if _falls_to(stream, state, user))


def _falls_to(stream: Stream, state: Any, user: User) -> bool:
    name = next_move(stream, state)
    permission = stream.work.flow[name].permission if name else None
    return permission is not None and user.can(permission)


def _waits(stream: Stream, user: User) -> sa.ColumnElement[bool]:
    """The condition for things whose next move is this person's: of one side's, of that side."""
    model, sides = stream.model, getattr(stream.model, "sides", {})
    states = waiting(stream, user)
    if not sides or stream.is_reached_by(user):
        return model.state.in_(states)  # type: ignore[no-any-return]
    found: list[sa.ColumnElement[bool]] = [sa.false()]
    for state in states:
        permission = stream.work.flow[next_move(stream, state) or ""].permission
        side = sides.get(permission)
        ours = getattr(model, side) == user.body_id if side else sa.true()
        found.append(sa.and_(model.state == state, ours))
    return sa.or_(*found)


def mine(stream: Stream, user: User) -> sa.ColumnElement[bool]:
    """The condition for things on which this person's role may be exercised."""
    return sa.true() if stream.is_reached_by(user) else stream.reach.mine(user.body_id or 0)


def rows(stream: Stream, user: User) -> sa.Select[Any]:
    """The things of one stream that wait for this person and were not left to others (回避)."""
    model = stream.model
    wanted = sa.select(model).where(_waits(stream, user), mine(stream, user))
    return wanted.where(sa.not_(stream.reach.left(user)))


def day_of(stream: Stream) -> sa.ColumnElement[Any]:
    """The day of the step in which a thing is; else its own, unless it is done or claimed."""
    model, steps = stream.model, stream.work.flow.steps
    days = {state: getattr(model, step.day) for state, step in steps.items() if step.day != OWN}
    settled = sa.or_(model.closed_on.is_not(None), model.claimed())
    whens = [(model.state == state, day) for state, day in days.items()]
    return sa.case(*whens, (settled, sa.null()), else_=model.due_on)


def told(stream: Stream, items: Iterable[Any], user: User) -> Iterable[Task]:
    """Things of a stream as what a person must do."""
    warn = stream.words.warning(today()) if stream.words.warning else lambda item: None
    for item in items:
        address = stream.url(item)
        label, act_url = _act(stream, item, user) or (_("办理"), address)
        yield Task(
            day=_day(stream, item),
            kind=stream.title,
            title=item.title,
            body=item.subject.name if item.subject else "",
            url=address,
            act=label,
            act_url=act_url,
            key=f"{stream.name}-{item.id}",
            warning=warn(item),
            move=next_move(stream, item.state) or "",
            moves=item.moves,
        )


def _day(stream: Stream, item: Any) -> date | None:
    """The day of the step in which the thing is; else its own, unless it is done or claimed."""
    step = stream.work.flow.steps.get(item.state)
    if step and step.day != OWN:
        return getattr(item, step.day)  # type: ignore[no-any-return]
    return None if item.closed_on or item.is_claimed else item.due_on


def _act(stream: Stream, item: Any, user: User) -> tuple[Any, str] | None:
    """The page of the next move, if this stream has one and this person may make it."""
    name = next_move(stream, item.state)
    if name is None or name not in stream.work.acts or not stream.work.flow.may(user, item, name):
        return None
    address = url_for(f"{stream.name}.act", ref=item.ref, move=name)
    return stream.work.acts[name].label, address


def _whom(stream: Stream, state: Any) -> str:
    """The roles that can take a thing on from this state."""
    name = next_move(stream, state)
    permission = stream.work.flow[name].permission if name else None
    return _("、").join(str(ROLE_NAMES[role]) for role in roles_with(permission))


def _told(events: Sequence[AuditEvent], streams: dict[str, Stream], user: User) -> list[Change]:
    """The events with the names of the things and of the moves, one query per stream."""
    ids: dict[str, set[int]] = {}
    for event in events:
        ids.setdefault(event.thing, set()).add(event.thing_id)
    things = {name: streams[name].by_ids(wanted) for name, wanted in ids.items()}
    told = []
    for event in events:
        stream, item = streams[event.thing], things[event.thing].get(event.thing_id)
        if item is not None and user.id not in getattr(item, "recused", ()):
            what = f"{_move(stream, event)} · {item.title}"
            told.append(Change(event.at, what, event.who, event.why, stream.url(item)))
    return told


def _move(stream: Stream, event: AuditEvent) -> str:
    """What an event is called: the state it led to, or the act."""
    if event.to_state:
        return str(stream.words.state_names.get(event.to_state, event.to_state))
    act = stream.work.acts.get(event.move)
    return str(act.label if act else OTHER_MOVES.get(event.move, _l("更新")))


def nearness(day: date | None, on: date) -> str:
    """Which of DAYS a day is."""
    if day is None:
        return "undated"
    if day < on:
        return "overdue"
    if day == on:
        return "today"
    return "soon" if day <= on + WEEK else "later"
