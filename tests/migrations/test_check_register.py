"""The register of checks came to be kept in months; what stood in it stands in it still."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, upgrade

from integrity.base.db import db
from integrity.credit.checks import register
from integrity.credit.checks.models import Check
from tests.migrations.conftest import found, row, tables

pytestmark = pytest.mark.slow
AT = datetime(2026, 11, 2, 2, tzinfo=UTC)
ANSWERS: dict[str, Any] = {
    "b": {"verdict": "restrict", "entries": [{"url": "http://localhost/lists/entries/17"}]},
    "a": {"error": "代码不正确，请核对。" * 300},
}


def test_checks_with_answers_outcomes_and_numbers_are_kept_up_and_down(fresh: Flask) -> None:
    upgrade(revision="0126")
    subject, check, result, outcome = tables(
        "subject", "credit_check", "check_result", "check_outcome"
    )
    facts = {"body_id": 1, "as_of": date(2026, 11, 2), "at": AT, "list_version": 5}
    with db.engine.begin() as connection:
        connection.execute(row(subject, id=1, kind="body", slug="a", public=True))
        connection.execute(row(check, id=7, ref="a-number", answer_digest="d", **facts))
        for n, (key, answer) in enumerate(ANSWERS.items(), 31):
            verdict = answer.get("verdict", "error")
            known = {"id": n, "check_id": 7, "key": key, "verdict": verdict, "subject_id": 1}
            connection.execute(row(result, answer=answer, **known))
        said = {"check_id": 7, "key": "b", "outcome": "applied", "at": AT}
        connection.execute(row(outcome, **said))

    upgrade()
    made = register.by_ref("a-number")
    assert made is not None
    assert (made.id, made.given, made.list_version) == (7, ANSWERS, 5)
    assert [(r.key, r.verdict, r.cites) for r in made.results] == [
        ("b", "restrict", ",17,"),
        ("a", "error", ""),
    ]
    _another()
    downgrade(revision="0126")

    kept = found("SELECT id, ref FROM credit_check ORDER BY id")
    answers = found("SELECT check_id, key, answer FROM check_result ORDER BY id")
    assert kept[0] == ("7", "a-number") and len(kept) == 2
    assert [(number, key) for number, key, _answer in answers[:2]] == [("7", "b"), ("7", "a")]
    if db.engine.dialect.name == "sqlite":
        assert [json.loads(str(answer)) for *_known, answer in answers[:2]] == [*ANSWERS.values()]
    assert found("SELECT check_id FROM check_outcome") == [("7",)]


def _another() -> None:
    """One that is made after the change, with the month in its number where there are months."""
    known: dict[str, Any] = {"body_id": 1, "officer": "示例", "purpose": "示例", "matter": "示例"}
    known["matter_code"] = ""
    known |= {"case_no": "", "authorisation": None, "authorised_by": "", "as_of": date(2026, 11, 2)}
    known |= {"list_version": 5, "at": AT, "answer_digest": "d", "answers": b'{"q":{"error":"x"}}'}
    ref = register.new_ref(AT)
    register.enter(known | {"ref": ref}, [register.Line("q", None, "error", "")])
    db.session.commit()
    assert db.session.scalars(sa.select(Check.ref).order_by(Check.id.desc())).first() == ref
    db.session.remove()
