"""What warns of targets besides their days: that no value is published any more."""

from typing import Any

import sqlalchemy as sa

from integrity.casework.signals import HEARD, Heard, Signals, signal
from integrity.streams.targets.models import Reading, Target


def _heard() -> sa.Select[Any]:
    """When the department that measures last published a value of each target that runs."""
    last = sa.func.coalesce(sa.func.max(Reading.published_on), Target.set_on)
    rows = signal(HEARD, Target.id, Target.ref, Target.measured_by_id, last)
    rows = rows.outerjoin(Reading, Reading.target_id == Target.id)
    return rows.where(Target.closed_on.is_(None)).group_by(Target.id)


SIGNALS = Signals(heard=Heard(_heard, "LOCAL-WARN-READING"))
