"""One evaluation round a year of the invented bodies, by an invented evaluator."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random

import sqlalchemy as sa
from werkzeug.datastructures import FileStorage

from evaluations import (
    agencies,
    corrections,
    drafts,
    materials,
    objections,
    releases,
    rounds,
    schemes,
    service,
)
from evaluations import scores as scoring
from evaluations.commissions import service as commissions
from evaluations.commissions.models import CommissionKind
from evaluations.methods import CAPPED, Method
from evaluations.models import Assignment, Indicator, PointState, RemedialPoint, Result, Round
from integrity.base import clock
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.people.accounts.models import User
from jobs.demo.decisions import EXAMPLE, chance
from jobs.demo.participants import EVALUATOR, Participants

LINK = "https://example.gov.cn/"
MONTHS = (3, 9)
"""A round ends in these months."""


def add_month(players: Participants, last: date) -> None:
    """Hold a round in its months; put right what earlier rounds found."""
    if last.month in MONTHS:
        _hold(players, last)
    _remedy(players, last)


def leave_open(players: Participants, today: date) -> None:
    """A round that has begun, and one that bodies read: one of them objects."""
    _register(players, today)
    _shown(players, today)
    _draft(players, today)
    office, at = players.people["office1"], clock.at(today - timedelta(days=3), 9)
    name = f"{today.year}年专项第三方政务诚信评价（示例）"
    made = rounds.plan(name, today.year, schemes.current(), by=office, at=at)
    rounds.assign(made, players.subjects[EVALUATOR], players.bodies[:1], by=office, at=at)
    rounds.open_(made, by=office, at=at)
    _ask_for_material(made, players, at)


def _ask_for_material(item: Round, players: Participants, at: datetime) -> None:
    """One thing was given and waits to be looked at, another is asked for."""
    evaluator = players.people["evaluator"]
    found = item.assignments[0]
    scoring.declare(found, "本机构与被评价单位没有利害关系（示例）。", by=evaluator, at=at)
    given = materials.ask(found, "示例：信用培训的通知和签到表", by=evaluator, at=at)
    officer = players.officer(found.body_id)
    materials.supply(given, "示例：已提供。", by=officer, at=at + timedelta(days=1))
    materials.ask(found, "示例：政务诚信工作的部署文件", by=evaluator, at=at + timedelta(days=1))


def leave_corrected(players: Participants, today: date) -> None:
    """A body says that a published result is wrong; the office has not answered yet."""
    newest = sa.select(Result).order_by(Result.round_id.desc(), Result.total, Result.id)
    result = db.session.scalars(newest.limit(1)).one()
    leaf = next(
        one for one in schemes.leaves(result.round.scheme) if corrections.item_of(result, one)
    )
    by, at = players.officer(result.body_id), clock.at(today - timedelta(days=2), 9)
    corrections.file(result, leaf, "示例：没有计入补报的材料", by=by, at=at)


def _draft(players: Participants, today: date) -> None:
    """The next version of the standard, with one indicator more, waits to be reviewed."""
    office, at = players.people["office1"], clock.at(today - timedelta(days=2), 9)
    source = schemes.newest("GOV-2026")
    assert source is not None
    found = drafts.draft(
        "GOV-2026", source, "政务诚信第三方评价指标体系（示例）", EXAMPLE,
        "示例：增加媒体监督的扣分", by=office, at=at,
    )  # fmt: skip
    drafts.put_indicator(found, "G", name="示例：扣分", description=EXAMPLE, by=office, at=at)
    drafts.put_indicator(
        found, "G1", "G", cap=Decimal(3), name="示例：媒体曝光查实", description="示例：每件扣1分",
        method="deduction", by=office, at=at,
    )  # fmt: skip
    drafts.submit(found, by=office, at=at)


def _shown(players: Participants, today: date) -> None:
    office, evaluator = players.people["office1"], players.people["evaluator"]
    start = clock.at(today - timedelta(days=20), 9)
    name = f"{today.year}年重点领域第三方政务诚信评价（示例）"
    made = rounds.plan(name, today.year, schemes.current(), by=office, at=start)
    rounds.assign(made, players.subjects[EVALUATOR], players.bodies[:2], by=office, at=start)
    rounds.open_(made, by=office, at=start)
    for assignment in made.assignments:
        _score(assignment, evaluator, start)
    at = clock.at(today - timedelta(days=1), 9)
    rounds.finish(made, by=office, at=at)
    rounds.review(made, EXAMPLE, by=office, at=at)
    rounds.tell(made, by=office, at=at)
    first = made.assignments[0]
    given = [one for one in first.scores if one.points is not None]
    score = min(given, key=lambda one: (one.points, one.id))
    objections.file(score, EXAMPLE, by=players.officer(first.body_id), at=clock.at(today, 8))


def _hold(players: Participants, last: date) -> None:
    """Plan, open, score, review and publish one round."""
    office, evaluator = players.people["office1"], players.people["evaluator"]
    standard = schemes.current()
    _register(players, last)
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
    rounds.tell(made, by=office, at=end)
    for assignment in made.assignments:
        if assignment.agreed_at is None:
            objections.agree(assignment, by=players.officer(assignment.body_id), at=end)
    second = players.people["office2"]
    rounds.publish(made, by=second, at=end)
    _file_papers(players, made, end)
    releases.propose_release(made, f"示例〔{last.year}〕1号", EXAMPLE, True, by=office, at=end)
    releases.release_results(made, by=second, at=end)


def _file_papers(players: Participants, item: Round, at: datetime) -> None:
    """What the rules want on paper; each by whose it is."""
    papers = {"contract": "office1", "plan": "evaluator", "experts": "evaluator",
              "acceptance": "office1"}  # fmt: skip
    for kind, who in papers.items():
        file = FileStorage(BytesIO("示例：材料扫描件。".encode()), "材料（示例）.txt")
        said = (item, CommissionKind(kind), local_day(at), EXAMPLE, file)
        commissions.file_paper(*said, by=players.people[who], at=at)


def _register(players: Participants, on: date) -> None:
    """The contract of the year, signed in December, and what tied the agency to a body before."""
    office, agency = players.people["office1"], players.subjects[EVALUATOR]
    at = clock.at(on.replace(day=1), 8)
    first, last = date(on.year - 1, 12, 1), date(on.year, 12, 31)
    contract = f"{on.year}年第三方政务诚信评价委托合同（示例）"
    agencies.register(agency, contract, first, last, "示例联系人", by=office, at=at)
    if db.session.scalars(agencies.interests(agency.id).limit(1)).first() is None:
        ended = first - timedelta(days=1)
        body, what = players.bodies[-1], "曾受该单位委托（示例）"
        agencies.add_interest(agency, body, what, ended, ended, by=office, at=at)


def _score(assignment: Assignment, evaluator: User, at: datetime) -> None:
    statement = "本机构与被评价单位没有利害关系（示例）。"
    scoring.declare(assignment, statement, by=evaluator, at=at)
    random = Random(f"{assignment.round.ref}{assignment.body.name}")
    entries = [
        scoring.Entry(leaf, _points(leaf, random), "示例依据", LINK)
        for leaf in schemes.asked(assignment.round.scheme)
    ]
    scoring.score(assignment, entries, by=evaluator, at=at)
    scoring.submit(assignment, by=evaluator, at=at)


def _points(leaf: Indicator, random: Random) -> Decimal:
    """Mostly well done, within what the method knows."""
    if leaf.method is Method.YES_NO:
        return Decimal(100 if random.random() < 0.8 else 0)
    if leaf.method in CAPPED:
        return Decimal(random.randint(0, 1))
    return Decimal(min(100, random.randint(52, 118)))


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
