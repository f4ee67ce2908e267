"""Who may see which entries of the lists before they are public."""

from typing import Any

import sqlalchemy as sa

from integrity.base.permissions import REACH_ALL
from integrity.credit.sanctions.models import EntryState, ListEntry


def visible(user: Any) -> sa.ColumnElement[bool]:
    """The condition for entries a person with SANCTIONS_READ may see in any state.

    A body sees all of what it initiates; a subject nothing of its own before it was told (告知).
    """
    if user.role in REACH_ALL:
        return sa.true()
    own = ListEntry.subject_id == (user.body_id or 0)
    led = ListEntry.initiated_by_id == (user.body_id or 0)
    told = sa.or_(ListEntry.notified_on.is_not(None), ListEntry.state == EntryState.NOTIFIED)
    return sa.or_(led, sa.and_(own, told))
