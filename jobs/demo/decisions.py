"""What people do with what the nightly jobs found: objections, orders, lists, pushes, repairs."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.credit.checks import outcomes
from integrity.credit.checks import service as checks
from integrity.credit.checks.measures_asked import obliges
from integrity.credit.checks.outcome_models import Outcome
from integrity.credit.objections import service as objections
from integrity.credit.objections.models import Objection
from integrity.credit.records import confirmations, filings
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.repairs import service as repairs
from integrity.credit.repairs import verifying
from integrity.credit.repairs.treatments import treatment_of
from integrity.credit.sanctions.pushes import answers
from integrity.credit.sanctions.pushes import service as pushes
from integrity.credit.sanctions.pushes.answers import Said
from integrity.credit.sanctions.pushes.models import (
    Cleared,
    Part,
    Push,
    PushKind,
    PushOutcome,
    Reason,
)
from integrity.files.traces import traces
from integrity.streams.rectifications import service as rectifications
from integrity.streams.rectifications.models import Rectification, RectificationState
from jobs.demo.participants import CLERKS, RECEIVERS, Participants

EXAMPLE = "示例理由，演示程序生成。"


def chance(thing: Any, percent: int, salt: str = "") -> bool:
    """Whether something happens to a thing: always the same for the same thing."""
    return Random(f"{thing.__tablename__}{thing.id}{salt}").randrange(100) < percent


def object_to_records(players: Participants, on: date) -> None:
    """Some bodies object to what they were told on this day; the office decides within days."""
    told = sa.select(CreditRecord).where(
        CreditRecord.state == RecordState.PROPOSED, CreditRecord.notified_on == on
    )
    decided_at = _at(on + timedelta(days=5))
    for record in db.session.scalars(told).all():
        if chance(record, 10):
            officer = players.officer(record.subject_id)
            filed_at = _at(on + timedelta(days=3))
            objection = objections.file(record, EXAMPLE, by=officer, at=filed_at)
            office, second = _others(players, record)
            objections.accept(objection, by=office, at=decided_at)
            if chance(objection, 45):
                objections.agree(objection, EXAMPLE, by=office, at=decided_at)
                objections.uphold(objection, EXAMPLE, by=second, at=decided_at)
            else:
                objections.reject(objection, EXAMPLE, by=office, at=decided_at)


def confirm_records(players: Participants, on: date, *, leave: int = 0) -> None:
    """The office confirms batch by batch what nobody objected to; the last ones may wait."""
    office = players.people["office1"]
    found = confirmations.batches(office, on)
    for batch in found[: len(found) - leave]:
        kind = (batch.stream, batch.rule)
        ids = []
        for record in db.session.scalars(confirmations.of_batch(office, *kind, on)).all():
            if traces(record.summary):
                records.confirm(record, by=office, at=_at(on), why=EXAMPLE)
            else:
                ids.append(record.id)
        if ids:
            confirmations.confirm_all(*kind, ids, EXAMPLE, by=office, at=_at(on))


def leave_open(players: Participants, today: date) -> None:
    """What is under way today: an objection to decide, pushes that nobody has answered yet."""
    ids = [body.id for body in players.bodies]
    answered = sa.select(Objection.record_id).where(Objection.record_id.is_not(None))
    confirmed = sa.select(CreditRecord).where(
        CreditRecord.state == RecordState.CONFIRMED,
        CreditRecord.subject_id.in_(ids),
        CreditRecord.id.not_in(answered),
    )
    for record in db.session.scalars(confirmed.order_by(CreditRecord.id.desc()).limit(2)).all():
        objections.file(record, EXAMPLE, by=players.officer(record.subject_id), at=_at(today))


def order_to_put_right(players: Participants, on: date) -> None:
    """The office orders the invented bodies to put some confirmed records right."""
    ids = [body.id for body in players.bodies]
    known = sa.select(Rectification.record_id).where(Rectification.record_id.is_not(None))
    confirmed = sa.select(CreditRecord).where(
        CreditRecord.state == RecordState.CONFIRMED,
        CreditRecord.subject_id.in_(ids),
        CreditRecord.stream != "rectifications",
        CreditRecord.id.not_in(known),
    )
    for record in db.session.scalars(confirmed).all():
        if chance(record, 40):
            text = "请在期限内改正，消除不良影响，并报告结果（示例）。"
            rectifications.order(record, text, by=players.people["office1"], at=_at(on))


def put_right(players: Participants, on: date) -> None:
    """Most bodies put right in time and are verified; some let the day pass."""
    wanted = sa.select(Rectification).where(Rectification.state != RectificationState.VERIFIED)
    for order in db.session.scalars(wanted).all():
        officer, at = players.officer(order.subject_id), _at(min(on, order.due_on or on))
        if order.state is RectificationState.PUT_RIGHT:
            rectifications.verify(order, EXAMPLE, by=players.people["office1"], at=_at(on))
        elif chance(order, 85):
            rectifications.put_right(order, "已整改到位（示例）。", by=officer, at=at)
        elif order.state is RectificationState.ORDERED and chance(order, 50, "plan"):
            rectifications.answer(order, "分两步整改（示例）。", by=officer, at=at)


def answer_pushes(players: Participants, on: date) -> None:
    """The receivers say what they did; the last of them is slow."""
    pushes.deliver(at=_at(on))
    slow = players.subjects[RECEIVERS[-1]].id
    for push in db.session.scalars(sa.select(Push).where(pushes.waiting())).all():
        if push.body_id == slow:
            continue
        by = players.officer(push.body_id)
        if push.kind is PushKind.REMOVE:
            answers.confirm(push, dict.fromkeys(Part, Cleared.DELETED), by=by, at=_at(on))
        elif chance(push, 75):
            answers.answer_whole(push, Said(PushOutcome.APPLIED), by=by, at=_at(on))
        else:
            why, reason = "本单位没有对应事项（示例）。", Reason.NO_MATTER
            said = Said(PushOutcome.NOT_APPLIED, why, reason)
            answers.answer_whole(push, said, by=by, at=_at(on))


def repair_records(players: Participants, on: date) -> None:
    """Bodies that put things right ask for repair after the minimum period; most get it."""
    ripe = sa.select(CreditRecord).where(
        CreditRecord.state == RecordState.CONFIRMED, CreditRecord.repairable_on <= on
    )
    for record in db.session.scalars(ripe).all():
        if not chance(record, 25, "repair") or repairs.hindrances(record, on):
            continue
        by, at = players.officer(record.subject_id), _at(on)
        office, second = _others(players, record)
        promise = "今后按期履行，如有违反自愿承担后果（示例）。"
        repair = repairs.file(record, "已全部履行（示例）。", promise, by=by, at=at)
        repairs.accept(repair, by=office, at=at)
        if chance(record, 80, "grant"):
            if treatment_of(record, on).visit:
                verifying.order_visit(repair, "示例核查组", on, by=office, at=at)
                verifying.visit(repair, EXAMPLE, on, by=office, at=at)
            repairs.agree(repair, EXAMPLE, by=office, at=at)
            repairs.grant(repair, EXAMPLE, by=second, at=at)
        else:
            repairs.refuse(repair, EXAMPLE, by=office, at=at)


def check_somebody(players: Participants, on: date) -> None:
    """A clerk asks about the suppliers and the bodies before a decision."""
    clerk = players.people["clerk"]
    asked = {str(s.uscc): {"code": s.uscc} for s in (*players.suppliers[:4], *players.bodies)}
    made = checks.check(
        asked,
        purpose="行政审批（示例）",
        matter="SX-XK",
        case_no=f"示例{on:%Y%m}",
        body=players.subjects[CLERKS],
        by=clerk,
        at=_at(on),
    )
    said = outcomes.Said(Outcome.APPLIED, document="示例审批字〔2026〕第1号")
    for key in players.suppliers[0].uscc, *(k for k, one in made.given.items() if obliges(one)):
        outcomes.report_whole(made, str(key), said, by=clerk, at=_at(on))


def _others(players: Participants, thing: Any) -> list[Any]:
    """Two people of the office who did not decide about a thing, to decide a remedy against it."""
    people = [players.people[name] for name in ("office2", "office3", "office1")]
    return [person for person in people if person.id not in filings.deciders(thing)][:2]


def _at(on: date) -> datetime:
    return clock.at(on, 10)
