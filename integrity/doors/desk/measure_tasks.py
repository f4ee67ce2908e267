"""What waits for a person at the measure lists: a draft to review, to put in force, to amend."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import REACH_ALL
from integrity.casework.steps import step_in
from integrity.casework.tasks import LIMIT, Task
from integrity.credit.measures.draft_models import DraftState, MeasureDraft
from integrity.credit.measures.draft_views import ACTS, owner_name
from integrity.credit.measures.drafts import FLOW
from integrity.people.accounts.models import User

NEXT = {
    DraftState.DRAFTED: "submit",
    DraftState.SUBMITTED: "review",
    DraftState.REVIEWED: "put_in_force",
}


def duties(user: User) -> Iterable[Task]:
    """Every draft of which this person may make the next move; no two in a row are the same's."""
    states = [state for state, move in NEXT.items() if user.can(FLOW[move].permission)]  # type: ignore[arg-type]
    if not states:
        return
    wanted = (
        sa.select(MeasureDraft)
        .where(MeasureDraft.state.in_(states), _turn(user))
        .options(joinedload(MeasureDraft.owner))
        .order_by(MeasureDraft.step_due_on.is_(None), MeasureDraft.step_due_on, MeasureDraft.id)
        .limit(LIMIT)
    )
    for draft in db.session.scalars(wanted):
        move = NEXT[draft.state]
        step = step_in(FLOW, draft, clock.today())
        yield Task(
            day=draft.step_due_on,
            kind=_("措施清单"),
            title=draft.title,
            body=owner_name(draft),
            url=url_for("measures.draft", number=draft.id),
            act=ACTS[move].label,
            act_url=url_for("measures.draft_act", number=draft.id, move=move),
            key=f"measure-draft-{draft.id}",
            warning=step[0] if step and step[1] == "late" else None,
        )


def _turn(user: User) -> sa.ColumnElement[bool]:
    """Its author's own, and what another person may do next."""
    author = MeasureDraft.drafted_by_id.is_not_distinct_from(user.id)
    reviewer = MeasureDraft.reviewed_by_id.is_not_distinct_from(user.id)
    mine = sa.or_(
        sa.and_(MeasureDraft.state == DraftState.DRAFTED, author),
        sa.and_(MeasureDraft.state == DraftState.SUBMITTED, ~author),
        sa.and_(MeasureDraft.state == DraftState.REVIEWED, ~reviewer),
    )
    if user.role in REACH_ALL:
        return mine
    return sa.and_(mine, MeasureDraft.owner_id == (user.body_id or 0))
