"""What was done with answers of many checks is said in one call by file, row by row."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from integrity.credit.checks import outcomes
from integrity.credit.checks.outcome_models import Outcome
from integrity.doors.api import outcome_file_views
from integrity.people.subjects.models import Subject
from tests.api.makers import bearer, make_token
from tests.checks.makers import make_check
from tests.factories import make_body
from tests.importing.makers import sheet
from tests.sanctions.makers import MEASURE, make_listed

COLUMNS = ("回执编号", "行号", "措施编号", "办理结果", "说明", "办理文书")


@pytest.fixture
def listed() -> Subject:
    return make_listed(make_body("示例被查局"), measures=(MEASURE,)).subject


def send(client: FlaskClient, token: str, *rows: dict[str, str], key: str = "") -> Any:
    return client.post(
        "/api/v1/outcome-files",
        data=sheet(COLUMNS, *rows),
        content_type="text/csv",
        headers=bearer(token, key),
    )


def row(ref: str, outcome: str = "已采用核查结果", **more: str) -> dict[str, str]:
    return {"回执编号": ref, "行号": "q", "措施编号": MEASURE, "办理结果": outcome} | more


def test_each_row_counts_or_is_refused_by_itself(client: FlaskClient, listed: Subject) -> None:
    body = make_body("示例审批局")
    one, other = (make_check({"q": {"code": listed.uscc}}, body=body) for _time in range(2))
    theirs, token = make_check({"q": {"code": listed.uscc}}), make_token(body=body)
    reason = {"说明": "没有申请公务接待", "办理文书": "示例字1号"}
    rows = (row(one.ref), row(theirs.ref), row(other.ref, "未采用核查结果"))
    more = (row(other.ref, "因其他原因没有办理", **reason), row("没有", "不知道"))

    answer = send(client, token, *rows).json
    again = send(client, token, row(one.ref), *more).json

    assert (answer["rows"], answer["added"], answer["unchanged"]) == (3, 1, 0)
    assert [said["line"] for said in answer["refused"]] == [3, 4]
    assert answer["refused"][0]["faults"][0]["column"] == "receipt"
    assert (again["added"], again["unchanged"], len(again["refused"])) == (1, 1, 1)
    assert outcomes.standing(one)["q"][MEASURE].outcome is Outcome.APPLIED
    assert outcomes.standing(other)["q"][MEASURE].document == "示例字1号"
    assert outcomes.standing(theirs) == {}


def test_the_same_key_is_the_same_answer_and_no_second_report(
    client: FlaskClient, listed: Subject
) -> None:
    made = make_check({"q": {"code": listed.uscc}}, body=make_body("示例审批局"))
    token = make_token(body=made.body)

    first, second = (send(client, token, row(made.ref), key="k") for _time in range(2))

    assert first.json == second.json and first.json["added"] == 1
    assert second.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        ("名称\n示例公司", 422, "unfit-header"),
        (b"PK\x03\x04broken", 422, "wrong-file"),
        ("行号\n" * 4, 413, "batch-too-large"),
    ],
)
def test_what_is_no_such_file_is_refused_whole(
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    content: str | bytes,
    status: int,
    code: str,
) -> None:
    monkeypatch.setattr(outcome_file_views, "MOST", 2)

    refused = client.post(
        "/api/v1/outcome-files", data=content, content_type="text/csv", headers=bearer(make_token())
    )

    assert (refused.status_code, refused.json["code"]) == (status, code)
