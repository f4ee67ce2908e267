"""The blueprint to which the pages of campaigns belong, and who sees what of them."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint
from flask_login import current_user

from integrity.base.permissions import Permission
from integrity.base.stamps import to_move
from integrity.streams.campaigns.models import Campaign, CampaignState, Finding, SelfReport

bp = Blueprint("campaigns", __name__, url_prefix="/campaigns")


def is_office(user: Any) -> bool:
    """Whether this person runs campaigns, over all bodies."""
    return bool(user.can(Permission.CAMPAIGNS_RUN))


def mine(user: Any, model: Any) -> sa.ColumnElement[bool]:
    """The condition for findings or reports that a person may see: all, or of the own body.

    And those that the own body decides as the one that by law finds.
    """
    known = Campaign.state != CampaignState.DRAFTED
    if is_office(user):
        return sa.true()
    begun = model.campaign_id.in_(sa.select(Campaign.id).where(known))
    body = user.body_id or 0
    own = model.subject_id == body
    return sa.and_(sa.or_(own, model.finder_id == body) if model is Finding else own, begun)


def visible(user: Any) -> sa.ColumnElement[bool]:
    """The condition for campaigns: those that have begun and cover the own body, or all."""
    if is_office(user):
        return sa.true()
    body = user.body_id or 0
    scope = sa.select(SelfReport.campaign_id).where(SelfReport.subject_id == body)
    decided = sa.select(Finding.campaign_id).where(Finding.finder_id == body)
    concerned = sa.or_(Campaign.id.in_(scope), Campaign.id.in_(decided))
    return sa.and_(concerned, Campaign.state != CampaignState.DRAFTED)


def campaign_of(number: int) -> Campaign:
    """A campaign that the person may see, locked for an act; raises NotFound."""
    return _one(Campaign, number, visible(current_user))


def report_of(number: int) -> SelfReport:
    return _one(SelfReport, number, mine(current_user, SelfReport))


def finding_of(number: int) -> Finding:
    return _one(Finding, number, mine(current_user, Finding))


def _one(model: Any, number: int, condition: sa.ColumnElement[bool]) -> Any:
    return to_move(model, number, condition)
