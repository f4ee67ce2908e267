"""What follows when a new head does not take over in time what is open (新官不理旧账)."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from commitments.takeover.office_terms import Acceptance, OfficeTerm
from integrity.casework import streams
from integrity.casework.deadlines import day_after


def breaches(stream: str, on: date) -> sa.Select[Any]:
    """One breach per head and stream, at the first thing that was not taken over by its day.

    A head who left before that day missed nothing, nor did one whose thing was done by then.
    """
    model = streams.named(stream).model
    done = sa.exists().where(model.id == Acceptance.item_id, model.closed_on <= Acceptance.due_on)
    missed = (
        sa.select(sa.func.min(Acceptance.id))
        .join(Acceptance.term)
        .where(Acceptance.stream == stream, Acceptance.due_on < on, ~done)
        .where(sa.func.coalesce(Acceptance.done_on, on) > Acceptance.due_on)
        .where(sa.func.coalesce(OfficeTerm.to_on, on) > Acceptance.due_on)
        .group_by(Acceptance.term_id)
    )
    columns = streams.breach(
        stream,
        streams.NOT_TAKEN_OVER,
        Acceptance.item_id,
        Acceptance.body_id,
        day_after(Acceptance.due_on),
        sa.literal("新任主要负责人逾期未确认承接前任未完成的事项"),
    )
    return sa.select(*columns).where(Acceptance.id.in_(missed))
