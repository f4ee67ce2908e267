"""The rule of a breach is the same in SQL and in Python."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integrity.courts import service
from integrity.courts.models import CaseState
from integrity.db import db
from tests.courts.makers import make_case

BASE = date(2026, 3, 1)
days = st.integers(0, 12).map(lambda n: BASE + timedelta(days=n))


@pytest.mark.usefixtures("app")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    due_on=st.none() | days,
    closed_on=st.none() | days,
    reported_on=st.none() | days,
    state=st.sampled_from(CaseState),
    on=days,
)
def test_a_breach_is_the_same_in_sql_and_in_python(due_on, closed_on, reported_on, state, on):
    case = make_case()
    case.due_on, case.closed_on, case.reported_on = due_on, closed_on, reported_on
    case.state = state
    db.session.flush()

    found = {row.item_id for row in db.session.execute(service.breaches(on))}

    assert (case.id in found) is service.is_breach(case, on)
