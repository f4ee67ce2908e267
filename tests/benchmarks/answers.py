"""A hundred thousand sheets of a questionnaire of four questions, counted as a set."""

import time
from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask

from evaluations.questionnaires import tallies
from evaluations.questionnaires.models import GivenAnswer, Kind, Sheet, Source, Tally
from integrity.base.db import db
from tests.benchmarks.report import judge
from tests.evaluations.makers import make_questionnaire
from tests.statements import statements

SHEETS = 100_000


def judge_answers(new_app: Callable[[str], Flask]) -> None:
    """Seconds and statements of one count, which says what plain SQL says."""
    with new_app("bench_answers").app_context():
        found = make_questionnaire()
        asked = [one for one in found.questions if one.kind is not Kind.TEXT]
        rows = [
            {"id": number, "questionnaire_id": found.id, "source": Source.MESSAGE}
            for number in range(SHEETS)
        ]
        db.session.execute(sa.insert(Sheet), rows)
        for place, one in enumerate(asked):
            chosen = list(one.choices)
            given = [
                {"question_id": one.id, "sheet_id": n, "choice": chosen[(n + place) % len(chosen)]}
                for n in range(SHEETS)
            ]
            db.session.execute(sa.insert(GivenAnswer), given)
        db.session.commit()
        start = time.perf_counter()
        with statements() as sent:
            tallies.count(found)
        seconds = time.perf_counter() - start
        total = db.session.scalar(sa.select(sa.func.sum(Tally.count)))
        assert (found.by_message, total) == (SHEETS, SHEETS * len(asked))
    judge(f"counting {SHEETS:,} sheets of a questionnaire", seconds, 2, "s")
    judge("counting them: statements", len(sent), 20, "")
