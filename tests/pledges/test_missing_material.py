"""Accepted with material missing (容缺受理): it is promised in writing, by a day of its own."""

from datetime import timedelta

import pytest

from integrity.base.db import db
from integrity.casework import streams
from integrity.streams.pledges.errors import WrongPledge
from integrity.streams.pledges.models import PledgeKind
from tests.factories import TODAY
from tests.pledges.makers import make_pledge

KIND = PledgeKind.MISSING_MATERIAL


def test_who_is_accepted_with_material_missing_says_by_which_day_it_comes() -> None:
    with pytest.raises(WrongPledge, match="期限"):
        make_pledge(kind=KIND)

    assert make_pledge(kind=KIND, due_on=TODAY).due_on == TODAY


def test_it_is_received_by_the_body_that_accepted() -> None:
    with pytest.raises(WrongPledge, match="接收单位"):
        make_pledge(kind=KIND, due_on=TODAY, received_by=None)


def test_material_that_never_came_is_a_breach_the_day_after() -> None:
    item = make_pledge(kind=KIND, due_on=TODAY)
    breaches = streams.named("pledges").breaches

    def broken(on) -> bool:
        return item.id in {row.item_id for row in db.session.execute(breaches(on))}

    assert not broken(TODAY) and broken(TODAY + timedelta(days=1))
