"""One evaluation round a year of the invented bodies, by an invented evaluator."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

import sqlalchemy as sa

from evaluations import rounds, schemes, service
from evaluations import scores as scoring
from evaluations.models import Assignment, PointState, RemedialPoint
from integrity.base import clock
from integrity.base.db import db
from integrity.people.accounts.models import User
from jobs.demo.decisions import EXAMPLE, chance
from jobs.demo.participants import EVALUATOR, Participants

MONTHS = (3, 9)
"""A round ends in these months."""


def add_month(players: Participants, last: date) -> None:
    """Hold a round in its months; put right what earlier rounds found."""
    if last.month in MONTHS:
        _hold(players, last)
    _remedy(players, last)


def leave_open(players: Participants, today: date) -> None:
    """A round that has begun: the evaluator has a body to score."""
    office, at = players.people["office1"], clock.at(today - timedelta(days=3), 9)
    name = f"{today.year}年专项第三方政务诚信评价（示例）"
    made = rounds.plan(name, today.year, schemes.current(), by=office, at=at)
    rounds.assign(made, players.subjects[EVALUATOR], players.bodies[:1], by=office, at=at)
    rounds.open_(made, by=office, at=at)


def _hold(players: Participants, last: date) -> None:
    """Plan, open, score, review and publish one round."""
    office, evaluator = players.people["office1"], players.people["evaluator"]
    standard = schemes.current()
    start, end = clock.at(last.replace(day=1), 9), clock.at(last, 9)
    half = "上半年" if last.month < 7 else "下半年"
    made = rounds.plan(
        f"{last.year}年{half}第三方政务诚信评价（示例）", last.year, standard, by=office, at=start
    )
    rounds.assign(made, players.subjects[EVALUATOR], players.bodies, by=office, at=start)
    rounds.open_(made, by=office, at=start)
    for assignment in made.assignments:
        _score(assignment, evaluator, start)
    rounds.finish(made, by=office, at=end)
    rounds.review(made, EXAMPLE, by=office, at=end)
    rounds.publish(made, by=office, at=end)


def _score(assignment: Assignment, evaluator: User, at: datetime) -> None:
    statement = "本机构与被评价单位没有利害关系（示例）。"
    scoring.declare(assignment, statement, by=evaluator, at=at)
    random = Random(f"{assignment.round.ref}{assignment.body.name}")
    entries = [
        scoring.Entry(leaf, Decimal(min(100, random.randint(52, 118))), "示例依据", "")
        for leaf in schemes.leaves(assignment.round.scheme)
    ]
    scoring.score(assignment, entries, by=evaluator, at=at)
    scoring.submit(assignment, by=evaluator, at=at)


def _remedy(players: Participants, last: date) -> None:
    """Most points are reported in time and verified; some are never answered."""
    wanted = sa.select(RemedialPoint).where(RemedialPoint.state != PointState.VERIFIED)
    for point in db.session.scalars(wanted).all():
        at = clock.at(last, 9)
        if point.state is PointState.ANSWERED:
            service.verify(point, EXAMPLE, by=players.people["office1"], at=at)
        elif chance(point, 70):
            officer = players.officer(point.subject_id)
            service.answer(point, "已整改（示例）。", by=officer, at=at)
