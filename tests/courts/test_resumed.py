"""A case that is taken up again under a new number is the same duty, with its day."""

from datetime import timedelta

import pytest

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.streams.courts import service
from tests.courts.makers import make_case, make_performing
from tests.factories import NOW, TODAY, make_user

pytestmark = pytest.mark.usefixtures("app")


def test_a_resumed_case_wins_no_months_and_is_no_second_breach():
    """Seen: a case resumed under a new number began a new term, months after the first one's."""
    first = make_performing(case_no="（2026）鲁0191执1号")
    first.due_on = first.first_due_on = TODAY - timedelta(days=90)
    db.session.flush()
    named = {"body": first.subject, "court": first.court, "first_case_no": "(2026)鲁0191执01号"}

    later = make_case(case_no="（2026）鲁0191执恢2号", **named)
    service.assign(later, by=make_user(Role.OFFICE), at=NOW)
    db.session.flush()

    assert (later.due_on, later.time_limit) == (first.due_on, None)
    assert [row.item_id for row in db.session.execute(service.breaches(TODAY))] == [first.id]


def test_the_first_case_may_come_after_the_one_that_resumes_it():
    later = make_case(case_no="（2026）鲁0191执恢2号", first_case_no="（2026）鲁0191执1号")
    before = NOW - timedelta(days=100)

    first = make_case(later.subject, later.court, before, case_no="（2026）鲁0191执1号")

    assert later.due_on == first.due_on
