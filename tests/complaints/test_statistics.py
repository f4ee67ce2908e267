"""What the public is told of complaints in figures, and of which bodies nothing is told."""

import statistics as by_hand
from datetime import date, timedelta
from math import ceil
from unittest.mock import patch

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.streams.complaints import me_too, service, statistics_views
from integrity.streams.complaints.models import Complaint
from tests.commitments.makers import make_published
from tests.complaints.makers import CONTACT, TEXT, answer, make_accepted, make_complaint
from tests.factories import NOW, TODAY, make_body, make_user
from tests.queries import number_of

FEW = "不足 10 件"
DAY = timedelta(days=1)
LATER = TODAY + 60 * DAY
COMMON = {
    "kind": "complaint", "state": "answered", "text": TEXT, "secret_hash": "示例",
    "received_at": NOW, "accepted_on": TODAY,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _app(app):
    return app


def on_day(day: date):
    return patch.object(clock, "now", lambda: clock.at(day, 9))


def rows(client, query: str = "", on: date = LATER) -> dict[str, dict[str, object]]:
    """What the page says on a day."""
    with on_day(on):
        return _rows(client, query)


def _rows(client, query: str) -> dict[str, dict[str, object]]:
    found = client.get(f"/complaints/statistics?format=json{query}").json
    return {row["单位"]: row for row in found}


def answered_in(body, days: list[int]) -> None:
    """Complaints answered in so many days, put in as a set."""
    known = db.session.scalar(sa.select(sa.func.count()).select_from(Complaint))
    db.session.execute(sa.insert(Complaint), [
        COMMON | {
            "subject_id": body.id, "ref": f"S-{known + n}", "once": f"s-{known + n}",
            "title": "示例", "answered_on": TODAY + d * DAY, "answer_days": d,
        }
        for n, d in enumerate(days)
    ])  # fmt: skip


def test_a_body_with_fewer_than_ten_answers_gets_no_figure_and_no_rank(client):
    few, many = make_body("少的局"), make_body("多的局")
    answered_in(few, [0] * 9)
    make_accepted(few)
    for number in range(11):
        item = make_accepted(many)
        answer(item, clock.at(TODAY + number * DAY, 9))
    service.confirm(item, at=NOW)

    found = rows(client)
    by_days = list(rows(client, "&sort=median"))

    figures = ("答复天数中位数", "百分之九十的答复用时（天以内）", "解决率", "未评价率")
    assert {found["少的局"][name] for name in figures} == {FEW}
    assert [found["多的局"][name] for name in figures] == ["5", 9, "9.1%", "0.0%"]
    assert by_days == ["多的局", "少的局"]  # though the other was quicker
    assert list(rows(client, "&sort=-median")) == ["多的局", "少的局"]


def test_the_page_says_how_each_figure_is_counted_and_nothing_of_a_person(client):
    make_accepted()

    page = client.get("/complaints/statistics").text

    assert "这些数字怎么算" in page
    assert CONTACT not in page


def test_me_too_is_told_by_body_and_only_of_what_everybody_may_see(client):
    body = make_body("示例局")
    for _ in range(10):
        make_accepted(body)
    seen, hidden = make_published(body), make_complaint(body)
    me_too.count(f"commitments:{seen.ref}")
    me_too.count(f"commitments:{seen.ref}")
    me_too.count(f"complaints:{hidden.ref}")

    assert rows(client)["示例局"]["“我也遇到”"] == 2


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(st.integers(0, 40), min_size=1, max_size=25), second=st.just([7]))
def test_median_and_nine_tenths_are_those_of_python(first, second):
    with db.session.begin_nested() as inner:
        body, other = make_body(), make_body()
        answered_in(body, first)
        answered_in(other, second)
        found = {
            row.subject_id: (float(row.median), row.most)
            for row in db.session.execute(sa.select(statistics_views.by_body(TODAY + 99 * DAY)))
        }
        inner.rollback()

    assert found[body.id] == (by_hand.median(first), sorted(first)[ceil(0.9 * len(first)) - 1])
    assert found[other.id] == (7, 7)


def test_the_page_is_a_constant_number_of_statements(client):
    answered_in(make_body(), [1])
    few = number_of(client, "/complaints/statistics")
    for _ in range(12):
        answered_in(make_body(), [1, 2])

    assert number_of(client, "/complaints/statistics") == few


def test_what_waits_or_was_refused_is_in_no_figure(client):
    body = make_body("示例局")
    make_complaint(body)
    for _ in range(9):
        make_accepted(body, due_on=date(2026, 12, 1))
    assert rows(client) == {}

    make_accepted(body, due_on=date(2026, 12, 1))
    assert rows(client)["示例局"]["受理"] == 10


def test_a_month_that_is_not_over_and_what_came_after_it_are_not_told(client):
    body = make_body("示例局")
    found = [make_accepted(body) for _ in range(12)]
    end, next_month = date(2026, 11, 30), date(2026, 12, 1)
    assert rows(client, on=end) == {}
    before = rows(client, on=next_month)

    for item in found[:10]:
        answer(item, clock.at(next_month, 9))
        service.confirm(item, at=clock.at(next_month, 10))
    for item in found[10:]:
        service.pass_on(item, "示例", "示例", by=make_user(Role.OFFICE), at=clock.at(next_month, 9))

    assert rows(client, on=date(2026, 12, 31)) == before
    assert rows(client, on=date(2027, 1, 1))["示例局"]["受理"] == 10


def test_the_page_of_a_body_tells_its_complaints(client):
    body = make_body("示例局")
    assert "受理的投诉举报" not in client.get(f"/bodies/{body.slug}").text
    make_accepted(body, due_on=TODAY - DAY)
    for _ in range(11):
        done = make_accepted(body)
        answer(done)
        service.confirm(done, at=NOW)

    with on_day(LATER):
        page = " ".join(client.get(f"/bodies/{body.slug}").text.split())

    assert "12 件" in page
    assert "11 / 共 12" in page
    assert "认可 11，不认可 不足 10 件" in page
    assert TEXT not in page
