"""The leading group's dashboard: figures that can be checked and lead to the items."""

import json
import re
from datetime import timedelta

import pytest

from integrity.base import clock
from integrity.base.permissions import Role
from integrity.casework import figures
from tests.factories import make_body, make_user
from tests.queries import number_of
from tests.site.makers import days_ago, make_commitment, make_order


@pytest.fixture
def office(client, login):
    return login(make_user(Role.OFFICE))


def test_only_the_leading_group_opens_the_dashboard(client, login):
    assert login(make_user(Role.OFFICER, make_body())).get("/desk/dashboard").status_code == 403


def test_a_number_leads_to_the_items_it_counts(office):
    body = make_body()
    make_order(body, due_on=days_ago(3))

    page = office.get("/desk/dashboard").text
    address = f"/overdue/?stream=rectifications&amp;body={body.slug}"

    assert address in page
    assert "不公开的整改要求" in office.get(address.replace("&amp;", "&")).text


def test_every_chart_has_its_definition_its_time_and_its_numbers_in_a_table(office):
    make_commitment(due_on=days_ago(3))

    page = office.get("/desk/dashboard").text
    figures_ = re.findall(r'<figure class="figure".*?</figure>', page, re.S)

    assert len(figures_) >= 3
    for figure in figures_:
        assert "<p>" in figure
        assert "数据截至" in figure
        assert "<table>" in figure
        drawn = re.search(r'<script type="application/json">(.*?)</script>', figure, re.S)
        assert drawn
        assert json.loads(drawn[1])["data"]


def test_a_title_cannot_break_out_of_a_chart(office):
    body = make_body("</script><b>局")
    for _ in range(10):
        make_commitment(
            body, due_on=days_ago(9), state="verified", outcome="fulfilled", closed_on=days_ago(9)
        )

    assert "</script><b>" not in office.get("/desk/dashboard").text


def test_the_trend_counts_by_the_month_of_the_due_day(client):
    make_commitment(due_on=days_ago(400))
    make_commitment(
        due_on=days_ago(400), state="verified", outcome="fulfilled", closed_on=days_ago(401)
    )

    months = {month: (due, late) for month, due, late in figures.trend(clock.today())}

    assert len(months) == figures.MONTHS
    assert months[days_ago(400).isoformat()[:7]] == (2, 1)


@pytest.mark.parametrize(
    ("days", "bucket"), [(1, 0), (30, 0), (31, 1), (180, 2), (181, 3), (365, 3), (366, 4)]
)
def test_the_age_of_what_is_overdue_falls_into_one_bucket(client, days, bucket):
    make_commitment(due_on=clock.today() - timedelta(days=days))

    assert [n for _label, n in figures.ages(clock.today())] == [int(i == bucket) for i in range(5)]


def test_bodies_with_fewer_than_ten_items_are_not_compared(office):
    body = make_body("刚刚成立的局")
    make_commitment(
        body, due_on=days_ago(9), state="verified", outcome="fulfilled", closed_on=days_ago(9)
    )

    assert "chart-lateness" not in office.get("/desk/dashboard").text


def test_the_number_of_queries_does_not_depend_on_how_much_there_is(office):
    make_commitment(due_on=days_ago(3))
    few = number_of(office, "/desk/dashboard")
    for _ in range(50):
        make_commitment(due_on=days_ago(3))
        make_order(due_on=days_ago(3))

    assert number_of(office, "/desk/dashboard") == few
