"""A day is a text like 2026-11-20 and nothing else; no value is taken for one of another type."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from pydantic import ValidationError

from integrity.base.db import db
from integrity.doors.api.schemas import Unnamed
from integrity.streams.courts.models import CourtCase, Heartbeat
from tests.api.makers import batch, make_token, post
from tests.api.test_writes import CASE
from tests.checks.makers import make_identifier
from tests.courts.makers import make_reported
from tests.factories import TODAY, make_body

NUMBER = make_identifier(816)
NO_DAYS: list[Any] = [
    0,
    1_763_596_800,
    True,
    1.5,
    "0",
    "1763596800",
    "2026-11-20T00:00:00",
    "2026-1-2",
    "2026/11/20",
    "20261120",
    " 2026-11-20",
    "２０２６-11-20",
    "2026-02-30",
    "",
    [],
    {},
]


@pytest.mark.parametrize("day", NO_DAYS)
def test_a_check_of_something_that_is_no_day_is_refused(client, day: Any) -> None:
    """`as_of: 0` was the first of January 1970, on which everybody is clear."""
    content = batch(a={"code": make_body().uscc}) | {"as_of": day}

    answer = post(client, "checks", content, make_token())

    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "as_of"


@pytest.mark.parametrize("day", NO_DAYS)
def test_a_sign_of_life_on_something_that_is_no_day_is_refused(client, day: Any) -> None:
    """`on: 0` was kept as the first of January 1970."""
    answer = post(client, "courts/heartbeats", {"on": day, "cases": 0}, make_token("courts"))

    assert answer.status_code == 422
    assert db.session.scalars(sa.select(Heartbeat)).all() == []


@pytest.mark.parametrize("day", NO_DAYS)
def test_a_courts_days_are_days(client, day: Any) -> None:
    case, token = CASE | {"body": make_body().uscc}, make_token("courts")
    known = make_reported(TODAY)
    event = {"event": "confirm", "performed_on": day}
    address = f"courts/cases/{known.case_no}/events"

    assert post(client, "courts/cases", case | {"received_on": day}, token).status_code == 422
    assert post(client, address, event, make_token("courts", known.court)).status_code == 422


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("version", True),
        ("version", "1"),
        ("version", 1.0),
        ("owed", True),
        ("owed", "1e3"),
        ("owed", "1_000"),
        ("owed", "１２"),
        ("owed", "1,000.00"),
        ("performed", " 1 "),
        ("cause", 5),
        ("note", None),
    ],
)
def test_numbers_texts_and_truths_are_not_taken_for_each_other(client, field, value) -> None:
    content = CASE | {"body": make_body().uscc, field: value}

    answer = post(client, "courts/cases", content, make_token("courts"))

    assert answer.status_code == 422
    assert db.session.scalars(sa.select(CourtCase)).all() == []


@pytest.mark.parametrize("cases", [True, "3", 3.0, None])
def test_a_number_of_cases_is_a_number(client, cases: Any) -> None:
    answer = post(client, "courts/heartbeats", {"cases": cases}, make_token("courts"))

    assert answer.status_code == 422


@pytest.mark.parametrize("owed", [120000.5, "120000.5", 120000, "0"])
def test_an_amount_is_a_number_or_its_digits(client, owed: Any) -> None:
    content = CASE | {"body": make_body().uscc, "owed": owed}

    assert post(client, "courts/cases", content, make_token("courts")).status_code == 200


def below(model: type[Unnamed]) -> Iterator[type[Unnamed]]:
    for child in model.__subclasses__():
        yield child
        yield from below(child)


def refuses_a_number(model: type[Unnamed], name: str) -> bool:
    given = model.model_construct()
    try:
        model.__pydantic_validator__.validate_assignment(given, name, f"示例{NUMBER}")
    except ValidationError:
        return True
    return False


def test_no_words_of_a_call_take_an_identity_number(app: Flask) -> None:
    """A matter, a case number or a reason was kept and handed on as it was sent."""
    with app.test_request_context():
        found = [(model, name) for model in below(Unnamed) for name in model.model_fields]
        taking = {f"{m.__name__}.{name}" for m, name in found if not refuses_a_number(m, name)}

    assert len(found) > 50
    assert taking == set()


def test_a_key_made_of_an_identity_number_is_refused_and_said_nowhere(client) -> None:
    content = batch(**{NUMBER: {"code": make_body().uscc}})

    answer = post(client, "checks", content, make_token())

    assert answer.status_code == 422
    (error,) = answer.json["errors"]
    assert (error["field"], error["message"]) == ("queries", "不要填写身份证号码。")
    assert NUMBER not in answer.text
