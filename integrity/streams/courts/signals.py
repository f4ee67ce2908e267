"""What warns of cases besides their days: a silent court, and the same reason given again."""

from typing import Any

import sqlalchemy as sa

from integrity.casework.signals import GIVEN, HEARD, Heard, Reasons, Signals, signal
from integrity.streams.courts import heartbeats
from integrity.streams.courts.models import CourtCase, Heartbeat
from integrity.streams.courts.notes import CaseNote
from integrity.streams.courts.reasons import REASON_NAMES


def _heard() -> sa.Select[Any]:
    """The last sign of life of every court, the channel of which serves all its cases."""
    known = heartbeats.courts().subquery()
    court = known.c[0]
    columns = (sa.cast(sa.null(), sa.Integer), sa.literal(""), court, sa.func.max(Heartbeat.on))
    rows = signal(HEARD, *columns).outerjoin(Heartbeat, Heartbeat.court_id == court)
    return rows.group_by(court)


def _given() -> sa.Select[Any]:
    """Why cases are said to be open still (未结原因), each time it was said."""
    rows = signal(GIVEN, CourtCase.subject_id, CaseNote.reason, CaseNote.on)
    return rows.join(CourtCase, CourtCase.id == CaseNote.case_id)


SIGNALS = Signals(heard=Heard(_heard, "LOCAL-HEARTBEAT"), reasons=Reasons(_given, REASON_NAMES))
