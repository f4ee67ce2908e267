"""Many cases at once, what has been received, and whether it is all."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.streams.courts import heartbeats, service
from integrity.streams.courts.models import CourtCase, Heartbeat
from integrity.streams.courts.receipts import Receipt
from tests.api.makers import bearer, make_token, post
from tests.courts.makers import make_case, make_performing
from tests.factories import NOW, TODAY, make_body, make_user
from tests.statements import statements


@pytest.fixture
def court():
    return make_body("示例人民法院")


@pytest.fixture
def token(court):
    return make_token("courts", court)


def case(number: int, body: Any, **more: Any) -> dict[str, Any]:
    return {
        "external_id": f"E-{number}",
        "case_no": f"（2026）鲁0191执{number}号",
        "body": body.uscc,
        "cause": "买卖合同纠纷",
        "owed": "120000.50",
        "received_on": "2026-06-01",
        "creditor_kind": "enterprise",
    } | more


def cases() -> list[CourtCase]:
    return list(db.session.scalars(sa.select(CourtCase).order_by(CourtCase.id)))


def read(client, token, address):
    return client.get(f"/api/v1/courts/{address}", headers=bearer(token))


def test_an_impossible_sum_in_row_seven_of_nine_is_refused_and_the_others_are_in(client, token):
    """Seen: there was no batch; a court with 9 cases made 9 calls."""
    body = make_body()
    rows = [case(n, body) for n in range(1, 10)]
    rows[6]["owed"] = 1e30

    answer = post(client, "courts/cases/batch", {"cases": rows}, token).json

    assert answer["counts"] == {"received": 8, "refused": 1}
    assert answer["rows"][6]["errors"][0]["field"] == "owed"
    assert [row["index"] for row in answer["rows"]] == list(range(9))
    assert len(cases()) == 8


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"owed": "1E+30"}, "invalid"),
        ({"body": "123"}, "invalid"),
        ({"creditor_name": "张三"}, "invalid"),
        ({"case_no": "（2099）鲁01执2号"}, "wrong-number"),
        ({"case_no": "（2026）鲁0191执1号"}, "conflict"),
        ({"external_id": "E-1"}, "conflict"),
        ({"performed": "999999999"}, "wrong-case"),
        ({"received_on": "2999-01-01"}, "wrong-day"),
        ({"duty": "both"}, "wrong-case"),
    ],
)
def test_each_row_says_by_a_stable_code_why_it_was_refused(client, token, wrong, code):
    body = make_body()
    rows = [case(1, body), case(2, body) | wrong, case(3, body)]

    answer = post(client, "courts/cases/batch", {"cases": rows}, token).json

    assert [row["result"] for row in answer["rows"]] == ["received", "refused", "received"]
    assert answer["rows"][1]["code"] == code


def test_rows_that_are_no_cases_spoil_only_themselves(client, token):
    rows = [None, [], "x", 5, case(1, make_body())]

    answer = post(client, "courts/cases/batch", {"cases": rows}, token).json

    assert answer["counts"] == {"refused": 4, "received": 1}


def test_the_same_batch_twice_changes_nothing_and_a_higher_version_updates(client, token):
    body = make_body()
    rows = {"cases": [case(n, body) for n in (1, 2)]}
    newer = {"cases": [case(1, body, version=2, owed="5.00"), case(2, body)]}
    post(client, "courts/cases/batch", rows, token)

    again = post(client, "courts/cases/batch", rows, token).json["counts"]
    more = post(client, "courts/cases/batch", newer, token).json["counts"]

    assert (again, more) == ({"unchanged": 2}, {"updated": 1, "unchanged": 1})
    assert len(db.session.scalars(sa.select(Receipt)).all()) == 3


def test_the_same_case_with_its_number_in_other_brackets_is_the_same(client, token):
    """Half-width brackets of one push, full-width ones of the next were “内容不同”."""
    body = make_body()
    numbers = ("（2024）鲁0102执124号", "(2024)鲁0102执124号", "〔2024〕鲁0102执124号")
    said = [{"cases": [case(1, body, case_no=number)]} for number in numbers]

    counts = [post(client, "courts/cases/batch", one, token).json["counts"] for one in said]

    assert counts == [{"received": 1}, {"unchanged": 1}, {"unchanged": 1}]


def test_too_many_rows_are_refused(client, token):
    answer = post(client, "courts/cases/batch", {"cases": [None] * 1001}, token)

    assert (answer.status_code, answer.json["code"]) == (422, "invalid")


def test_a_batch_asks_the_database_hardly_more_often_for_many_than_for_few(client, token):
    """INSERTs have 25 rows each; nothing else grows with the batch."""
    body, counts = make_body(), []
    for numbers in (range(1, 3), range(3, 9), range(100, 200)):  # the first one finds all new
        content = {"cases": [case(n, body) for n in numbers]}
        with statements() as seen:
            assert post(client, "courts/cases/batch", content, token).status_code == 200
        counts.append([one[:70] for one in seen if not one.startswith("INSERT")])

    assert len(counts[1]) == len(counts[2])


def test_events_of_many_cases_are_each_on_their_own(client, token, court):
    mine, other = make_performing(court=court), make_case()
    events = [
        {"case_no": mine.case_no, "event": "progress", "performed": "1.00"},
        {"case_no": other.case_no, "event": "progress", "performed": "1.00"},
        {"case_no": mine.case_no, "event": "progress"},
        {"case_no": mine.case_no, "event": "explode"},
        {"case_no": mine.case_no, "event": "progress", "performed": "2.00"},
    ]

    answer = post(client, "courts/events/batch", {"events": events}, token).json

    codes = [row["code"] for row in answer["rows"]]
    assert codes == [None, "not-found", "missing", "invalid", None]
    assert str(db.session.get(CourtCase, mine.id).performed) == "2.00"


def test_a_wrong_push_is_withdrawn_with_its_reason(client, token):
    body = make_body()
    post(client, "courts/cases", case(1, body), token)
    address = "courts/cases/（2026）鲁0191执1号/events"

    assert post(client, address, {"event": "withdraw"}, token).status_code == 422
    said = {"event": "withdraw", "why": "被执行人写错"}
    assert post(client, address, said, token).json["state"] == "withdrawn"
    right = case(1, make_body("应负责的局"), version=2)
    assert post(client, "courts/cases", right, token).json["state"] == "received"


def test_what_was_received_is_read_page_by_page_as_it_was_sent(client, token):
    body = make_body()
    rows = [case(n, body) for n in (1, 2, 3)]
    post(client, "courts/cases/batch", {"cases": rows}, token)
    make_case()  # another court's

    first = read(client, token, "cases?limit=2").json
    second = read(client, token, f"cases?limit=2&after={first['next']}").json

    items = first["items"] + second["items"]
    assert [item["external_id"] for item in items] == ["E-1", "E-2", "E-3"]
    assert [item["digest"] for item in items] == [digest(row) for row in rows]
    assert items[0]["parts"]["type"] == "执" and items[0]["case"]["state"] == "received"
    assert second["next"] is None
    assert read(client, token, "cases?since=2026-11-21").json["items"] == []
    assert read(client, token, "cases?since=gestern").json["code"] == "wrong-filter"


def test_both_sides_come_to_the_same_digest_of_a_day(client, token):
    body = make_body()
    rows = [case(n, body) for n in (1, 2, 3)]
    post(client, "courts/cases/batch", {"cases": rows}, token)
    post(client, "courts/heartbeats", {"cases": 4}, token)

    (day,) = read(client, token, "reconciliation?from=2026-11-20&to=2026-11-20").json["days"]

    lines = sorted(f"{row['external_id']}:1:received:{digest(row)}" for row in rows)
    assert day["digest"] == hashlib.sha256("\n".join(lines).encode()).hexdigest()
    assert (day["reported"], day["cases"], day["difference"]) == (4, 3, 1)


@pytest.mark.parametrize("span", ["from=2026-11-21&to=2026-11-20", "from=2020-01-01"])
def test_a_span_that_is_none_is_refused(client, token, span):
    assert read(client, token, f"reconciliation?{span}").status_code == 422


def test_a_number_of_a_past_day_is_marked_as_filled_in(client, token):
    """Seen: any past day could be filled in later, and nobody could tell."""
    past = {"on": (TODAY - timedelta(days=3)).isoformat(), "cases": 0}

    assert post(client, "courts/heartbeats", {"cases": 0}, token).json["filled_in_on"] is None
    filled = post(client, "courts/heartbeats", past, token).json

    assert filled["filled_in_on"] == TODAY.isoformat()


def test_a_difference_is_told_to_the_office_and_to_the_court_until_it_is_settled(client, court):
    """Seen: a court reported 0 cases on a day with 3 pushes, and nothing was said."""
    token = make_token("courts", court)
    yesterday = TODAY - timedelta(days=1)
    make_case(court=court, at=NOW - timedelta(days=1))
    post(client, "courts/heartbeats", {"on": yesterday.isoformat(), "cases": 0}, token)
    office, judge = make_user(Role.OFFICE), make_user(Role.COURT, court)
    stranger = make_user(Role.COURT, make_body("别的法院"))
    said = "报告 2026年11月19日（星期四） 推送 0 件，实收 1 件"

    assert said in "".join(heartbeats.alarms(office, TODAY))
    assert said in "".join(heartbeats.alarms(judge, TODAY))
    assert heartbeats.alarms(stranger, TODAY) == []
    post(client, "courts/heartbeats", {"on": yesterday.isoformat(), "cases": 1}, token)
    assert heartbeats.alarms(judge, TODAY) == []


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (NOW - timedelta(minutes=16), "clock-skew"),
        (NOW + timedelta(minutes=16), "clock-skew"),
        ("2026-11-20T10:00:00", "wrong-sent-at"),
        ("vorhin", "wrong-sent-at"),
    ],
)
def test_a_call_sent_at_another_time_is_refused(client, token, sent, code):
    """A copy of an old call, or a clock that is wrong: our own time is in the answer."""
    said = sent if isinstance(sent, str) else sent.isoformat()

    answer = beat(client, token, 3, said)

    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert db.session.scalars(sa.select(Heartbeat)).all() == []


def test_an_older_number_that_arrives_late_does_not_replace_a_newer_one(client, token):
    minute = timedelta(minutes=1)
    beat(client, token, 3, NOW.isoformat())

    late = beat(client, token, 1, (NOW - minute).isoformat())
    newer = beat(client, token, 5, (NOW + minute).isoformat())

    assert (late.json["cases"], newer.json["cases"]) == (3, 5)


def test_what_was_stored_under_a_looser_key_is_still_found(client, token, court):
    """Numbers were kept however they ended in 号; one of a type that nobody knows was taken."""
    kept = make_case(court=court)
    kept.case_no = kept.key = "(2026)鲁01执示例字12号"
    db.session.flush()

    assert service.by_case_no(court, "（2026）鲁01执示例字12号") is kept


def test_a_resumed_case_names_its_first_one(client, token):
    body = make_body()
    resumed = case(2, body, case_no="（2026）鲁0191执恢2号", first_case_no="(2026)鲁0191执01号")
    rows = [resumed, case(1, body)]

    post(client, "courts/cases/batch", {"cases": rows}, token)

    later, first = cases()
    assert later.first_key == first.key


def beat(client, token, number: int, sent: str):
    headers = bearer(token) | {"Sent-At": sent}
    return client.post("/api/v1/courts/heartbeats", json={"cases": number}, headers=headers)


def digest(row: dict[str, Any]) -> str:
    text = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
