"""The lists for everybody, one entry with its due process, nominations and pushes for officials."""

from integrity.credit.sanctions import (
    detachment_views,
    entry_views,
    hearing_views,
    list_views,
    nomination_views,
    offence_views,
    recommendation_views,
    resting,
    review_views,
    standard_views,
    tax_views,
)
from integrity.credit.sanctions.blueprint import bp
from integrity.credit.sanctions.pushes import hook_views, late_views, many_views, receiver_views
from integrity.credit.sanctions.pushes import views as push_views

__all__ = [
    "bp",
    "detachment_views",
    "entry_views",
    "hearing_views",
    "hook_views",
    "late_views",
    "list_views",
    "many_views",
    "nomination_views",
    "offence_views",
    "push_views",
    "receiver_views",
    "recommendation_views",
    "resting",
    "review_views",
    "standard_views",
    "tax_views",
]
