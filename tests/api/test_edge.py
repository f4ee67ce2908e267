"""Tokens, scopes, sizes, broken requests, and the same request twice."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.casework.rules import service as rules
from integrity.credit.checks.models import Check
from integrity.doors.api import admission, idempotency
from integrity.doors.api.models import RequestAnswer, RequestKey
from integrity.people.accounts import tokens
from integrity.people.accounts.models import Token
from tests.api.makers import batch, bearer, make_token, post
from tests.factories import NOW, TODAY, example_code, make_body

ONE = batch(q={"code": example_code(1)})
CASE = {"approvals": [{"matter": "SX-XK", "case_no": "示例1号", "decided_on": TODAY.isoformat()}]}


def checks() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Check)) or 0


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ig_forged", "Basic YTpi", "ig_x"])
def test_without_a_known_token_nothing_is_done(client, header: str | None) -> None:
    headers = {"Authorization": header} if header is not None else {}

    answer = client.post("/api/v1/checks", json=ONE, headers=headers)

    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert checks() == 0


def test_a_token_without_the_scope_is_refused(client) -> None:
    answer = post(client, "checks", ONE, make_token("pushes"))

    assert answer.status_code == 403
    assert answer.content_type == "application/problem+json"
    assert "insufficient_scope" in answer.headers["WWW-Authenticate"]
    assert checks() == 0


def test_a_revoked_token_is_unknown(client) -> None:
    token = make_token()
    tokens.revoke(db.session.scalars(sa.select(Token)).one(), by=SYSTEM, at=NOW)

    assert post(client, "checks", ONE, token).status_code == 401


def test_a_person_logged_in_has_no_scope(login, client) -> None:
    from integrity.base.permissions import Role
    from tests.factories import make_user

    login(make_user(Role.CLERK, make_body()))

    assert client.post("/api/v1/checks", json=ONE).status_code == 401


@pytest.mark.parametrize("content", [b"", b"{", b'{"a":', b"\xff\xfe", b"nonsense"])
def test_broken_json_is_a_problem_document(client, content: bytes) -> None:
    answer = client.post(
        "/api/v1/checks",
        data=content,
        content_type="application/json",
        headers=bearer(make_token(), key="k"),
    )

    assert answer.status_code == 400
    assert answer.json["status"] == 400
    assert checks() == 0


def test_another_format_than_json_is_refused(client) -> None:
    answer = client.post("/api/v1/checks", data={"matter": "x"}, headers=bearer(make_token()))

    assert answer.status_code == 415


def test_wrong_fields_are_named(client) -> None:
    answer = post(client, "checks", {"matter": "", "queries": [], "colour": "red"}, make_token())

    assert answer.status_code == 422
    assert {error["field"] for error in answer.json["errors"]} == {
        "matter",
        "purpose",
        "queries",
        "colour",
    }


def test_a_null_character_is_refused_before_it_reaches_the_database(client) -> None:
    answer = post(client, "checks", batch(q={"name": "a\0b"}), make_token())

    assert answer.status_code == 422


def test_a_request_that_is_too_large_is_refused(client) -> None:
    content = batch(q={"name": "x" * admission.LARGEST})

    assert post(client, "checks", content, make_token()).status_code == 413


def test_too_many_queries_are_refused(client) -> None:
    content = batch(**{f"k{n}": {"name": "x"} for n in range(1001)})

    answer = post(client, "checks", content, make_token())

    assert answer.status_code == 413
    assert checks() == 0


def test_the_same_key_and_content_get_the_first_answer_again(client) -> None:
    token = make_token()

    first = post(client, "checks", ONE, token, key="k-1")
    spaced = client.post(
        "/api/v1/checks",
        data=json.dumps(dict(reversed(ONE.items())), indent=4),
        content_type="application/json",
        headers=bearer(token, "k-1"),
    )

    assert first.json == spaced.json
    assert spaced.headers["Idempotent-Replayed"] == "true"
    assert checks() == 1


def test_a_repeated_check_is_read_from_the_register_and_kept_nowhere_else(client) -> None:
    """Every answer of up to a thousand was kept a second time beside its key, for ever."""
    token = make_token()
    first = post(client, "checks", ONE, token, key="k-1")

    [known] = db.session.scalars(sa.select(RequestKey))

    assert known.receipt == first.json["check_id"] and len(known.mark) == len(known.digest) == 32
    assert db.session.scalars(sa.select(RequestAnswer)).all() == []
    assert post(client, "checks", ONE, token, key="k-1").data == first.data


def test_any_other_write_is_answered_as_the_first_time(client) -> None:
    body = make_body("示例审批局")
    token = make_token(body=body)

    first, second = (post(client, "approvals", CASE, token, key="k-2") for _time in range(2))

    assert first.json == second.json and first.json["approvals"][0]["added"]
    assert second.headers["Idempotent-Replayed"] == "true"


def test_keys_end_after_their_term(client) -> None:
    token = make_token()
    post(client, "checks", ONE, token, key="k-1")
    post(client, "approvals", CASE, token, key="k-2")
    days = timedelta(days=rules.number("LOCAL-API-KEYS", TODAY))

    early, late = (idempotency.retire(on=TODAY + days + timedelta(days=n)) for n in (0, 1))

    assert (early, late) == (0, 2)
    assert checks() == 1


def test_the_same_key_with_other_content_is_a_conflict(client) -> None:
    token = make_token()
    post(client, "checks", ONE, token, key="k-1")

    answer = post(client, "checks", batch(q={"name": "甲"}), token, key="k-1")

    assert answer.status_code == 409
    assert answer.content_type == "application/problem+json"
    assert checks() == 1


def test_a_key_belongs_to_its_token(client) -> None:
    first = post(client, "checks", ONE, make_token(), key="k-1")
    second = post(client, "checks", ONE, make_token(), key="k-1")

    assert first.json["check_id"] != second.json["check_id"]


def test_a_refused_request_does_not_use_up_its_key(client) -> None:
    token = make_token()

    refused = post(client, "checks", {"matter": "x"}, token, key="k-1")
    accepted = post(client, "checks", ONE, token, key="k-1")

    assert (refused.status_code, accepted.status_code) == (422, 200)


@pytest.mark.parametrize("key", ["k" * 201, ""])
def test_a_key_that_is_too_long_or_empty_is_refused(client, key) -> None:
    headers = bearer(make_token()) | {"Idempotency-Key": key}

    answer = client.post("/api/v1/checks", json=ONE, headers=headers)

    assert (answer.status_code, answer.json["code"]) == (422, "wrong-key")


def test_an_unknown_address_answers_with_a_problem_document(client) -> None:
    answer = client.get("/api/v1/nothing")

    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


def test_only_a_digest_of_a_token_is_stored(client) -> None:
    token = make_token()

    stored = db.session.scalars(sa.select(Token)).one()

    assert token not in {stored.digest, stored.hint, stored.note}
