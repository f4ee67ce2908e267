"""Order, answer, put right, verify; what is late is a breach of its own."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db
from integrity.base.errors import Refused
from integrity.base.states import Flow, Move
from integrity.casework import problems, streams
from integrity.casework.breaches import Problem
from integrity.casework.deadlines import day_after, proven
from integrity.casework.documents import making
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, Step, own
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.people.subjects.models import SubjectKind
from integrity.streams.rectifications.models import Rectification
from integrity.streams.rectifications.models import RectificationOutcome as Outcome
from integrity.streams.rectifications.models import RectificationState as S
from integrity.streams.rectifications.permissions import RectificationsPermission

FLOW = Flow(
    steps={
        S.ORDERED: own(Side.OWING),
        S.ANSWERED: own(Side.OWING),
        S.PUT_RIGHT: Step(Side.OFFICE, "LOCAL-VERIFY"),
    },
    answer=Move({S.ORDERED}, S.ANSWERED, RectificationsPermission.ANSWER),
    put_right=Move({S.ORDERED, S.ANSWERED}, S.PUT_RIGHT, RectificationsPermission.ANSWER),
    verify=Move({S.PUT_RIGHT}, S.VERIFIED, RectificationsPermission.VERIFY),
    send_back=Move({S.PUT_RIGHT}, S.ANSWERED, RectificationsPermission.VERIFY),
)


class NotOrderable(Refused):
    """Only a confirmed record of a public body founds an order, and only one."""

    status = 409


class OwnReport(Refused):
    """Nobody verifies what he reported."""

    status = 403


class WrongDay(Refused):
    """The day is not one that the rules allow, or later than that of what is enforced."""

    title = _l("整改期限有误")


def order(
    record: CreditRecord,
    demand: str,
    until: date | None = None,
    until_why: str | None = "",
    *,
    by: audit.Actor,
    at: datetime,
) -> Rectification:
    """Order to put right by the term LOCAL-RECTIFY, or `until`; raises NotOrderable, WrongDay."""
    if record.state is not RecordState.CONFIRMED:
        raise NotOrderable(_("只有已确认的记录可以责令整改。"))
    if record.subject.kind is not SubjectKind.BODY:
        raise NotOrderable(_("限期整改只用于机关事业单位。"))
    known = sa.select(sa.exists().where(Rectification.record_id == record.id))
    if db.session.scalar(known):
        raise NotOrderable(_("此记录已经责令整改。"))
    about = streams.registered().get(record.stream)
    item = about.by_ids([record.item_id]).get(record.item_id) if about else None
    return _order(
        f"ZG{record.id:08d}",
        demand,
        (until, until_why or "", item and item.due_on),
        by,
        at,
        record=record,
        stream=record.stream,
        item_id=record.item_id,
        subject_id=record.subject_id,
        problem=problems.of_rule(record.stream, record.rule),
        title=_("整改：%(summary)s", summary=record.summary),
        **_classes(item),
    )


def order_item(
    stream: str,
    item: Any,
    demand: str,
    until: date | None = None,
    until_why: str | None = "",
    *,
    problem: Problem | None = None,
    by: audit.Actor,
    at: datetime,
) -> Rectification:
    """The same for an item of a stream before anything is recorded; one order at a time.

    problem: which of the four it is; what the breach of such an item usually is, if not said.

    Raises NotOrderable, WrongDay.
    """
    if any(known.state is not S.VERIFIED for known in of_item(stream, item.id)):
        raise NotOrderable(_("此事项已经责令整改，尚未核验。"))
    made = _order(
        secrets.token_hex(8),
        demand,
        (until, until_why or "", item.due_on),
        by,
        at,
        stream=stream,
        item_id=item.id,
        subject_id=item.subject_id,
        problem=problem or problems.usual(streams.registered().get(stream)),
        title=_("整改：%(summary)s", summary=item.title),
        **_classes(item),
    )
    made.ref = f"ZG-{made.id:08d}"
    return made


def of_item(stream: str, item_id: int) -> Sequence[Rectification]:
    """Every order about an item of a stream, oldest first."""
    wanted = sa.select(Rectification).where(
        Rectification.stream == stream, Rectification.item_id == item_id
    )
    return db.session.scalars(wanted.order_by(Rectification.id)).all()


def _classes(item: Any) -> dict[str, Any]:
    """The key field and the harm of what an order is about, as far as they are known."""
    return {"key_field": item.key_field, "harm": item.harm} if item else {}


def _order(
    ref: str,
    demand: str,
    day: tuple[date | None, str, date | None],
    by: audit.Actor,
    at: datetime,
    **about: Any,
) -> Rectification:
    rectification = Rectification(
        ref=ref, demand=demand, ordered_at=at, ordered_by_name=by.name, **about
    )
    _set_day(rectification, *day, local_day(at))
    db.session.add(rectification)
    named = {"due_on": str(rectification.due_on)} if rectification.due_on else {}
    audit.write(rectification, "order", by=by, at=at, target=S.ORDERED, why=demand, **named)
    making.issue(["rectification-order"], [rectification], by=by, at=at)
    return rectification


def _set_day(
    rectification: Rectification, until: date | None, why: str, enforced: date | None, today: date
) -> None:
    """The day of what is enforced, if that comes first; or the one a person set; else none yet.

    The term of the rule counts from the service of the order (`begin`). Raises WrongDay.
    """
    first, last = (rules.due(f"LOCAL-RECTIFY-{end}", today).due_on for end in ("MIN", "MAX"))
    coming = enforced if enforced and enforced >= today else None
    if until is None:
        if coming and coming < rules.due("LOCAL-RECTIFY", today).due_on:
            _fix(rectification, max(coming, first), _("不晚于所督促事项的期限 %(day)s", day=coming))
        return
    if not first <= until <= last:
        raise WrongDay(_("整改期限应在 %(first)s 至 %(last)s 之间。", first=first, last=last))
    if coming and until > coming and not why.strip():
        raise WrongDay(_("所督促事项的期限是 %(day)s，整改期限更晚的，请写明理由。", day=coming))
    _fix(rectification, until, _("责令整改时指定。%(why)s", why=why.strip()))


def begin(things: sa.Select[Any], on: date, *, by: audit.Actor, at: datetime) -> None:
    """The order was served: where it names no day, the term of the rule runs from here."""
    open_ = (Rectification.id.in_(things), Rectification.due_on.is_(None))
    for order in db.session.scalars(sa.select(Rectification).where(*open_)).all():
        order.run_from("LOCAL-RECTIFY", on, _("限期整改通知书送达"))


def _fix(rectification: Rectification, day: date, basis: str) -> None:
    """A day that no later count moves."""
    rectification.time_limit = rectification.starts_on = None
    rectification.provisional = False
    rectification.run_until(day, basis)


def answer(item: Rectification, plan: str, *, by: audit.Actor, at: datetime) -> None:
    """The body says what it will do; the day stays."""
    FLOW.go(item, "answer", by=by, at=at, why=plan)
    item.plan = plan


def put_right(item: Rectification, report: str, *, by: audit.Actor, at: datetime) -> None:
    """The body says that it is done; until somebody has looked this is only a report."""
    FLOW.go(item, "put_right", by=by, at=at, why=report)
    item.report, item.reported_by_id = report, by.id
    item.claim(local_day(at), local_day(at))


def verify(
    item: Rectification,
    why: str,
    *,
    by: audit.Actor,
    at: datetime,
    done_on: date | None = None,
    proof: str = "",
) -> None:
    """Somebody else confirms, since the report or since the day that `proof` shows."""
    _demand_other(item, by)
    FLOW.check(item, "verify")
    item.verify_claim(local_day(at), done_on, proof)
    FLOW.go(item, "verify", by=by, at=at, why=proven(why, done_on, proof))
    item.outcome = Outcome.PUT_RIGHT


def send_back(item: Rectification, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It is not put right: the order is open again, with its old day."""
    _demand_other(item, by)
    FLOW.go(item, "send_back", by=by, at=at, why=why)
    item.deny_claim()


def _demand_other(item: Rectification, by: audit.Actor) -> None:
    own = by.id is not None and by.id == item.reported_by_id
    if own or getattr(by, "body_id", None) == item.subject_id:
        raise OwnReport(_("不能核验本人或者本单位报告的整改。"))


def breaches(on: date) -> sa.Select[Any]:
    """Every order not put right by its day; what was reported by then waits to be verified."""
    columns = streams.breach(
        "rectifications",
        "not-put-right",
        Rectification.id,
        Rectification.subject_id,
        day_after(Rectification.due_on),
        sa.literal("未按期整改：") + Rectification.title,
    )
    return Rectification.late(on).with_only_columns(*columns)


def flag_missed(*, on: date, at: datetime) -> int:
    """Give every order that is open after its day the outcome 整改不到位; one statement."""
    missed = sa.select(Rectification.id).where(
        Rectification.is_overdue(on), Rectification.outcome.is_(None)
    )
    table = Rectification.__tablename__
    audit.write_all(missed, table, "miss", source=None, target=None, by=audit.SYSTEM, at=at)
    update = sa.update(Rectification).where(Rectification.id.in_(missed))
    return changed(update.values(outcome=Outcome.NOT_PUT_RIGHT))
