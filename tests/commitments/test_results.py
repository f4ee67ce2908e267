"""Numbers count only what others verified; days can be followed in a calendar."""

from datetime import date

from commitments import fulfilment, results
from commitments.models import CommitmentOutcome
from integrity.base.permissions import Role
from integrity.casework.key_fields import KeyField
from tests.commitments.makers import make_published, make_reported
from tests.factories import NOW, make_body, make_user


def test_the_share_of_a_type_counts_only_what_was_verified(client):
    item = make_reported()
    make_reported()
    office = make_user(Role.OFFICE, make_body())
    fulfilment.verify(item, CommitmentOutcome.FULFILLED, "实地核查", "属实", by=office, at=NOW)

    row = results.by_type()[0]

    assert (row["all"], row["verified"], row["fulfilled"]) == (2, 1, 1)
    assert client.get("/commitments/results/").status_code == 200


def test_what_is_overdue_is_counted_by_body_and_field(client):
    body = make_body("示例水务局")
    make_published(body, due_on=date(2026, 1, 1), key_field=KeyField.DEBT)
    make_published(body, due_on=date(2026, 1, 1))

    page = client.get("/commitments/overdue/").text

    assert "示例水务局" in page and "地方政府债务" in page
    assert f"body={body.slug}" in page


def test_both_counts_of_what_is_overdue_add_up_to_the_same(client):
    """Seen: seven overdue by body, and by field that nothing was overdue."""
    body = make_body("示例水务局")
    make_published(body, due_on=date(2026, 1, 1))

    page = client.get("/commitments/overdue/").text
    found = results.overdue(date(2026, 11, 20))

    assert sum(row[2] for row in found["bodies"]) == sum(row[2] for row in found["fields"]) == 1
    assert "没有逾期未完成的承诺" not in page
    assert "尚未标明" in page and "key_field=unknown" in page
    assert f'<a href="/bodies/{body.slug}">示例水务局</a>' in page


def test_days_can_be_followed_in_a_calendar(client):
    item = make_published(steps=[("完成设计", date(2026, 6, 30), 1)], due_on=date(2099, 12, 31))

    one = client.get(f"/commitments/{item.ref}/calendar.ics")
    all_ = client.get("/commitments/calendar.ics?category=service")

    assert one.text.count("BEGIN:VEVENT") == 2
    assert all_.text.count("BEGIN:VEVENT") == 1
