"""A round, its evaluator, an assignment, and the round brought to publication."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa

from evaluations import (
    agencies,
    challenges,
    corrections,
    drafts,
    materials,
    objections,
    releases,
    rounds,
    schemes,
    scores,
)
from evaluations.agency_models import Agency, EvaluatorObjection
from evaluations.commissions.models import CommissionKind, CommissionPaper
from evaluations.correction_models import ResultCorrection
from evaluations.draft_models import SchemeDraft
from evaluations.material_models import Material
from evaluations.models import Assignment, RemedialPoint, Result, Round, Scheme
from evaluations.objection_models import ScoreObjection
from evaluations.questionnaires import answers
from evaluations.questionnaires import service as questionnaires
from evaluations.questionnaires.models import Kind, PaperSheet, Questionnaire
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject
from tests.factories import NOW, make_body, make_enterprise, make_user


def make_scheme() -> Scheme:
    """The one the product ships with."""
    schemes.load()
    wanted = sa.select(Scheme).where(Scheme.code == "GOV-2026", Scheme.version == 1)
    return db.session.scalars(wanted).one()


def make_scheme_draft(code: str = "GOV-2026", by: User | None = None) -> SchemeDraft:
    """The next version of the shipped standard, as it is copied."""
    source = make_scheme()
    said = {"name": "示例指标体系", "basis": "示例依据", "reasons": "示例理由"}
    by = by or make_user(Role.OFFICE)
    return drafts.draft(code, source, **said, by=by, at=NOW)


def make_evaluator(name: str = "示例信用服务有限公司") -> User:
    """Of an agency with a contract."""
    made = make_user(Role.EVALUATOR, make_enterprise(name))
    register(made.body)
    return made


def register(evaluator: Subject) -> Agency:
    """An agency whose contract lasts long enough for every test."""
    days = (date(2015, 1, 1), date(2099, 12, 31))
    return agencies.register(evaluator, "示例委托合同", *days, by=make_user(Role.OFFICE), at=NOW)


def make_challenge(body: Subject | None = None) -> EvaluatorObjection:
    """A body objects to who scores it."""
    assignment = make_assignment(body=body)
    by = make_user(Role.OFFICER, assignment.body)
    return challenges.file(assignment, "示例：有利害关系", by=by, at=NOW)


def make_material(evaluator: User | None = None, body: Subject | None = None) -> Material:
    """An evaluator asks a body for material."""
    assignment = make_assignment(evaluator, body)
    by = make_user(Role.EVALUATOR, assignment.evaluator)
    return materials.ask(assignment, "示例：培训记录", by=by, at=NOW)


def make_correction(body: Subject | None = None) -> ResultCorrection:
    """A body says that a published score is wrong."""
    assignment = make_assignment(body=body)
    score_all(assignment, 95, A1=10)
    inform(assignment.round)
    wanted = sa.select(Result).where(Result.round_id == assignment.round_id)
    result = db.session.scalars(wanted).one()
    leaf = next(one for one in schemes.leaves(assignment.round.scheme) if one.code == "A1")
    by = make_user(Role.OFFICER, assignment.body)
    return corrections.file(result, leaf, "示例：依据有误", by=by, at=NOW)


QUESTIONS = (
    (Kind.YES_NO, "这件事是不是一次办成的？", "", True),
    (Kind.SCALE, "您对窗口服务满意吗？", "", True),
    (Kind.SEVERAL, "您为这件事做过什么？", "跑过多次\n补过材料\n找过熟人", False),
    (Kind.TEXT, "您有什么意见？", "", False),
)
GIVEN = {1: [1], 2: [5], 3: [1, 2], 4: "示例：窗口排队时间长"}
"""What one of those who are asked answers."""


def make_questionnaire(body: Subject | None = None, asking: bool = True) -> Questionnaire:
    """Written by one of the office, let out by another."""
    author, other = make_user(Role.OFFICE), make_user(Role.OFFICE)
    said = {
        "title": "示例：办事群众问卷",
        "purpose": "示例：匿名调查，约一分钟。",
        "frame": "示例：2026年第三季度办结事项的全部申请人",
        "method": "示例：简单随机抽样",
        "population": 1000,
        "planned": 300,
    }
    made = questionnaires.draft(**said, body=body, by=author, at=NOW)  # type: ignore[arg-type]
    for question in QUESTIONS:
        questionnaires.put_question(made, *question, position=None, by=author, at=NOW)
    if asking:
        until = NOW.date() + timedelta(days=30)
        questionnaires.ask_people(made, until, by=other, at=NOW)
    return made


def make_paper(found: Questionnaire, number: str = "001") -> PaperSheet:
    """Entered by one of the office."""
    return answers.enter(found, number, GIVEN, by=make_user(Role.OFFICE), at=NOW)


def make_round(
    evaluator: User | None = None, bodies: Sequence[Subject] = (), at: datetime = NOW
) -> Round:
    """Open for scoring."""
    office = make_user(Role.OFFICE)
    made = rounds.plan("2026年政务诚信评价", 2026, make_scheme(), by=office, at=at)
    evaluator = evaluator or make_evaluator()
    assert evaluator.body
    rounds.assign(made, evaluator.body, bodies or [make_body()], by=office, at=at)
    rounds.open_(made, by=office, at=at)
    db.session.flush()
    return made


def make_assignment(evaluator: User | None = None, body: Subject | None = None) -> Assignment:
    """Declared, ready for the first score."""
    evaluator = evaluator or make_evaluator()
    [assignment] = make_round(evaluator, [body or make_body()]).assignments
    scores.declare(assignment, "示例：没有利害关系。", by=evaluator, at=NOW)
    db.session.flush()
    return assignment


def score_all(
    assignment: Assignment, points: Decimal | int | None, at: datetime = NOW, **others: int
) -> None:
    """Every indicator with the same points, some with others: A1=10."""
    entries = [
        scores.Entry(leaf, Decimal(others.get(leaf.code, points or 0)), "示例：依据")
        if points is not None
        else scores.Entry(leaf, None, "示例：不适用")
        for leaf in schemes.leaves(assignment.round.scheme)
    ]
    evaluator = make_user(Role.EVALUATOR, assignment.evaluator)
    scores.declare(assignment, "示例：没有利害关系。", by=evaluator, at=at)
    scores.score(assignment, entries, by=evaluator, at=at)
    scores.submit(assignment, by=evaluator, at=at)
    db.session.flush()


def tell(item: Round, at: datetime = NOW) -> Round:
    """Scored, reviewed, and shown to the bodies."""
    office = make_user(Role.OFFICE)
    rounds.finish(item, by=office, at=at)
    rounds.review(item, "示例：已复核", by=office, at=at)
    rounds.tell(item, by=office, at=at)
    db.session.flush()
    return item


def file_papers(item: Round) -> None:
    """What the rules want on paper before release, without its files."""
    for kind in ("contract", "plan", "experts", "acceptance"):
        said = {"on_day": NOW.date(), "text": "示例", "by_name": "示例", "at": NOW}
        db.session.add(CommissionPaper(round=item, kind=CommissionKind(kind), **said))
    db.session.flush()


def publish(item: Round, at: datetime = NOW) -> Round:
    """Told inside, and released with its places."""
    inform(item, at)
    file_papers(item)
    releases.propose_release(
        item, "示例〔2026〕1号", "示例：公开", True, by=make_user(Role.OFFICE), at=at
    )
    releases.release_results(item, by=make_user(Role.OFFICE), at=at)
    db.session.flush()
    return item


def inform(item: Round, at: datetime = NOW) -> Round:
    """No body objects, and the results are told inside."""
    tell(item, at)
    for one in item.assignments:
        if one.submitted_at and not one.agreed_at:
            objections.agree(one, by=make_user(Role.OFFICER, one.body), at=at)
    rounds.publish(item, by=make_user(Role.OFFICE), at=at)
    db.session.flush()
    return item


def make_score_objection(body: Subject | None = None) -> ScoreObjection:
    """A body objects to the one score that is low."""
    assignment = make_assignment(body=body)
    score_all(assignment, 95, A1=10)
    tell(assignment.round)
    [score] = [one for one in assignment.scores if one.indicator.code == "A1"]
    by = make_user(Role.OFFICER, assignment.body)
    return objections.file(score, "示例：依据有误", by=by, at=NOW)


def make_point(body: Subject | None = None, at: datetime = NOW) -> RemedialPoint:
    """A published round in which one indicator was scored too low."""
    assignment = make_assignment(body=body)
    score_all(assignment, 95, A1=10)
    publish(assignment.round, at)
    return db.session.scalars(
        sa.select(RemedialPoint).where(RemedialPoint.round_id == assignment.round_id)
    ).one()
