"""The pages of court cases: counts for the public, rows for the parties."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.streams.courts.models import CaseState, CourtCase
from tests.courts.makers import judge_of, make_assigned, make_case, make_reported, officer_of
from tests.factories import TODAY, make_body, make_user
from tests.statements import statements


def test_the_public_reads_counts_and_no_case(client):
    case = make_assigned(due_on=date(2026, 1, 5), body=make_body("公众局"))

    page = client.get("/courts/").text

    assert "公众局" in page
    assert case.case_no not in page
    assert client.get(f"/courts/{case.ref}").status_code == 302


def test_an_officer_sees_its_own_cases_only(login):
    mine, other = make_case(), make_case()

    page = login(officer_of(mine)).get("/courts/").text

    assert mine.case_no in page
    assert other.case_no not in page


def test_a_case_of_another_body_or_court_is_not_found(login):
    mine, other = make_reported(TODAY), make_reported(TODAY)

    client = login(judge_of(mine))

    assert client.get(f"/courts/{mine.ref}").status_code == 200
    assert client.get(f"/courts/{other.ref}").status_code == 404
    answer = client.post(f"/courts/{other.ref}/do/confirm", data={"performed_on": "2026-11-01"})
    assert answer.status_code == 404


def test_the_page_of_a_case_offers_confirmation_to_the_court_only(login):
    case = make_reported(TODAY)

    assert "do/confirm" in login(judge_of(case)).get(f"/courts/{case.ref}").text
    assert "do/confirm" not in login(officer_of(case)).get(f"/courts/{case.ref}").text


def test_a_body_that_forges_a_confirmation_is_refused(login):
    case = make_reported(TODAY)

    answer = login(officer_of(case)).post(
        f"/courts/{case.ref}/do/confirm", data={"performed_on": "2026-11-20"}
    )

    assert answer.status_code == 403
    assert db.session.get(CourtCase, case.id).state is CaseState.PERFORMED


def test_the_court_confirms_with_a_day_as_people_write_it(login):
    case = make_reported(TODAY - timedelta(days=400), received_on=date(2025, 1, 5))

    answer = login(judge_of(case)).post(
        f"/courts/{case.ref}/do/confirm", data={"performed_on": "2025年10月16日"}
    )

    assert answer.status_code == 302
    assert db.session.get(CourtCase, case.id).closed_on == date(2025, 10, 16)


def test_a_wrong_day_is_said_beside_the_field_and_changes_nothing(login):
    case = make_reported(TODAY)

    answer = login(judge_of(case)).post(
        f"/courts/{case.ref}/do/confirm", data={"performed_on": "昨天"}
    )

    assert answer.status_code == 422
    assert "昨天" in answer.text
    assert db.session.get(CourtCase, case.id).state is CaseState.PERFORMED


def test_a_court_enters_a_case_by_hand(login):
    body, court = make_body("被执行局"), make_body("录入法院")
    client = login(make_user(Role.COURT, court))

    answer = client.post(
        "/courts/new",
        data={
            "case_no": "（2026）鲁0191执88号",
            "body": body.id,
            "cause": "买卖合同纠纷",
            "creditor_kind": "person",
            "owed": "12.5 万元",
            "received_on": "2026/1/5",
        },
    )

    assert answer.location == "/courts/2026-lu-0191-zhi-88"
    case = db.session.scalars(sa.select(CourtCase)).one()
    assert (case.court_id, case.owed) == (court.id, 125000)


def test_an_impossible_case_is_shown_again_with_the_reason(login):
    client = login(make_user(Role.COURT, make_body("录入法院")))
    body = make_body()

    answer = client.post(
        "/courts/new",
        data={"case_no": "十二号", "body": body.id, "cause": "x", "creditor_kind": "person",
              "owed": "1", "received_on": "2026-01-05"},
    )  # fmt: skip

    assert answer.status_code == 422
    assert "格式不正确" in answer.text


@pytest.mark.parametrize(
    ("query", "found"),
    [("lateness=overdue", True), ("lateness=timely", False), ("state=assigned", True),
     ("state=closed", False), ("q=施工合同", True), ("q=借款", False)],
)  # fmt: skip
def test_the_list_is_narrowed_by_its_address(login, query, found):
    case = make_assigned(due_on=date(2026, 1, 5))

    page = login(make_user(Role.OFFICE)).get(f"/courts/?{query}").text

    assert (case.case_no in page) is found


def test_the_list_asks_the_database_as_often_for_twenty_cases_as_for_two(login):
    client = login(make_user(Role.OFFICE))
    counts = []
    for number in (2, 18):
        for _ in range(number):
            make_assigned(due_on=date(2026, 1, 5))
        with statements() as seen:
            assert client.get("/courts/").status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1]
