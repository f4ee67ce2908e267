"""What published questionnaires came to, as open data: a row for every answer on offer."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from evaluations.questionnaires.models import Question, Questionnaire, QuestionnaireState, Tally
from evaluations.questionnaires.tallies import interval
from integrity.base.addresses import path_to
from integrity.base.clock import local_day
from integrity.base.publications.kinds import Kind
from integrity.casework.rules import service as rules


def content(row: Tally) -> dict[str, Any]:
    """An answer and how many gave it; no more than the page says where few have answered."""
    question = row.question
    found = question.questionnaire
    day = found.counted_on or local_day(found.drafted_at)
    enough = row.answered >= max(rules.number("LOCAL-SURVEY-FEWEST", day), 1)
    low, high = interval(row.count, row.answered) if enough else (None, None)
    return {
        "questionnaire": found.ref,
        "title": found.title,
        "body": found.body.slug if found.body else None,
        "question": question.text,
        "answer": question.words[row.choice],
        "answered": row.answered,
        "count": row.count if enough else None,
        "low": None if low is None else round(low, 1),
        "high": None if high is None else round(high, 1),
    }


ANSWERS = Kind(
    "answers",
    _l("问卷调查结果"),
    Tally,
    lambda on: Tally.question.has(
        Question.questionnaire.has(Questionnaire.state == QuestionnaireState.TOLD)
    ),
    content,
    lambda row: path_to("evaluations.questionnaire", ref=row.question.questionnaire.ref),
    (joinedload(Tally.question).joinedload(Question.questionnaire).joinedload(Questionnaire.body),),
    also={
        "questionnaire": lambda ids: Tally.question.has(Question.questionnaire_id.in_(ids)),
    },
)
