"""A round of 60 bodies, 24 leaves (ten computed) and six evaluators who all score every body."""

import time
from collections.abc import Callable
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask

from integrity.app import create_app
from integrity.base.db import db
from integrity.casework.rules import service as rules
from tests.benchmarks.answers import judge_answers
from tests.benchmarks.report import judge
from tests.evaluations.measured import fill_round, recompute

BODIES, EVALUATORS = 60, 6


def judge_rounds(new_app: Callable[[str], Flask], streams: Any) -> None:
    """Seconds on each database for all results; raises AssertionError where they differ.

    And of the answers of a questionnaire.
    """
    found = {"PostgreSQL": _measured(new_app("bench_rounds"))}
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/rounds.sqlite"
        app = create_app(streams, TESTING=True, SQLALCHEMY_DATABASE_URI=url)
        with app.app_context():
            db.create_all()
            rules.load()
            db.session.commit()
        found["SQLite"] = _measured(app)
    digests = {digest for _seconds, digest in found.values()}
    assert len(digests) == 1, digests
    for name, (seconds, _digest) in found.items():
        judge(f"a round of 60 bodies, 24 leaves and 6 evaluators, {name}", seconds, 2, "s")
    judge_answers(new_app)


def _measured(app: Flask) -> tuple[float, str]:
    with app.app_context():
        item = fill_round(BODIES, EVALUATORS)
        db.session.commit()
        db.session.expire_all()
        start = time.perf_counter()
        digest = recompute(item)
        return time.perf_counter() - start, digest
