"""Who sees which record."""

from datetime import date

import pytest

from integrity.base.permissions import Role
from integrity.credit.records.models import RecordState
from tests.factories import make_body, make_record, make_user

DECIDED = {"decided_on": date(2026, 10, 1), "until": date(2027, 10, 1), "decided_by_name": "示例"}


def test_anybody_reads_a_published_record(client):
    record = make_record(state=RecordState.CONFIRMED, public=True, **DECIDED)

    page = client.get(f"/records/{record.id}")

    assert page.status_code == 200
    assert record.summary in page.text


def test_the_rules_by_which_it_was_graded_are_called_by_their_document(client):
    """Seen: 2026 年标准, which nobody can look up."""
    record = make_record(state=RecordState.CONFIRMED, public=True, scale="2026", **DECIDED)

    page = client.get(f"/records/{record.id}").text

    assert "信用修复管理办法（国家发展改革委令第36号）" in page
    assert "2026 年标准" not in page


@pytest.mark.parametrize("state", [RecordState.PROPOSED, RecordState.DISPUTED])
def test_the_public_does_not_see_what_is_not_decided(client, state):
    record = make_record(state=state)

    assert client.get(f"/records/{record.id}").status_code == 404


def test_a_record_disputed_after_it_was_confirmed_stays_visible_and_marked(client):
    record = make_record(state=RecordState.DISPUTED, public=True, **DECIDED)

    page = client.get(f"/records/{record.id}")

    assert "异议处理中" in page.text


@pytest.mark.parametrize(
    "state", [RecordState.REPAIRED, RecordState.EXPIRED, RecordState.WITHDRAWN]
)
def test_what_left_public_view_answers_with_a_tombstone(client, state):
    record = make_record(state=state, closed_on=date(2026, 11, 1), **DECIDED)

    page = client.get(f"/records/{record.id}")

    assert page.status_code == 200
    assert "停止公示" in page.text
    assert record.summary not in page.text


def test_a_body_sees_its_own_proposed_record_and_no_other(client, login):
    mine, other = make_body(), make_body("另一示例局")
    login(make_user(Role.OFFICER, mine))

    assert client.get(f"/records/{make_record(mine).id}").status_code == 200
    assert client.get(f"/records/{make_record(other).id}").status_code == 404


def test_only_the_office_confirms(client, login):
    record = make_record(object_until=date(2026, 1, 1))
    login(make_user(Role.OFFICER, record.subject))

    assert client.get(f"/records/{record.id}/confirm").status_code == 403
