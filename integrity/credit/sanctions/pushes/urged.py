"""Who may urge the body that has not answered a push, and by what."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock
from integrity.base.permissions import REACH_ALL, Permission
from integrity.credit.sanctions.pushes.models import Push
from integrity.pages.items import Button


def leads(user: Any, push: Push) -> bool:
    """Whether a person is of who leads the listing: the initiating department, or the office."""
    office, body_id = user.role in REACH_ALL, user.body_id
    ours = body_id is not None and body_id == push.entry.initiated_by_id
    return user.can(Permission.SANCTIONS_FIND) and (office or ours)


def may_remind(user: Any, push: Push) -> bool:
    """Whether a person may remind the body: never one of its own."""
    return leads(user, push) and user.body_id != push.body_id


def ways(found: Push) -> list[Button]:
    """What may be done about a push that is late: remind, and for the office every harder step."""
    if not is_late(found) or not current_user.is_authenticated:
        return []
    offered = []
    if may_remind(current_user, found):
        offered.append(Button(_("催办"), url_for("sanctions.remind_push", number=found.id)))
    if current_user.can(Permission.URGINGS_MAKE, found):
        offered.append(Button(_("督办"), url_for("urging.new", item=f"pushes:{found.id}")))
    return offered


def is_late(found: Push) -> bool:
    """Whether its body has not answered by the day."""
    return found.is_overdue(clock.today())
