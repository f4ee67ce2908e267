"""What waits for a person: over all streams, ordered by day, each with the act that clears it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base.audit.models import AuditEvent
from integrity.base.clock import at as start_of
from integrity.base.clock import today
from integrity.base.db import db
from integrity.base.permissions import ROLE_NAMES, roles_with
from integrity.casework.steps import OWN
from integrity.casework.streams import Stream, registered
from integrity.casework.tasks import LIMIT, WEEK, Task
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


GROUPS = {
    "overdue": _l("已逾期"),
    "today": _l("今天到期"),
    "soon": _l("七天内"),
    "later": _l("以后"),
    "undated": _l("没有期限"),
}


OTHER_MOVES = {
    "attach": _l("提交证据"),
    "extend": _l("延期"),
    "miss": _l("逾期未办结"),
    "payment": _l("付款"),
    "recount": _l("重新计算期限"),
}
"""What moves without a page of their own are called."""


def of_streams(user: User) -> list[Task]:
    """What waits for this person in every stream."""
    found = [duty for stream in registered().values() for duty in _of_stream(stream, user)]
    others = [stream.work.duties for stream in registered().values() if stream.work.duties]
    return found + [duty for more in others for duty in more(user)]


def grouped(found: Sequence[Task], on: date) -> list[tuple[str, Any, list[Task]]]:
    """The same by how near the day is; empty groups are left out."""
    groups: dict[str, list[Task]] = {key: [] for key in GROUPS}
    for duty in sorted(found, key=lambda duty: (duty.day or on, duty.key)):
        groups[_group(duty.day, on)].append(duty)
    return [(key, GROUPS[key], rows) for key, rows in groups.items() if rows]


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
            .where(model.state.not_in(waiting(stream, user)))
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
    since = start_of(on - timedelta(days=1))
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
    wanted = (
        sa.select(AuditEvent)
        .where(AuditEvent.at >= since, sa.or_(*about))
        .where(sa.or_(AuditEvent.by_id.is_(None), AuditEvent.by_id != user.id))
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(limit)
    )
    return _told(
        db.session.scalars(wanted).all(), {s.model.__tablename__: s for s in streams}, user
    )


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


def mine(stream: Stream, user: User) -> sa.ColumnElement[bool]:
    """The condition for things on which this person's role may be exercised."""
    return sa.true() if stream.is_reached_by(user) else stream.reach.mine(user.body_id or 0)


def items(stream: Stream, user: User) -> Sequence[Any]:
    """The things of one stream that wait for this person and were not left to others (回避)."""
    states = waiting(stream, user)
    if not states:
        return []
    model = stream.model
    day = sa.func.coalesce(model.step_day(), model.due_on)
    wanted = (
        sa.select(model)
        .where(model.state.in_(states), mine(stream, user))
        .order_by(day.is_(None), day, model.id)
        .limit(LIMIT)
        .options(joinedload(model.subject))
    )
    return [item for item in db.session.scalars(wanted).unique() if not _left(item, user)]


def _left(item: Any, user: User) -> bool:
    return user.id in getattr(item, "recused", ())


def _of_stream(stream: Stream, user: User) -> Iterable[Task]:
    warn = stream.words.warning(today()) if stream.words.warning else lambda item: None
    for item in items(stream, user):
        address = stream.url(item)
        label, act_url = _act(stream, item, user) or (_("办理"), address)
        step = stream.step(item, today()) if item.state in stream.work.flow.steps else None
        yield Task(
            day=_day(stream, item),
            kind=stream.title,
            title=item.title,
            body=item.subject.name if item.subject else "",
            url=address,
            act=label,
            act_url=act_url,
            key=f"{stream.name}-{item.id}",
            warning=warn(item) or (step[0] if step and item.step_days_late(today()) else None),
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
        if item is not None and not _left(item, user):
            what = f"{_move(stream, event)} · {item.title}"
            told.append(Change(event.at, what, event.who, event.why, stream.url(item)))
    return told


def _move(stream: Stream, event: AuditEvent) -> str:
    """What an event is called: the state it led to, or the act."""
    if event.to_state:
        return str(stream.words.state_names.get(event.to_state, event.to_state))
    act = stream.work.acts.get(event.move)
    return str(act.label if act else OTHER_MOVES.get(event.move, _l("更新")))


def _group(day: date | None, on: date) -> str:
    if day is None:
        return "undated"
    if day < on:
        return "overdue"
    if day == on:
        return "today"
    return "soon" if day <= on + WEEK else "later"
