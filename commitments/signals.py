"""What warns of promises besides their days: more time asked for on the same ground again."""

from typing import Any

import sqlalchemy as sa

from commitments.change.grounds import REASONS
from commitments.models import Commitment
from integrity.casework.extensions import Extension
from integrity.casework.signals import GIVEN, Reasons, Signals, signal


def _given() -> sa.Select[Any]:
    """On which grounds bodies asked for a later day, and since which day they needed it."""
    rows = signal(GIVEN, Commitment.subject_id, Extension.reason, Extension.old_due_on)
    mine = sa.and_(Extension.stream == "commitments", Extension.item_id == Commitment.id)
    return rows.join(Extension, mine)


SIGNALS = Signals(reasons=Reasons(_given, REASONS))
