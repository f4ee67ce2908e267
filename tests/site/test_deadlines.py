"""The certificate of a due day, and the calculator."""

from datetime import date

import pytest

from integrity.base.db import db
from integrity.base.permissions import Role
from tests.factories import make_body, make_user
from tests.site.makers import days_ago, make_commitment, make_order


def test_a_certificate_names_rule_start_and_every_day_skipped(client):
    commitment = make_commitment()
    commitment.run_from("LOCAL-OBJECT", date(2026, 9, 25))
    db.session.flush()

    page = client.get(f"/deadlines/commitments-{commitment.id}").text
    found = client.get(f"/deadlines/commitments-{commitment.id}?format=json").json

    assert "LOCAL-OBJECT" in page
    assert "国庆节" in page
    assert found["start"] == "2026-09-25"
    assert found["due_on"] == commitment.due_on.isoformat()
    assert {"day": "2026-10-01", "why": "国庆节"} in [
        {"day": s["day"], "why": s["why"][:3]} for s in found["skipped"]
    ]


def test_a_day_named_by_a_document_shows_its_words(client):
    commitment = make_commitment(due_on=date(2026, 12, 31))

    assert "2026年12月底前" in client.get(f"/deadlines/commitments-{commitment.id}").text


def test_json_is_given_to_who_accepts_it(client):
    commitment = make_commitment(due_on=date(2026, 12, 31))

    answer = client.get(
        f"/deadlines/commitments-{commitment.id}", headers={"Accept": "application/json"}
    )

    assert answer.json["due_on"] == "2026-12-31"


def test_the_certificate_of_a_private_item_is_only_for_those_who_may_see_it(client, login):
    body = make_body()
    order = make_order(body, due_on=days_ago(1))
    address = f"/deadlines/rectifications-{order.id}"

    assert client.get(address).status_code == 404
    assert login(make_user(Role.OFFICER, make_body())).get(address).status_code == 404
    assert login(make_user(Role.OFFICER, body)).get(address).status_code == 200


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("2026-02-09", 10, "working_day", "2026-02-28"),
        ("2026年9月25日", 7, "working_day", "2026-10-12"),
        ("2026/09/30", 10, "working_day", "2026-10-20"),
        ("20260428", 10, "working_day", "2026-05-14"),
        ("2026-01-16", 30, "day", "2026-02-24"),
    ],
)
def test_the_calculator_knows_make_up_saturdays(client, start, amount, unit, due):
    given = {"start": start, "amount": amount, "unit": unit, "format": "json"}

    assert client.get("/tools/deadline", query_string=given).json["due_on"] == due


def test_the_calculator_applies_the_version_in_force_on_the_start_day(client):
    old = {"family": "PAY-GOV", "start": "2021-03-01", "unit": "day", "format": "json"}

    assert client.get("/tools/deadline", query_string=old).json["rule"]["code"] == "PAY-GOV-2020"


def test_a_year_without_a_notice_is_provisional(client):
    page = client.get("/tools/deadline?start=2027-01-04&amount=10&unit=working_day").text

    assert "暂定期限" in page


@pytest.mark.parametrize(
    "given",
    [
        "start=昨天&amount=3&unit=day",
        "start=2026-02-31&amount=3&unit=day",
        "start=2026-01-05&unit=day",
        "amount=3&unit=day",
        "start=2026-01-05&amount=-3&unit=day",
        "start=2026-01-05&amount=三&unit=day",
        "start=2026-01-05&amount=3&unit=fortnight",
        "start=9999-12-31&amount=3&unit=day",
        "start=2026-01-05&amount=3999&unit=year",
        "start=2001-01-05&family=PAY-GOV&unit=day",
        "start=2026-01-05&family=NO-SUCH&unit=day",
    ],
)
def test_the_calculator_refuses_what_it_cannot_count_and_says_why(client, given):
    answer = client.get(f"/tools/deadline?{given}")

    assert answer.status_code == 422
    assert "有内容需要改正" in answer.text
