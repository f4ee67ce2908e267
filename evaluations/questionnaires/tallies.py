"""Answers counted as a set, and what a share of them says of all who might have been asked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from evaluations.questionnaires.models import (
    GivenAnswer,
    Invitation,
    Kind,
    Question,
    Questionnaire,
    Sheet,
    Source,
    Tally,
)
from integrity.base.db import db
from integrity.base.i18n import percent

SURE = 0.95
Z = NormalDist().inv_cdf((1 + SURE) / 2)


@dataclass(frozen=True)
class Row:
    """One answer of a question: how many gave it, and the interval of the share in percent."""

    label: object
    count: int
    share: str = ""
    interval: str = ""


@dataclass(frozen=True)
class Shown:
    """What a question came to; no shares where fewer than the rule wants have answered."""

    question: Question
    answered: int
    rows: Sequence[Row]
    mean: str = ""


def count(found: Questionnaire) -> None:
    """Fix what the answers came to: three statements, however many there are."""
    mine = sa.select(Question.id).where(
        Question.questionnaire_id == found.id, Question.kind != Kind.TEXT
    )
    chosen = sa.select(GivenAnswer.question_id, GivenAnswer.choice, sa.func.count())
    chosen = chosen.where(GivenAnswer.question_id.in_(mine))
    counts = {
        (question, choice): number
        for question, choice, number in db.session.execute(
            chosen.group_by(GivenAnswer.question_id, GivenAnswer.choice)
        )
    }
    answered = Counter(_answered(found, counts))
    for question in found.questions:
        if question.kind is not Kind.TEXT:
            for choice in question.choices:
                number = counts.get((question.id, choice), 0)
                of_all = {"count": number, "answered": answered[question.id]}
                db.session.add(Tally(question=question, choice=choice, **of_all))
    sheets = sa.select(Sheet.source, sa.func.count()).where(Sheet.questionnaire_id == found.id)
    came = {row[0]: row[1] for row in db.session.execute(sheets.group_by(Sheet.source))}
    found.by_message = came.get(Source.MESSAGE, 0)
    found.by_hand, found.by_paper = came.get(Source.HANDED, 0), came.get(Source.PAPER, 0)
    invited = sa.select(sa.func.count()).where(Invitation.questionnaire_id == found.id)
    found.invited = db.session.scalar(invited) or 0
    db.session.flush()


def shown(found: Questionnaire, least: int) -> list[Shown]:
    """What every question came to, in order."""
    wanted = sa.select(Tally).join(Tally.question).where(Question.questionnaire_id == found.id)
    rows = db.session.scalars(wanted.options(joinedload(Tally.question)).order_by(Tally.id))
    of_question: dict[int, list[Tally]] = {}
    for row in rows:
        of_question.setdefault(row.question_id, []).append(row)
    return [
        _shown(question, of_question[question.id], least)
        for question in found.questions
        if question.id in of_question
    ]


def interval(count: int, answered: int) -> tuple[float, float]:
    """Wilson's interval of a share at SURE, in percent; answered is more than 0."""
    share, square = count / answered, Z * Z
    middle = (share + square / (2 * answered)) / (1 + square / answered)
    spread = share * (1 - share) / answered + square / (4 * answered * answered)
    half = Z * sqrt(spread) / (1 + square / answered)
    return 100 * max(middle - half, 0.0), 100 * min(middle + half, 1.0)


def wanted(population: int, margin: float) -> int:
    """How many must answer for a share to be known to within `margin` percent, at SURE."""
    endless = Z * Z / 4 / (margin / 100) ** 2
    return min(population, ceil(endless / (1 + (endless - 1) / population)))


def bounds(row: Tally) -> str:
    """The interval of an answer, in words."""
    low, high = interval(row.count, row.answered)
    return f"{low:.1f}%—{high:.1f}%"


def _answered(found: Questionnaire, counts: dict[tuple[int, int], int]) -> dict[int, int]:
    """How many answered each question: who chose several things answered once."""
    one = {q.id for q in found.questions if q.kind not in (Kind.SEVERAL, Kind.TEXT)}
    number: Counter[int] = Counter()
    for (question, _choice), times in counts.items():
        if question in one:
            number[question] += times
    several = [q.id for q in found.questions if q.kind is Kind.SEVERAL]
    if several:
        each = sa.select(GivenAnswer.question_id, sa.func.count(GivenAnswer.sheet_id.distinct()))
        each = each.where(GivenAnswer.question_id.in_(several)).group_by(GivenAnswer.question_id)
        number.update({row[0]: row[1] for row in db.session.execute(each)})
    return dict(number)


def _shown(question: Question, rows: Sequence[Tally], least: int) -> Shown:
    answered = rows[0].answered
    enough = answered >= max(least, 1)
    said = question.choices
    made = [
        Row(said[row.choice], row.count, percent(row.count, answered), bounds(row))
        if enough
        else Row(said[row.choice], row.count)
        for row in rows
    ]
    mean = ""
    if question.kind is Kind.SCALE and enough:
        mean = f"{sum(row.choice * row.count for row in rows) / answered:.2f}"
    return Shown(question, answered, made if enough else (), mean)
