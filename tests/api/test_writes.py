"""What business systems, courts and receiving bodies write."""

from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures.lists import Ground
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.pushes.models import Push, PushState
from integrity.streams.courts.models import CaseState, CourtCase
from tests.api.makers import batch, bearer, make_token, post
from tests.checks.makers import make_identifier, make_person
from tests.courts.makers import make_case, make_reported
from tests.factories import NOW, TODAY, make_body, make_user
from tests.sanctions.makers import MEASURE, make_listed, make_receivers

CASE = {
    "source": "示例执行系统",
    "external_id": "42",
    "case_no": "（2026）鲁0191执42号",
    "cause": "买卖合同纠纷",
    "owed": "120000.50",
    "received_on": "2026-06-01",
    "creditor_kind": "enterprise",
}


def test_a_check_finds_the_entry_and_gives_a_receipt(client) -> None:
    body = make_body("示例严重失信局")
    make_listed(body, measures=(MEASURE,))

    answer = post(client, "checks", batch(a={"code": body.uscc}), make_token())

    result = answer.json["results"]["a"]
    assert result["verdict"] == "restrict"
    assert result["measures"][0]["code"] == MEASURE
    assert answer.json["check_id"] and answer.json["list_version"] and answer.json["answer_digest"]


def test_a_wrong_code_spoils_only_itself(client) -> None:
    body = make_body()
    make_listed(body)
    content = batch(good={"code": body.uscc}, bad={"code": "1"}, worse=[1, 2], worst=None)

    results = post(client, "checks", content, make_token()).json["results"]

    assert results["good"]["verdict"] == "restrict"
    assert all(set(results[key]) == {"error"} for key in ("bad", "worse", "worst"))


def test_a_person_is_answered_without_name_or_number(client) -> None:
    make_listed(make_person("张三丰"), ground=Ground.DUTY_REFUSED)

    asked = batch(p={"code": make_identifier(), "name": "张三丰"})
    on_paper = {"case_no": "示例1号", "authorisation": "statute", "authorised_by": "示例文书1号"}
    refused = post(client, "checks", asked, make_token())

    answer = post(client, "checks", asked | on_paper, make_token())

    assert refused.status_code == 403 and refused.json["code"] == "persons-not-authorised"
    assert answer.json["results"]["p"]["subject"] == {"kind": "person"}
    assert make_identifier() not in answer.text
    assert "张" not in answer.text


def test_a_check_of_a_day_to_come_is_refused(client) -> None:
    content = batch(q={"name": "甲"}) | {"as_of": "2999-01-01"}

    assert post(client, "checks", content, make_token()).status_code == 422


def test_outcomes_are_reported_by_the_body_that_checked_and_nobody_else(client) -> None:
    token, foreign = make_token(body=make_body()), make_token(body=make_body())
    number = post(client, "checks", batch(q={"name": "甲"}), token).json["check_id"]
    said = {"outcomes": {"q": {"outcome": "not-applied", "why": "不属于同一主体"}}}
    address = f"checks/{number}/outcomes"

    assert post(client, address, said, foreign).status_code == 404
    told = post(client, address, said, token).json["outcomes"]["q"]
    assert (told["outcome"], told["why"]) == ("not-applied", "不属于同一主体")
    assert post(client, address, said, token).json["outcomes"]["q"] == told
    other = {"outcomes": {"q": {"outcome": "applied"}}}
    assert post(client, address, other, token).json["outcomes"]["q"]["outcome"] == "applied"
    neither = {"outcomes": {"q": {}}}
    assert post(client, address, neither, token).json["code"] == "wrong-outcome"
    unknown = {"outcomes": {"x": {"outcome": "applied"}}}
    assert post(client, address, unknown, token).status_code == 422


def test_a_court_pushes_a_case_once_per_version(client) -> None:
    court, body = make_body("示例法院"), make_body()
    token = make_token("courts", court)
    case = CASE | {"body": body.uscc}

    first = post(client, "courts/cases", case, token)
    again = post(client, "courts/cases", case, token)
    other = post(client, "courts/cases", case | {"owed": "1.00"}, token)
    newer = post(client, "courts/cases", case | {"owed": "1.00", "version": 2}, token)

    assert (first.status_code, first.json) == (200, again.json)
    assert (other.status_code, newer.status_code) == (409, 200)
    stored = db.session.scalars(sa.select(CourtCase)).one()
    assert (stored.court_id, str(stored.owed)) == (court.id, "1.00")


@pytest.mark.parametrize(
    "wrong",
    [
        {"body": "123"},
        {"owed": "-1"},
        {"owed": "1.001"},
        {"owed": "NaN"},
        {"owed": "1E+30"},
        {"owed": 1e30},
        {"received_on": "yesterday"},
        {"received_on": "2999-01-01"},
        {"creditor_name": "张三"},
        {"case_no": "42"},
        {"version": 0},
        {"version": 10**30},
    ],
)
def test_an_impossible_case_is_refused_and_changes_nothing(client, wrong: dict) -> None:
    case = CASE | {"body": make_body().uscc} | wrong

    answer = post(client, "courts/cases", case, make_token("courts"))

    assert answer.status_code == 422
    assert db.session.scalars(sa.select(CourtCase)).all() == []


def test_the_court_that_pushed_a_case_confirms_it(client) -> None:
    case = make_reported(TODAY)
    token = make_token("courts", case.court)
    address = f"courts/cases/{case.case_no}/events"
    said = {"event": "confirm", "performed_on": TODAY.isoformat()}

    assert post(client, address, said, make_token("courts")).status_code == 404
    assert post(client, address, {"event": "confirm"}, token).status_code == 422
    assert post(client, address, {"event": "explode"}, token).status_code == 422
    assert post(client, address, said, token).json["state"] == "confirmed"
    assert post(client, address, said, token).status_code == 409
    assert db.session.get(CourtCase, case.id).state is CaseState.CONFIRMED


def test_a_court_ends_a_round_and_revives_it_and_ends_for_good_only_on_a_ground(client) -> None:
    case = make_case()
    token = make_token("courts", case.court)
    address = f"courts/cases/{case.case_no}/events"

    def say(event: str, **more: str) -> Any:
        return post(client, address, {"event": event} | more, token)

    assert say("end_round").status_code == 422
    assert say("end_round", why="无财产可供执行").json["state"] == "round_ended"
    assert say("revive", why="发现财产线索").json["state"] == "received"
    assert say("terminate", why="终结本次执行").status_code == 422
    assert say("terminate", why="再审改判", ending="revoked").json["outcome"] == "terminated"


def test_a_court_confirms_what_it_enforced_itself(client) -> None:
    case = make_case()
    said = {"event": "confirm", "performed_on": TODAY.isoformat(), "why": "强制划拨"}

    address = f"courts/cases/{case.case_no}/events"
    answer = post(client, address, said, make_token("courts", case.court))

    assert (answer.json["state"], answer.json["outcome"]) == ("confirmed", "performed")


def test_zero_cases_are_a_report_too(client) -> None:
    token = make_token("courts")
    beat = {"on": TODAY.isoformat(), "cases": 0}

    said = post(client, "courts/heartbeats", beat, token).json
    assert said == beat | {"received": 0, "filled_in_on": None}
    assert post(client, "courts/heartbeats", beat | {"cases": 3}, token).json["cases"] == 3
    assert post(client, "courts/heartbeats", {"cases": -1}, token).status_code == 422
    assert post(client, "courts/heartbeats", beat | {"on": "2999-01-01"}, token).status_code == 422


def test_a_body_reads_and_answers_its_own_pushes(client) -> None:
    mine, other = make_receivers(2)
    entry = make_listed(make_body("示例失信局"), measures=(MEASURE,))
    token, foreign = make_token("pushes", mine), make_token("pushes", other)

    page = client.get("/api/v1/pushes", headers=bearer(token)).json
    (item,) = page["items"]
    address = f"pushes/{item['id']}/response"

    assert (item["subject"]["name"], item["measures"][0]["code"]) == ("示例失信局", MEASURE)
    assert page["next"] is None
    assert post(client, address, {"outcome": "applied"}, foreign).status_code == 404
    assert post(client, address, {"outcome": "not-applied"}, token).status_code == 422
    assert post(client, address, {"outcome": "dropped"}, token).status_code == 422
    answered = post(client, address, {"outcome": "applied", "why": "采购中执行"}, token)
    assert (answered.json["state"], answered.json["version"]) == ("answered", 1)
    wanted = sa.select(Push).where(Push.entry_id == entry.id, Push.body_id == mine.id)
    assert db.session.scalars(wanted).one().state is PushState.ANSWERED


def test_removals_are_read_and_confirmed_through_the_interface(client) -> None:
    (mine,) = make_receivers(1)
    entry = make_listed()
    sanctions.repair(entry, "修复", by=make_user(Role.OFFICE), at=NOW)
    token = make_token("pushes", mine)

    page = client.get("/api/v1/pushes?state=pending", headers=bearer(token)).json
    (item,) = page["items"]
    address, said = f"pushes/{item['id']}/response", {"outcome": "dropped"}
    unsaid = post(client, address, said | {"cleared": {"system": "deleted"}}, token)
    cleared = dict.fromkeys(("system", "cache", "print"), "deleted") | {"downstream": "none"}
    answered = post(client, address, said | {"cleared": cleared}, token)

    assert (item["kind"], item["removed_as"]) == ("remove", "repaired")
    assert unsaid.status_code == 422
    assert answered.json["cleared"] == cleared
    assert len(answered.json["digest"]) == 64
    assert answered.json["state"] == "confirmed"
