"""A court without an interface: its day, and what both sides compare."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.streams.courts.models import Heartbeat
from tests.courts.makers import judge_of, make_case, officer_of
from tests.factories import NOW, TODAY, make_body, make_user


def test_a_court_files_its_zero_report_on_a_page(login):
    """Seen: a court that imports files could not report zero; there was no page."""
    court = make_body("示例人民法院")
    client = login(make_user(Role.COURT, court))

    answer = client.post("/courts/heartbeat", data={"on": "", "cases": "0"})

    assert answer.location == "/courts/reconciliation"
    kept = db.session.scalars(sa.select(Heartbeat)).one()
    assert (kept.court_id, kept.on, kept.cases) == (court.id, TODAY, 0)


@pytest.mark.parametrize("cases", ["", "-1", "2.5", "很多", "99999999999"])
def test_a_number_that_is_none_is_refused_and_kept_in_the_form(login, cases):
    client = login(make_user(Role.COURT, make_body("示例人民法院")))

    answer = client.post("/courts/heartbeat", data={"on": "2026-11-19", "cases": cases})

    assert answer.status_code == 422 and "2026-11-19" in answer.text


def test_court_and_office_see_the_same_day_with_its_difference(login):
    case = make_case(at=NOW - timedelta(days=1))
    login(judge_of(case)).post("/courts/heartbeat", data={"on": "2026-11-19", "cases": "3"})

    for user in (judge_of(case), make_user(Role.OFFICE)):
        page = login(user).get("/courts/reconciliation").text
        assert "相差 2 件" in page and "补报" in page
    assert login(officer_of(case)).get("/courts/reconciliation").status_code == 403


def test_the_list_to_hand_over_has_the_cases_of_its_days_and_their_sum(login):
    case = make_case()
    other = make_case(at=NOW - timedelta(days=2), court=case.court)

    page = login(judge_of(case)).get("/courts/handover?since=2026-11-20&until=2026-11-20").text

    assert case.case_no in page and other.case_no not in page
    assert "合计 1 件" in page


def test_a_court_reads_and_exports_its_own_pushes_only(login):
    mine, other = make_case(), make_case(court=make_body("别的法院"))

    client = login(judge_of(mine))

    for address in ("/courts/received", "/courts/received?format=csv&since=2026-11-20"):
        text = client.get(address).text
        assert mine.case_no in text and other.case_no not in text
