"""No sequence of acts changes a word or a day; a breach is the same in SQL and in Python."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Role
from integrity.streams.pledges import service
from integrity.streams.pledges.models import PledgeOutcome, PledgeState
from tests.factories import NOW, TODAY, make_user
from tests.pledges.makers import PLEDGED_ON, make_pledge, officer_of, supplier_of

pytestmark = pytest.mark.usefixtures("app")
FIXED = (
    "title", "matter", "text", "kind", "subject_id", "received_by_id", "pledged_on", "due_on",
    "first_due_on", "due_basis", "valid_until", "registered_at", "registered_by_name", "public",
    "ref",
)  # fmt: skip
MOVES = ("report", "confirm", "send_back", "find_broken", "withdraw", "reopen")
days = st.integers(0, 12).map(lambda n: PLEDGED_ON + timedelta(days=n))
lasting = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@lasting
@given(
    due_on=st.none() | days,
    valid_until=st.none() | days,
    acts=st.lists(
        st.tuples(st.sampled_from(MOVES), days),
        max_size=6,
    ),
)
def test_no_act_loses_a_word_or_a_day(due_on, valid_until, acts):
    item = make_pledge(due_on=due_on, valid_until=valid_until)
    before = {name: getattr(item, name) for name in FIXED}
    supplier, officer = supplier_of(item), officer_of(item)
    said = {"by": officer, "at": NOW, "why": "示例"}
    done = 1
    for name, day in acts:
        verb = getattr(service, name)
        with suppress(Refused):
            if name == "report":
                verb(item, day, "示例", by=supplier, at=NOW)
            elif name in ("send_back", "reopen"):
                verb(item, **said)
            elif name == "withdraw":
                verb(item, "示例依据", **said)
            else:
                verb(item, day, "示例来源", **said)
            done += 1
    db.session.flush()
    db.session.expire(item)

    assert {name: getattr(item, name) for name in FIXED} == before
    assert len(audit.history(item)) == done
    assert (item.outcome is None) is (item.state in (PledgeState.REGISTERED, PledgeState.REPORTED))


@lasting
@given(
    due_on=st.none() | days,
    closed_on=st.none() | days,
    checked_on=days,
    outcome=st.none() | st.sampled_from(PledgeOutcome),
    on=days,
)
def test_a_breach_is_the_same_in_sql_and_in_python(due_on, closed_on, checked_on, outcome, on):
    item = make_pledge(due_on=due_on)
    item.closed_on, item.checked_on, item.outcome = closed_on, checked_on, outcome
    item.fact_on = checked_on
    db.session.flush()

    found = {row.rule for row in db.session.execute(service.breaches(on)) if row.item_id == item.id}

    overdue = outcome in (None, PledgeOutcome.KEPT) and item.is_late(on)
    wanted = {"overdue": overdue, "broken": outcome is PledgeOutcome.BROKEN and checked_on <= on}
    assert found == {rule for rule, holds in wanted.items() if holds}


def test_the_office_may_check_what_nobody_received():
    item = make_pledge(kind="self_declaration", received_by=None)

    service.confirm(item, TODAY, "示例", "示例", by=make_user(Role.OFFICE), at=NOW)

    assert item.fact_on == TODAY
    assert item.pledged_on == date(2026, 6, 1)
