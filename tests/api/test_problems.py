"""What is refused is said in the same way everywhere: a code, the fields, in two languages."""

import re
from typing import Any, get_args

import pytest
from pydantic_core import core_schema
from werkzeug.exceptions import MethodNotAllowed

from integrity.doors.api import faults, openapi
from integrity.doors.api.problems import PROBLEMS
from tests.api.makers import batch, bearer, make_token, post
from tests.factories import make_body

WORDS = re.compile(r"[A-Za-z]{4,} [a-z]{2,} ")


def test_a_problem_has_a_code_a_title_and_the_address_of_its_description(client) -> None:
    answer = client.get("/api/v1/measures?colour=red")

    said = answer.json
    assert (answer.status_code, said["status"], said["code"]) == (400, 400, "wrong-filter")
    assert said["title"] == "查询参数有误"
    assert said["type"] == "http://localhost/api/docs#problem-wrong-filter"
    assert said["errors"] == [
        {"field": "colour", "code": "unknown_argument", "message": "没有这个查询参数。"}
    ]
    assert 'id="problem-wrong-filter"' in client.get("/api/docs").text


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Wrong query parameters"),
        ("en-GB,en;q=0.9", "Wrong query parameters"),
        ("zh-CN", "查询参数有误"),
        ("fr, zh;q=0.5, en;q=0.1", "查询参数有误"),
        ("fr", "查询参数有误"),
        ("nonsense;;q=x", "查询参数有误"),
    ],
)
def test_a_program_chooses_the_language_with_each_call(client, language, title) -> None:
    client.set_cookie("lang", "en" if title[0] > "z" else "zh")

    answer = client.get("/api/v1/measures?colour=red", headers={"Accept-Language": language})

    assert answer.json["title"] == title
    assert "Accept-Language" in answer.headers["Vary"]


def test_every_kind_of_problem_is_in_the_document_with_both_titles(client) -> None:
    for language in ("zh", "en"):
        headers = {"Accept-Language": language}
        document = client.get("/api/openapi.json", headers=headers).json
        known = document["components"]
        assert known["schemas"]["Problem"]["properties"]["code"]["enum"] == list(PROBLEMS)
        said = "".join(one["description"] for one in known["responses"].values())
        for code, kind in PROBLEMS.items():
            if kind.status not in (405, 500, 503):
                assert f"`{code}`" in said
    assert not re.search("[一-龥]", said), "Chinese in the English document"


def test_each_wrong_field_is_named_with_its_place_and_in_the_language_asked_for(client) -> None:
    said = {"outcomes": {"a/b": {"outcome": "perhaps", "colour": 1}}}
    address, headers = "/api/v1/checks/x/outcomes", bearer(make_token())

    chinese = client.post(address, json=said, headers=headers).json
    english = client.post(address, json=said, headers=headers | {"Accept-Language": "en"}).json

    assert {(e["field"], e["pointer"], e["code"]) for e in chinese["errors"]} == {
        ("outcomes.a/b.outcome", "#/outcomes/a~1b/outcome", "enum"),
        ("outcomes.a/b.colour", "#/outcomes/a~1b/colour", "extra_forbidden"),
    }
    assert "没有这个字段。" in {e["message"] for e in chinese["errors"]}
    assert "There is no such field." in {e["message"] for e in english["errors"]}


WRONG: list[Any] = [None, True, 1, -1.5, 1e400, "", "x" * 6000, [], {}, [1] * 2000, {"": {}}, "01"]


@pytest.mark.parametrize("scope", ["checks", "courts", "pushes", "records"])
def test_no_fault_is_said_in_the_words_of_a_library(app, client, scope) -> None:
    token = make_token(scope)
    with app.test_request_context():
        calls = [
            (rule.rule, contract.takes)
            for rule, _method, contract in openapi.operations()
            if contract.takes and openapi.scope_of(rule) == scope
        ]

    for rule, model in calls:
        address = re.sub(r"<[^>]+>", "1", rule).removeprefix("/api/v1/")
        for value in WRONG:
            content = dict.fromkeys(model.model_fields, value)
            for error in post(client, address, content, token).json.get("errors", ()):
                assert not WORDS.search(error["message"]), (rule, error)


def test_what_pydantic_can_find_has_a_sentence_of_ours() -> None:
    known = set(get_args(core_schema.ErrorType))

    assert set(faults.SENTENCES) - known == {"unknown_argument", "repeated_argument"}


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("GET", "windows", {"POST", "OPTIONS"}),
        ("GET", "checks/x/outcomes", {"POST", "OPTIONS"}),
        ("GET", "courts/heartbeats", {"POST", "OPTIONS"}),
        ("DELETE", "courts/cases", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("PUT", "measures", {"GET", "HEAD", "OPTIONS"}),
        ("POST", "commitments", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_another_method_is_refused_with_those_that_are_allowed(
    app, client, method, address, allowed
) -> None:
    answer = client.open(f"/api/v1/{address}", method=method)

    assert (answer.status_code, answer.json["code"]) == (405, "not-allowed-here")
    assert set(answer.headers["Allow"].split(", ")) == allowed
    with pytest.raises(MethodNotAllowed):
        app.url_map.bind("localhost").match(f"/api/v1/{address}", method)


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("measures?page=2", "page"),
        ("measures?limit=0", "limit"),
        ("measures?limit=501", "limit"),
        ("measures?limit=5_0", "limit"),
        ("measures?limit=５", "limit"),
        ("measures?limit=1&limit=2", "limit"),
        ("commitments?overdue=1", "overdue"),
        ("lists/serious?q=x", "q"),
        ("pushes?state=foo", "state"),
        ("pushes?entry=MDx", "entry"),
        ("pushes?updated_since=2026-11-20", "updated_since"),
        ("courts/cases?since=yesterday", "since"),
        ("courts/reconciliation?from=0", "from"),
        ("inspections?page=1", "page"),
    ],
)
def test_a_filter_that_is_unknown_or_wrong_is_refused_by_its_name(client, address, field) -> None:
    """Whatever was misspelt was passed over, and everything came back."""
    token = make_token("courts" if address.startswith("courts") else "pushes")

    answer = client.get(f"/api/v1/{address}", headers=bearer(token))

    assert (answer.status_code, answer.json["code"]) == (400, "wrong-filter")
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_answers_are_written_as_they_are_read(client) -> None:
    body = make_body("示例审批局")

    checked = post(client, "checks", batch(a={"code": body.uscc}), make_token("checks", body))

    for answer in (checked, client.get("/api/v1/bodies"), client.get("/api/v1/nothing")):
        assert "\\u" not in answer.text
