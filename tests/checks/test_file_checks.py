"""A file of codes is checked in one call: a receipt at once, every line registered, a file back."""

import csv
import hashlib
import io
from datetime import timedelta

import orjson
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from integrity.base.db import db
from integrity.base.runs import JobRun, RunState
from integrity.credit.checks import answering, duties
from integrity.credit.checks.duty_models import CheckDuty
from integrity.credit.checks.file_checks import parts, reading, running, service
from integrity.credit.checks.file_checks.models import CheckFile, CheckFileLine
from integrity.files import storage
from tests.api.makers import bearer, make_token
from tests.checks.makers import make_check
from tests.factories import NOW, TODAY, example_code, make_body, make_enterprise
from tests.sanctions.makers import MEASURE, make_listed
from tests.subjects.makers import make_kept
from tests.subjects.test_kept_codes import IRREGULAR, register

WHAT = "purpose=行政许可审批&matter=示例许可"
PERSON = "11010519491231002X"
NDJSON = "application/x-ndjson"


def send(
    client: FlaskClient, token: str, content: str | bytes, kind: str, key: str = ""
) -> TestResponse:
    return client.post(
        f"/api/v1/check-files?{WHAT}",
        data=content,
        content_type=kind,
        headers=bearer(token, key),
    )


def read(client: FlaskClient, token: str, path: str) -> TestResponse:
    address = f"/api/v1/check-files{'' if path.startswith('?') else '/'}{path}"
    return client.get(address, headers=bearer(token))


def found(ref: str) -> CheckFile:
    made = service.by_ref(ref)
    assert made
    return made


def rows(response: TestResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"))))


def test_each_line_is_answered_as_a_check_of_its_code_would_be(client: FlaskClient) -> None:
    listed = make_listed(make_body(), measures=(MEASURE,)).subject
    clean, nobody, token = make_enterprise("示例干净有限公司"), example_code(77), make_token()
    codes = [listed.uscc, clean.uscc, nobody, "123", listed.uscc]
    sent = send(client, token, "代码\n" + "\n".join(codes), "text/csv")

    assert (sent.status_code, sent.json["state"], sent.json["codes"]) == (202, "waiting", 5)
    assert sent.json["percent"] == 0
    made = found(sent.json["check_id"])
    assert running.work(made.id, at=NOW) == {"answered": 5}
    db.session.commit()
    said = read(client, token, made.ref).json
    result = read(client, token, f"{made.ref}/result")

    single = make_check({str(n): {"code": code} for n, code in enumerate(codes)}).given
    verdicts = [answer.get("verdict", "error") for answer in single.values()]
    assert [row["结论"] for row in rows(result)] == verdicts
    assert verdicts == ["restrict", "clear", "unidentified", "error", "restrict"]
    assert [row["代码"] for row in rows(result)] == [*codes[:3], "", codes[4]]
    assert rows(result)[3]["说明"] == "代码不正确，请核对。"
    assert rows(result)[1]["登记名称"] == "示例干净有限公司"
    assert "限制公务消费" in rows(result)[0]["措施及依据"]
    assert said["state"] == "answered" and said["counts"]["restrict"] == 2
    assert said["percent"] == 100
    assert said["answer_digest"] == hashlib.sha256(result.get_data()).hexdigest()


def test_codes_that_were_kept_though_they_break_the_rule_are_answered_and_others_not_kept(
    client: FlaskClient,
) -> None:
    """An old number in a file was an error, though a check of it alone was answered."""
    listed, token = make_listed(make_body(), measures=(MEASURE,)).subject, make_token()
    old, odd = make_kept(listed).code, register(IRREGULAR).code

    made = answered(client, token, f"代码\n{old}\n370100300099999\n{odd}\n{old}", "text/csv")
    told = rows(read(client, token, f"{made.ref}/result"))

    assert [row["结论"] for row in told] == ["restrict", "error", "clear", "restrict"]
    assert [row["代码"] for row in told] == [old, "", odd, old]
    assert told[0]["登记名称"] == listed.name and "不合编码规则" in told[2]["说明"]
    of = sa.select(CheckFileLine.subject_id).order_by(CheckFileLine.line)
    assert db.session.scalars(of).first() == listed.id


def test_measures_of_other_matters_are_told_as_such(client: FlaskClient) -> None:
    """A file named what is executed here and what is not without telling one from the other."""
    listed = make_listed(make_enterprise(), measures=("M-S-ADM-01", "M-S-ADM-02")).subject
    token, note = make_token(), "（不在该事项中执行，只供参考）"
    address = "/api/v1/check-files?purpose=示例&matter=SX-XK"
    sent = client.post(
        address, data=f"代码\n{listed.uscc}", content_type="text/csv", headers=bearer(token)
    )
    made = found(sent.json["check_id"])
    running.work(made.id, at=NOW)
    db.session.commit()

    [row] = rows(read(client, token, f"{made.ref}/result"))
    here, elsewhere = sorted(row["措施及依据"].split("；"), key=lambda words: words.endswith(note))

    assert not here.endswith(note) and elsewhere.endswith(note)


def answered(client: FlaskClient, token: str, content: str | bytes, kind: str) -> CheckFile:
    made = found(send(client, token, content, kind).json["check_id"])
    running.work(made.id, at=NOW)
    db.session.commit()
    return made


def test_lines_of_json_are_read_and_answered_line_by_line(client: FlaskClient) -> None:
    firm, token = make_enterprise("示例干净有限公司"), make_token()
    sent = f'{{"code": "{firm.uscc}", "name": "示例"}}\n\n"{firm.uscc.lower()}"\n{{}}\n'

    made = answered(client, token, sent, NDJSON)
    lines = read(client, token, f"{made.ref}/result?format=ndjson").get_data().splitlines()

    said = [orjson.loads(line) for line in lines]
    assert [one["line"] for one in said] == [1, 2, 3]
    assert [one["verdict"] for one in said] == ["clear", "clear", "error"]
    assert said[1]["code"] == firm.uscc and said[1]["name"] == "示例干净有限公司"


def test_the_register_has_a_row_for_each_line_and_no_number_of_a_person(
    client: FlaskClient,
) -> None:
    listed, token = make_listed(make_body(), measures=(MEASURE,)).subject, make_token()

    made = answered(client, token, f"代码,姓名\n{PERSON},示例\n{listed.uscc},示例", "text/csv")

    lines = db.session.scalars(sa.select(CheckFileLine).order_by(CheckFileLine.line)).all()
    kept = [(line.file_id, line.line, line.code, line.subject_id, line.verdict) for line in lines]
    assert kept == [
        (made.id, 1, "", None, "error"),
        (made.id, 2, listed.uscc, listed.id, "restrict"),
    ]
    assert made.asked is None
    assert (made.as_of, made.officer[:5], made.purpose) == (TODAY, "示例审批局", "行政许可审批")
    result = storage.path_of(made.stored or "").read_text("utf-8-sig")
    assert PERSON not in result and "示例,示例" not in result


def test_other_bodies_neither_see_nor_fetch_it_and_there_is_nothing_before_it_is_answered(
    client: FlaskClient,
) -> None:
    token, other = make_token(), make_token(body=make_body("示例住房局"))
    ref = send(client, token, f"代码\n{example_code(1)}", "text/csv").json["check_id"]

    early = read(client, token, f"{ref}/result")
    foreign = [read(client, other, path).status_code for path in (ref, f"{ref}/result")]

    assert (early.status_code, early.json["code"]) == (409, "not-answered")
    assert foreign == [404, 404]


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        ("", NDJSON, 422, "wrong-batch"),
        ("{no json", NDJSON, 422, "wrong-batch"),
        ("代码\n", "text/csv", 422, "wrong-batch"),
        ("名称\n示例公司", "text/csv", 422, "unfit-header"),
        (b"PK\x03\x04broken", "application/octet-stream", 422, "wrong-file"),
        (b"\xff\xff\x00\x01", "text/csv", 422, "wrong-file"),
    ],
)
def test_what_is_no_file_of_codes_is_refused_whole(
    client: FlaskClient, content: str | bytes, kind: str, status: int, code: str
) -> None:
    refused = send(client, make_token(), content, kind)

    assert (refused.status_code, refused.json["code"]) == (status, code)
    assert db.session.scalars(sa.select(CheckFile)).all() == []


def test_more_codes_than_a_file_may_have_are_too_large(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST", 2)

    refused = send(client, make_token(), '""\n""\n""\n', NDJSON)

    assert (refused.status_code, refused.json["code"]) == (413, "batch-too-large")


def test_a_body_lists_its_own_files_with_how_far_each_is(client: FlaskClient) -> None:
    token, other = make_token(), make_token(body=make_body("示例住房局"))
    first = answered(client, token, f"代码\n{example_code(1)}", "text/csv")
    send(client, token, f"代码\n{example_code(1)}", "text/csv")
    send(client, other, f"代码\n{example_code(1)}", "text/csv")

    found = read(client, token, "?limit=1")
    following = client.get(found.headers["Link"].partition(">")[0][1:], headers=bearer(token))

    assert [one["check_id"] for one in found.json["items"]] == [first.ref]
    assert [one["state"] for one in following.json["items"]] == ["waiting"]
    assert following.json["next"] is None
    assert read(client, token, "?case_no=示例").json["items"] == []


def test_the_same_key_again_is_the_same_receipt(client: FlaskClient) -> None:
    token = make_token()

    refs = [
        send(client, token, f"代码\n{example_code(1)}", "text/csv", key="k").json["check_id"]
        for _time in range(2)
    ]

    assert refs[0] == refs[1]


def test_it_is_answered_once_and_given_up_after_runs_that_did_not_end(client: FlaskClient) -> None:
    token = make_token()
    first = answered(client, token, f"代码\n{example_code(1)}", "text/csv")
    broken = found(send(client, token, f"代码\n{example_code(1)}", "text/csv").json["check_id"])
    for _run in range(running.TRIES + 1):
        run = {"name": service.JOB, "argument": broken.id, "on": TODAY, "started_at": NOW}
        db.session.add(JobRun(state=RunState.FAILED, **run))
    db.session.flush()

    assert running.work(first.id, at=NOW) == {"skipped": 1}
    assert service.waiting() == [broken.id]
    assert running.work(broken.id, at=NOW) == {"refused": 1}
    assert (broken.state, broken.asked, service.waiting()) == ("refused", None, [])


def test_it_is_kept_as_long_as_the_register_and_then_ends_with_its_file(
    client: FlaskClient,
) -> None:
    made = answered(client, make_token(), f"代码\n{example_code(1)}", "text/csv")
    path = storage.path_of(made.stored or "")
    end = TODAY.replace(year=TODAY.year + 5, day=1)

    early, late = service.retire(on=end), service.retire(on=end + timedelta(days=31))

    assert (early, late, path.exists()) == (0, 1, False)
    assert db.session.scalars(sa.select(CheckFileLine)).all() == []


def test_of_what_must_be_executed_a_receipt_is_kept_and_an_outcome_is_owed(
    client: FlaskClient,
) -> None:
    """A line of a file said restrict, and nobody owed a word of what was done."""
    listed, clean = make_listed(make_body(), measures=(MEASURE,)).subject, make_body()
    body = make_body("示例审批局")
    token = make_token(body=body)
    content = "代码\n" + "\n".join([clean.uscc, listed.uscc, example_code(7), listed.uscc])

    made = answered(client, token, content, "text/csv")
    [part] = parts.of(made)
    told = rows(read(client, token, f"{made.ref}/result"))
    duties.fill(on=TODAY + timedelta(days=1))

    assert [row["须登记使用情况的回执编号"] for row in told] == ["", part.ref, "", ""]
    assert list(part.given) == ["2"] and part.given["2"]["verdict"] == "restrict"
    assert part.answer_digest == answering.digest(part.given)
    assert (part.body_id, part.matter, part.list_version) == (
        body.id,
        made.matter,
        made.list_version,
    )
    [duty] = db.session.scalars(sa.select(CheckDuty)).all()
    assert (duty.body_id, duty.about_id, duty.key) == (body.id, listed.id, "2")
    said = {"outcomes": {"2": {"outcome": "applied"}}}
    answer = client.post(f"/api/v1/checks/{part.ref}/outcomes", json=said, headers=bearer(token))
    assert answer.status_code == 200 and duty.state == "outcome-reported"
