"""What waits for a person about listings: hearings, objections to candidates, taxpayers."""

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
from integrity.credit.sanctions.hearing_models import Hearing, HearingState
from integrity.credit.sanctions.hearing_views import ACTS as HEARING_ACTS
from integrity.credit.sanctions.hearings import HEARINGS
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.recommendation_models import (
    Recommendation,
    RecommendationState,
)
from integrity.credit.sanctions.recommendations import RECOMMENDATIONS
from integrity.credit.sanctions.review_models import ReviewObjection, ReviewObjectionState
from integrity.credit.sanctions.reviews import REVIEWS, may_decide
from integrity.credit.sanctions.tax_lists import TAX_LISTS
from integrity.credit.sanctions.tax_models import TaxList, TaxListState
from integrity.credit.sanctions.tax_views import ACTS as TAX_ACTS
from integrity.doors.desk import star_tasks
from integrity.people.accounts.models import User


def reviews(user: User) -> Iterable[Task]:
    """Every objection to a candidate that this person did not propose."""
    if not user.can(Permission.SANCTIONS_DECIDE):
        return
    wanted = (
        sa.select(ReviewObjection)
        .where(ReviewObjection.state == ReviewObjectionState.FILED)
        .options(joinedload(ReviewObjection.entry).joinedload(ListEntry.subject))
        .order_by(ReviewObjection.step_due_on, ReviewObjection.id)
        .limit(LIMIT)
    )
    for found in db.session.scalars(wanted):
        if not may_decide(user, found.entry):
            continue
        address = url_for("sanctions.review", number=found.id)
        yield Task(
            day=found.step_due_on,
            kind=_("公示异议"),
            title=found.title,
            body=found.subject.name,
            url=address,
            act=_("核查答复"),
            act_url=address,
            key=f"review-{found.id}",
            warning=late_in(REVIEWS, found, clock.today()),
        )


def tax_lists(user: User) -> Iterable[Task]:
    """Every list that this person may check, or adopt after another has checked it."""
    if not user.can(Permission.SANCTIONS_DECIDE):
        return
    mine = TaxList.first_by_id.is_distinct_from(user.id)
    wanted = sa.select(TaxList).where(TaxList.state.in_(TAX_LISTS.steps), mine)
    for found in db.session.scalars(wanted.order_by(TaxList.step_due_on, TaxList.id).limit(LIMIT)):
        move = "agree" if found.state is TaxListState.ENTERED else "adopt"
        yield Task(
            day=found.step_due_on,
            kind=_("纳税信用等级名单"),
            title=found.title,
            body="",
            url=url_for("sanctions.tax_list", number=found.id),
            act=TAX_ACTS[move].label,
            act_url=url_for("sanctions.tax_list_act", number=found.id, move=move),
            key=f"tax-{found.id}",
            warning=late_in(TAX_LISTS, found, clock.today()),
        )


def hearings(user: User) -> Iterable[Task]:
    """Every hearing to set, to hold as its chair, or whose record waits for one's signature."""
    moves = {HearingState.ASKED: "schedule", HearingState.SCHEDULED: "hold_hearing"}
    moves |= {HearingState.HELD: "sign"}
    if not HEARINGS.waiting_for(user):
        return
    wanted = (
        sa.select(Hearing)
        .join(ListEntry, ListEntry.id == Hearing.entry_id)
        .where(_waits_for(user))
        .options(joinedload(Hearing.entry).joinedload(ListEntry.subject))
        .order_by(Hearing.step_due_on, Hearing.id)
        .limit(LIMIT)
    )
    for found in db.session.scalars(wanted):
        move = moves[found.state]
        yield Task(
            day=found.set_for if move == "hold_hearing" else found.step_due_on,
            kind=_("听证"),
            title=found.title,
            body=found.subject.name,
            url=url_for("sanctions.hearing", number=found.id),
            act=HEARING_ACTS[move].label,
            act_url=url_for("sanctions.hearing_act", number=found.id, move=move),
            key=f"hearing-{found.id}",
            warning=late_in(HEARINGS, found, clock.today()),
        )


def recommendations(user: User) -> Iterable[Task]:
    """Every recommendation to examine; then what waits in rounds of 诚信之星."""
    if not user.can(Permission.SANCTIONS_DECIDE):
        return
    yield from star_tasks.duties(user)
    wanted = (
        sa.select(Recommendation)
        .where(Recommendation.state == RecommendationState.SENT)
        .options(joinedload(Recommendation.subject), joinedload(Recommendation.recommended_by))
        .order_by(Recommendation.step_due_on, Recommendation.id)
        .limit(LIMIT)
    )
    for found in db.session.scalars(wanted):
        address = url_for("sanctions.recommendation", number=found.id)
        yield Task(
            day=found.step_due_on,
            kind=_("守信主体推荐"),
            title=found.title,
            body=found.recommended_by.name,
            url=address,
            act=_("审核"),
            act_url=address,
            key=f"recommendation-{found.id}",
            warning=late_in(RECOMMENDATIONS, found, clock.today()),
        )


def _waits_for(user: User) -> sa.ColumnElement[bool]:
    body_id = user.body_id or 0
    leads = Hearing.issuer_id.is_(None) if user.role in REACH_ALL else Hearing.issuer_id == body_id
    chairs = sa.and_(Hearing.state == HearingState.SCHEDULED, Hearing.chair_id == user.id)
    signs = sa.and_(Hearing.state == HearingState.HELD, ListEntry.subject_id == body_id)
    return sa.or_(sa.and_(Hearing.state == HearingState.ASKED, leads), chairs, signs)
