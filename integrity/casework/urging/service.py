"""Urge: remind, write, inquire, summon, circulate; hold the talk, close, withdraw."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.documents import kinds, making
from integrity.casework.documents import service as documents
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step, own
from integrity.casework.urging import ladder
from integrity.casework.urging.ladder import Late
from integrity.casework.urging.models import (
    ANSWERED_BY_DAY,
    MINUTES_NAMES,
    STATE_NAMES,
    TALK_NAMES,
    UrgedItem,
    Urging,
    UrgingKind,
)
from integrity.casework.urging.models import UrgingState as S

MOST = 100
"""Things in one step of urging; a paper that lists more is read by nobody."""
PAPER_OF = {
    UrgingKind.LETTER: "urging-letter",
    UrgingKind.INQUIRY: "inquiry-letter",
    UrgingKind.TALK: "talk-notice",
    UrgingKind.CIRCULAR: "circular",
}
"""The paper of each step; a reminder is a message and has none."""
FLOW = Flow(
    steps={
        S.PREPARED: Step(Side.OFFICE, "LOCAL-URGE-SEND"),
        S.SENT: own(Side.OWING, "answer_until"),
        S.SUMMONED: own(Side.OFFICE, "talk_on"),
        S.ANSWERED: Step(Side.OFFICE, "LOCAL-URGE-CLOSE"),
    },
    send=Move({S.PREPARED}, S.SENT),
    summon=Move({S.PREPARED}, S.SUMMONED),
    answer=Move({S.SENT}, S.ANSWERED),
    hold=Move({S.SUMMONED}, S.ANSWERED, Permission.URGINGS_MAKE, paper=Makes("talk-record")),
    close=Move({S.SENT, S.SUMMONED, S.ANSWERED}, S.CLOSED, Permission.URGINGS_MAKE),
    withdraw=Move({S.PREPARED}, S.WITHDRAWN, Permission.URGINGS_MAKE),
)
FLOW.names.update(STATE_NAMES)


class NotUrgeable(Refused):
    """Nothing overdue was chosen, or a step lacks the day or place it must name."""

    title = _l("不能督办")


@dataclass(frozen=True)
class Demand:
    """What is asked: in words, by which day, or at which talk; the note stays in the office."""

    kind: UrgingKind
    words: str
    answer_until: date | None = None
    talk_on: date | None = None
    talk: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def urge(late: Sequence[Late], demand: Demand, *, by: audit.Actor, at: datetime) -> list[Urging]:
    """Take one step about overdue things: one for each body, or one circular for all of them.

    Raises NotUrgeable.
    """
    _demand_sense(late, demand, local_day(at))
    by_body: dict[int | None, list[Late]] = {}
    for one in late:
        whom = None if demand.kind is UrgingKind.CIRCULAR else one.item.subject_id
        by_body.setdefault(whom, []).append(one)
    return [_urge(body_id, mine, demand, by, at) for body_id, mine in by_body.items()]


def _demand_sense(late: Sequence[Late], demand: Demand, on: date) -> None:
    if not late:
        raise NotUrgeable(_("请选择逾期的事项。所选事项可能已经办结。"))
    if len(late) > MOST:
        raise NotUrgeable(_("一次最多督办 %(num)d 项。", num=MOST))
    if demand.kind in ANSWERED_BY_DAY and (not demand.answer_until or demand.answer_until <= on):
        raise NotUrgeable(_("请填写答复期限，须晚于今天。"))
    if demand.kind is UrgingKind.TALK and not _is_whole(demand, on):
        raise NotUrgeable(_("请填写约谈的日期、时间、地点、约谈对象和主持人，日期须晚于今天。"))


def _is_whole(demand: Demand, on: date) -> bool:
    """Whether a summons says when, where, whom and before whom."""
    said = all(demand.talk.get(name, "").strip() for name in TALK_NAMES)
    return bool(demand.talk_on and demand.talk_on > on and said)


def _urge(
    body_id: int | None, late: Sequence[Late], demand: Demand, by: audit.Actor, at: datetime
) -> Urging:
    urging = _made(demand, body_id, by, at)
    db.session.add_all(
        UrgedItem(
            urging_id=urging.id,
            stream=one.stream.name,
            item_id=one.item.id,
            subject_id=one.item.subject_id,
            due_on=one.due_on,
        )
        for one in late
    )
    db.session.flush()
    if name := PAPER_OF.get(urging.kind):
        until = urging.answer_until
        making.draft(kinds.named(name), [urging], by=by, at=at, answer_until=until)
    return urging


def _made(demand: Demand, body_id: int | None, by: audit.Actor, at: datetime) -> Urging:
    urging = Urging(
        ref=secrets.token_hex(8),
        kind=demand.kind,
        subject_id=body_id,
        state=S.CLOSED if demand.kind is UrgingKind.REMINDER else S.PREPARED,
        demand=demand.words,
        note=demand.note,
        answer_until=demand.answer_until,
        talk_on=demand.talk_on,
        talk=dict(demand.talk),
        made_at=at,
        made_by_id=by.id,
        made_by_name=by.name,
    )
    db.session.add(urging)
    db.session.flush()
    urging.ref = f"DB{urging.id:08d}"
    FLOW.begin(urging, local_day(at))
    move = "remind" if demand.kind is UrgingKind.REMINDER else "urge"
    audit.write(urging, move, by=by, at=at, target=urging.state, why=demand.words)
    return urging


def hold(urging: Urging, *, by: audit.Actor, at: datetime, **minutes: str) -> None:
    """The talk was held; who was there and what was said (MINUTES_NAMES)."""
    urging.minutes = {name: minutes[name] for name in MINUTES_NAMES}
    FLOW.go(urging, "hold", by=by, at=at)


def close(urging: Urging, why: str, *, by: audit.Actor, at: datetime) -> None:
    """What was asked for is answered, or a harder step follows."""
    FLOW.go(urging, "close", by=by, at=at, why=why)


def withdraw(urging: Urging, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It is not sent after all, and its paper is void."""
    FLOW.go(urging, "withdraw", by=by, at=at, why=why)
    for document in documents.of_thing(Urging.__tablename__, urging.id):
        documents.cancel(document, why, by=by, at=at)


def remind_overdue(*, on: date, at: datetime) -> int:
    """Send 催办 for everything for which it is due by rule and nothing was done yet.

    One reminder a body; a few statements a stream. Returns how many things.
    """
    rows = ladder.all_overdue(on)
    due = ladder.is_proposed(UrgingKind.REMINDER, rows, ladder.last_days(on))
    bodies = db.session.scalars(sa.select(rows.c.subject_id).where(due).distinct()).all()
    words = _("到期没有办结，请立即办理，并登录系统报告进展。")
    demand = Demand(UrgingKind.REMINDER, words)
    made = {body: _made(demand, body, audit.SYSTEM, at).id for body in bodies}
    if not made:
        return 0
    return _list_items(rows, due, made)


def _list_items(rows: sa.Subquery, due: sa.ColumnElement[bool], made: dict[int, int]) -> int:
    columns = ("stream", "id", "subject_id", "due_on")
    urgings = sa.select(Urging.id, Urging.subject_id).where(Urging.id.in_(made.values())).subquery()
    found = (
        sa.select(urgings.c.id, *(rows.c[name] for name in columns))
        .join(urgings, urgings.c.subject_id == rows.c.subject_id)
        .where(due)
    )
    names = ["urging_id", "stream", "item_id", "subject_id", "due_on"]
    insert = sa.insert(UrgedItem).from_select(names, found)
    return changed(insert.execution_options(preserve_rowcount=True))


def of_item(stream: str, item_id: int) -> Sequence[Urging]:
    """Every step of urging about a thing, oldest first."""
    wanted = (
        sa.select(Urging)
        .join(UrgedItem)
        .where(UrgedItem.stream == stream, UrgedItem.item_id == item_id)
        .order_by(Urging.id)
    )
    return db.session.scalars(wanted).all()
