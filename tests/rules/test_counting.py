"""The worked examples of the law: what is due when, under which scale, counted which way."""

from datetime import date

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import TimeLimit
from integrity.casework.workdays import Counting
from integrity.credit.records import service as records
from integrity.credit.records.models import RecordState
from tests.factories import make_record, make_user


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("family", "start", "due"),
    [
        ("LOCAL-OBJECT", "2026-02-09", "2026-02-28"),  # ten working days, a worked Saturday
        ("OBJ-ASSIST", "2026-09-25", "2026-10-12"),
        ("LOCAL-OBJECT", "2026-09-30", "2026-10-20"),
        ("LOCAL-OBJECT", "2026-04-28", "2026-05-14"),
        ("PAY-GOV", "2026-01-16", "2026-02-24"),  # thirty days, and the Spring Festival
        ("PAY-GOV", "2026-04-10", "2026-05-11"),
        ("PENALTY-WITHDRAW", "2026-09-30", "2026-10-10"),  # working days: 行政处罚法 85
        ("PENALTY-WITHDRAW", "2026-02-13", "2026-02-25"),
        ("DEC-HEARING", "2026-11-20", "2026-11-13"),  # seven days before the hearing
        ("WARN-YELLOW", "2026-11-20", "2026-11-19"),
        ("WARN-YELLOW", "2026-10-08", "2026-09-30"),
        ("COURT-NOTICE-GZ", "2026-11-20", "2026-11-13"),
        ("SUPPLIER-CLEAN", "2026-11-20", "2023-11-20"),
        ("REP-GENERAL-MAX", "2026-11-21", "2027-11-21"),  # a Sunday: a period is not prolonged
        ("GOV-NO-HONOUR", "2025-01-04", "2028-01-04"),
        ("BAN-FOOD", "2021-11-21", "2026-11-21"),  # a Saturday
        ("PAY-PUBLISH", "2025-12-31", "2026-03-31"),
        ("PAY-PUBLISH", "2022-12-31", "2023-03-31"),
        ("PERF-REPORT", "2021-12-31", "2022-04-30"),  # a Saturday: a fixed day stays
    ],
)
def test_a_rule_is_counted_as_the_law_counts(client, family, start, due):
    """Seen: days before a hearing counted after it, bans prolonged over a weekend."""
    asked = {"family": family, "start": start, "unit": "day", "format": "json"}

    assert rules.due(family, day(start)).due_on == day(due)
    assert client.get("/tools/deadline", query_string=asked).json["due_on"] == due


def test_a_period_ends_on_one_day_whoever_asks():
    """Seen: the calculator said 22 November 2027, the record itself the 21st."""
    start = day("2026-11-21")
    wanted = sa.select(TimeLimit.family).where(
        TimeLimit.counting == Counting.PERIOD, TimeLimit.amount.is_not(None)
    )

    for family in db.session.scalars(wanted.where(TimeLimit.effective_to.is_(None))):
        assert rules.due(family, start).due_on == rules.period_end(family, start), family


def test_a_limit_counted_backward_says_so(client):
    page = client.get("/tools/deadline?family=WARN-YELLOW&start=2026-10-08&unit=day").text

    assert "2026-09-30" in page
    assert "向前" in page
    assert "国庆节" in page


@pytest.mark.parametrize(
    ("rule", "decided", "scale", "grade", "repairable", "until"),
    [
        ("overdue", "2022-05-04", "2020", "tier1", "2022-08-05", "2023-05-04"),
        ("overdue", "2023-04-30", "2020", "tier1", "2023-07-31", "2024-04-30"),
        ("overdue", "2023-05-01", "2023", "general", "2023-08-02", "2026-05-01"),
        ("overdue", "2024-12-02", "2023", "general", "2025-03-03", "2027-12-02"),
        ("overdue", "2025-07-01", "2023", "general", "2025-10-02", "2028-07-01"),
        ("overdue", "2026-03-31", "2023", "general", "2026-07-01", "2029-03-31"),
        ("overdue", "2026-04-01", "2026", "general", "2026-07-02", "2027-04-01"),
        ("overdue", "2026-05-31", "2026", "general", "2026-09-01", "2027-05-31"),
        ("not-put-right", "2026-02-05", "2023", "serious", "2027-02-06", "2029-02-05"),
        ("not-put-right", "2026-06-01", "2026", "serious", "2027-06-02", "2029-06-01"),
    ],
)
def test_a_record_follows_the_scale_of_the_day_it_is_decided(
    rule, decided, scale, grade, repairable, until
):
    """Seen: Order 58 never chosen; repair open on the last day of the minimum period."""
    stream = "rectifications" if rule == "not-put-right" else "commitments"
    record = make_record(stream=stream, rule=rule, object_until=day("2020-01-01"))

    records.confirm(record, by=make_user(Role.OFFICE), at=clock.at(day(decided)))

    assert record.state is RecordState.CONFIRMED
    assert (record.scale, record.grade) == (scale, grade)
    assert (record.repairable_on, record.until) == (day(repairable), day(until))


def test_every_day_since_2020_has_one_scale():
    for year in range(2020, 2028):
        for month in (1, 4, 5, 6, 7, 12):
            scales = {grade.scale for grade in rules.grades(date(year, month, 1))}
            assert len(scales) == 1, (year, month)
