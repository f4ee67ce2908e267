"""Order, answer, put right, verify; what is late is a breach of its own."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db
from integrity.base.states import Flow, Move
from integrity.casework import problems, streams
from integrity.casework.breaches import Problem
from integrity.casework.deadlines import day_after, proven
from integrity.casework.documents import making
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step, own
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.streams.rectifications import checks, days, findings
from integrity.streams.rectifications import points as pointwise
from integrity.streams.rectifications.errors import NotOrderable, NotShown, OwnReport
from integrity.streams.rectifications.models import InspectionFinding, Rectification
from integrity.streams.rectifications.models import RectificationOutcome as Outcome
from integrity.streams.rectifications.models import RectificationState as S
from integrity.streams.rectifications.permissions import RectificationsPermission
from integrity.streams.rectifications.points import Line

FLOW = Flow(
    steps={
        S.ORDERED: own(Side.OWING),
        S.ANSWERED: own(Side.OWING),
        S.PUT_RIGHT: Step(Side.OFFICE, "LOCAL-VERIFY"),
    },
    answer=Move({S.ORDERED}, S.ANSWERED, RectificationsPermission.ANSWER),
    put_right=Move({S.ORDERED, S.ANSWERED}, S.PUT_RIGHT, RectificationsPermission.ANSWER),
    verify=Move(
        {S.PUT_RIGHT},
        S.VERIFIED,
        RectificationsPermission.VERIFY,
        paper=Makes("rectification-closing"),
    ),
    send_back=Move({S.PUT_RIGHT}, S.ANSWERED, RectificationsPermission.VERIFY),
)


def order(
    record: CreditRecord,
    demand: str,
    until: date | None = None,
    until_why: str | None = "",
    *,
    points: Sequence[Line] = (),
    effects: Sequence[Line] = (),
    by: audit.Actor,
    at: datetime,
) -> Rectification:
    """Order to put right by the term LOCAL-RECTIFY, or `until`, maybe point by point.

    effects: bad effects that must be undone as well. Raises NotOrderable, WrongDay.
    """
    if record.state is not RecordState.CONFIRMED:
        raise NotOrderable(_("只有已确认的记录可以责令整改。"))
    _demand_body(record.subject)
    known = sa.select(sa.exists().where(Rectification.record_id == record.id))
    if db.session.scalar(known):
        raise NotOrderable(_("此记录已经责令整改。"))
    about = streams.registered().get(record.stream)
    item = about.by_ids([record.item_id]).get(record.item_id) if about else None
    return _order(
        f"ZG{record.id:08d}",
        demand,
        (until, until_why or "", item and item.due_on),
        (points, effects),
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
    points: Sequence[Line] = (),
    effects: Sequence[Line] = (),
    by: audit.Actor,
    at: datetime,
) -> Rectification:
    """The same for an item of any stream before anything is recorded; one order at a time.

    problem: which of the four it is; what the breach of such an item usually is, if not said.

    Raises NotOrderable, WrongDay.
    """
    if is_ordered(stream, item.id):
        raise NotOrderable(_("此事项已经责令整改，尚未核验。"))
    _demand_body(db.session.get_one(Subject, item.subject_id))
    return _order(
        None,
        demand,
        (until, until_why or "", item.due_on),
        (points, effects),
        by,
        at,
        stream=stream,
        item_id=item.id,
        subject_id=item.subject_id,
        problem=problem or problems.usual(streams.registered().get(stream)),
        title=_("整改：%(summary)s", summary=item.title),
        **_classes(item),
    )


def order_finding(
    finding: InspectionFinding,
    demand: str,
    until: date | None = None,
    until_why: str | None = "",
    *,
    points: Sequence[Line] = (),
    effects: Sequence[Line] = (),
    by: audit.Actor,
    at: datetime,
) -> Rectification:
    """The same for what an inspection found; raises NotOrderable, WrongDay."""
    if findings.order_from(finding):
        raise NotOrderable(_("此项检查发现已经责令整改。"))
    return _order(
        None,
        demand,
        (until, until_why or "", None),
        (points, effects),
        by,
        at,
        finding=finding,
        subject_id=finding.subject_id,
        title=_("整改：%(summary)s", summary=finding.title),
        key_field=findings.key_field(finding),
    )


def _demand_body(subject: Subject) -> None:
    if subject.kind is not SubjectKind.BODY:
        raise NotOrderable(_("限期整改只用于机关事业单位。"))


def is_ordered(stream: str, item_id: int) -> bool:
    """Whether an order about an item of a stream is still open."""
    return any(known.state is not S.VERIFIED for known in of_item(stream, item_id))


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
    ref: str | None,
    demand: str,
    day: tuple[date | None, str, date | None],
    points: tuple[Sequence[Line], Sequence[Line]],
    by: audit.Actor,
    at: datetime,
    **about: Any,
) -> Rectification:
    rectification = Rectification(
        ref=ref or secrets.token_hex(8),
        demand=demand,
        ordered_at=at,
        ordered_by_name=by.name,
        **about,
    )
    days.set_day(rectification, *day, local_day(at))
    pointwise.name(rectification, *points, local_day(at))
    db.session.add(rectification)
    db.session.flush()
    rectification.ref = ref or f"ZG-{rectification.id:08d}"
    named = {"due_on": str(rectification.due_on)} if rectification.due_on else {}
    audit.write(rectification, "order", by=by, at=at, target=S.ORDERED, why=demand, **named)
    making.issue(["rectification-order"], [rectification], by=by, at=at)
    return rectification


def answer(item: Rectification, plan: str, *, by: audit.Actor, at: datetime) -> None:
    """The body says what it will do; the day stays."""
    FLOW.go(item, "answer", by=by, at=at, why=plan)
    item.plan = plan


def put_right(
    item: Rectification, report: str, effects: str = "", *, by: audit.Actor, at: datetime
) -> None:
    """The body says that it is done; until somebody has looked this is only a report.

    effects: how the bad effects were undone, where the order demands it; raises NotShown.
    """
    if not effects.strip() and any(point.is_effect for point in item.points):
        raise NotShown(
            _("整改要求包括消除不良影响，请写明在什么范围、以什么方式消除，并附证明材料。")
        )
    FLOW.go(item, "put_right", by=by, at=at, why=report)
    item.report, item.effects, item.reported_by_id = report, effects, by.id
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
    """Somebody else confirms, since the report or since the day that `proof` shows.

    Raises OwnReport, and WrongCheck where two people have yet to look on the spot.
    """
    _demand_other(item, by)
    FLOW.check(item, "verify")
    checks.demand(item)
    item.verify_claim(local_day(at), done_on, proof)
    item.outcome = Outcome.PUT_RIGHT
    FLOW.go(item, "verify", by=by, at=at, why=proven(why, done_on, proof))


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
