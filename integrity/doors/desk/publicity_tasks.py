"""What waits of licences and penalties that were made public: to be found so, and taken back."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import REACH_ALL, Permission
from integrity.casework.steps import late_in
from integrity.casework.tasks import LIMIT, Task
from integrity.credit.publicity import figures, made
from integrity.credit.publicity.flow import FLOW
from integrity.credit.publicity.made_models import MadeDecision, MadeState
from integrity.credit.publicity.made_views import ACTS as MADE_ACTS
from integrity.credit.publicity.models import Posting, PostingState
from integrity.credit.publicity.views import ACTS
from integrity.people.accounts.models import User

S = PostingState


def duties(user: User) -> Iterable[Task]:
    """What was annulled, and what should be public and is not."""
    if user.can(Permission.POSTINGS_KEEP):
        yield from _postings(user)
        yield from _unpublished(user)


def _postings(user: User) -> Iterable[Task]:
    """For the office what parties say; for a body what it has to take back."""
    mine = Posting.body_id == (user.body_id or 0)
    annulled = Posting.state == S.ANNULLED
    claimed = Posting.state == S.CLAIMED
    waiting = sa.or_(sa.and_(annulled, mine), sa.and_(claimed, mine))
    if user.role in REACH_ALL:
        waiting = sa.or_(waiting, claimed)
    wanted = sa.select(Posting).where(waiting).options(joinedload(Posting.body))
    ordered = wanted.order_by(Posting.step_due_on, Posting.id).limit(LIMIT)
    for found in db.session.scalars(ordered):
        move = "withdraw" if found.state is S.ANNULLED else "annul"
        yield Task(
            day=found.step_due_on,
            kind=_("双公示"),
            title=found.number,
            body=found.body.name,
            url=url_for("publicity.item", number=found.id),
            act=ACTS[move].label,
            act_url=url_for("publicity.act", number=found.id, move=move),
            key=f"posting-{found.id}",
            warning=late_in(FLOW, found, clock.today()),
        )


def _unpublished(user: User) -> Iterable[Task]:
    """For a body what it did not make public in time; for the office what bodies contest."""
    today = clock.today()
    if user.role in REACH_ALL:
        waiting = MadeDecision.state == MadeState.CONTESTED
    else:
        mine = MadeDecision.body_id == (user.body_id or 0)
        waiting = sa.and_(mine, MadeDecision.state == MadeState.KNOWN, figures.overdue(today))
    wanted = sa.select(MadeDecision).where(waiting).options(joinedload(MadeDecision.body))
    for found in db.session.scalars(
        wanted.order_by(MadeDecision.due_on, MadeDecision.id).limit(LIMIT)
    ):
        contested = found.state is MadeState.CONTESTED
        address = url_for("publicity.made_act", number=found.id, move="reject")
        yield Task(
            day=found.step_due_on if contested else found.due_on,
            kind=_("应当公示的决定"),
            title=found.number,
            body=found.body.name,
            url=url_for("publicity.made_item", number=found.id),
            act=MADE_ACTS["reject"].label if contested else _("报送文件"),
            act_url=address if contested else url_for("publicity.check"),
            key=f"unpublished-{found.id}",
            warning=late_in(made.FLOW, found, today),
        )
