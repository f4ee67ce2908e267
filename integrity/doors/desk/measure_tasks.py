"""What waits for a person at the measure lists: a draft to review, to put in force, to amend."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import REACH_ALL, Permission
from integrity.casework.drafting import NEXT, waiting_for
from integrity.casework.steps import late_in
from integrity.casework.tasks import LIMIT, Task
from integrity.credit.matters.models import Matter, MatterState
from integrity.credit.matters.service import FLOW as MATTERS
from integrity.credit.matters.views import ACTS as MATTER_ACTS
from integrity.credit.measures import ledger
from integrity.credit.measures.draft_models import MeasureDraft
from integrity.credit.measures.draft_views import ACTS, owner_name
from integrity.credit.measures.drafts import FLOW
from integrity.credit.measures.ledger_models import LedgerRow, LedgerState
from integrity.credit.measures.ledger_views import ACTS as LEDGER_ACTS
from integrity.credit.measures.ledger_views import settler
from integrity.credit.offers.models import Offer, OfferState
from integrity.credit.offers.service import FLOW as OFFERS
from integrity.credit.sanctions import detachments
from integrity.credit.sanctions.detachment_models import Detachment, DetachmentState
from integrity.credit.sanctions.detachment_views import ACTS as DETACHMENT_ACTS
from integrity.credit.sanctions.models import ListEntry
from integrity.people.accounts.models import User

SETTLING = {
    LedgerState.ENTERED: "plan",
    LedgerState.PLANNED: "report",
    LedgerState.REPORTED: "close",
}


def duties(user: User) -> Iterable[Task]:
    """Every draft of which this person may make the next move; no two in a row are the same's."""
    wanted = waiting_for(user, MeasureDraft, MeasureDraft.owner_id)
    if wanted is None:
        return
    for draft in db.session.scalars(wanted.options(joinedload(MeasureDraft.owner)).limit(LIMIT)):
        move = NEXT[draft.state]
        yield Task(
            day=draft.step_due_on,
            kind=_("措施清单"),
            title=draft.title,
            body=owner_name(draft),
            url=url_for("measures.draft", number=draft.id),
            act=ACTS[move].label,
            act_url=url_for("measures.draft_act", number=draft.id, move=move),
            key=f"measure-draft-{draft.id}",
            warning=late_in(FLOW, draft, clock.today()),
        )


def settlings(user: User) -> Iterable[Task]:
    """Every row of the ledger that this person has to plan, settle or look into."""
    if not user.can(Permission.MEASURES_DRAFT):
        return
    wanted = (
        sa.select(LedgerRow)
        .where(_row_waits_for(user))
        .options(joinedload(LedgerRow.owner), joinedload(LedgerRow.measure))
        .order_by(LedgerRow.settle_by, LedgerRow.id)
        .limit(LIMIT)
    )
    for row in db.session.scalars(wanted):
        move = SETTLING[row.state]
        yield Task(
            day=getattr(row, ledger.FLOW.steps[row.state].day),
            kind=_("失信约束措施台账"),
            title=row.title,
            body=settler(row),
            url=url_for("measures.ledger_row", number=row.id),
            act=LEDGER_ACTS[move].label,
            act_url=url_for("measures.ledger_act", number=row.id, move=move),
            key=f"ledger-{row.id}",
            warning=late_in(ledger.FLOW, row, clock.today()),
        )


def detachings(user: User) -> Iterable[Task]:
    """Every measure that lost its basis and is still on an entry, unless another has to confirm."""
    if not user.can(Permission.SANCTIONS_DECIDE):
        return
    mine = Detachment.first_by_id.is_distinct_from(user.id)
    wanted = (
        sa.select(Detachment)
        .where(Detachment.state.in_(detachments.FLOW.steps), mine)
        .options(joinedload(Detachment.entry).joinedload(ListEntry.subject))
        .options(joinedload(Detachment.measure))
        .order_by(Detachment.step_due_on, Detachment.id)
        .limit(LIMIT)
    )
    for found in db.session.scalars(wanted):
        move = "agree" if found.state is DetachmentState.FOUND else "remove"
        yield Task(
            day=found.step_due_on,
            kind=_("失去依据的措施"),
            title=found.title,
            body=found.subject.name,
            url=url_for("sanctions.detachment", number=found.id),
            act=DETACHMENT_ACTS[move].label,
            act_url=url_for("sanctions.detachment_act", number=found.id, move=move),
            key=f"detachment-{found.id}",
            warning=late_in(detachments.FLOW, found, clock.today()),
        )


def offers(user: User) -> Iterable[Task]:
    """Every offer that another person has made and that waits to be published."""
    if not user.can(Permission.OFFERS_DECIDE):
        return
    others = Offer.made_by_id.is_distinct_from(user.id)
    wanted = sa.select(Offer).where(Offer.state == OfferState.MADE, others)
    for offer in db.session.scalars(wanted.order_by(Offer.step_due_on, Offer.id).limit(LIMIT)):
        yield Task(
            day=offer.step_due_on,
            kind=_("守信优惠"),
            title=offer.title,
            body=offer.offered_by,
            url=url_for("offers.item", number=offer.id),
            act=_("审核公布"),
            act_url=url_for("offers.act", number=offer.id, move="publish"),
            key=f"offer-{offer.id}",
            warning=late_in(OFFERS, offer, clock.today()),
        )


def matters(user: User) -> Iterable[Task]:
    """Every change of the application list that another person has proposed."""
    if not user.can(Permission.MATTERS_KEEP):
        return
    others = Matter.proposed_by_id.is_distinct_from(user.id)
    wanted = sa.select(Matter).where(Matter.state == MatterState.PROPOSED, others)
    for matter in db.session.scalars(wanted.order_by(Matter.step_due_on, Matter.id).limit(LIMIT)):
        move = "take_off" if matter.ending else "adopt"
        yield Task(
            day=matter.step_due_on,
            kind=_("应用清单事项"),
            title=matter.title,
            body="",
            url=url_for("matters.proposal", number=matter.id),
            act=MATTER_ACTS[move].label,
            act_url=url_for("matters.act", number=matter.id, move=move),
            key=f"matter-{matter.id}",
            warning=late_in(MATTERS, matter, clock.today()),
        )


def _row_waits_for(user: User) -> sa.ColumnElement[bool]:
    """For a body its own; for the office its own, and what another person has reported."""
    owing = LedgerRow.state.in_((LedgerState.ENTERED, LedgerState.PLANNED))
    if user.role not in REACH_ALL:
        return sa.and_(owing, LedgerRow.owner_id == (user.body_id or 0))
    others = LedgerRow.reported_by_id.is_distinct_from(user.id)
    reported = sa.and_(LedgerRow.state == LedgerState.REPORTED, others)
    return sa.or_(sa.and_(owing, LedgerRow.owner_id.is_(None)), reported)
