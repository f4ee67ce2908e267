"""Which side of a breach complaint somebody is on."""

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.people.accounts.models import AccountState, User
from integrity.streams.grievances.errors import NotYours
from integrity.streams.grievances.models import Grievance


def without_account(item: Grievance) -> None:
    """Who can speak here speaks here. Raises NotAllowed."""
    person = sa.exists().where(
        User.body_id == item.complainant_id, User.state == AccountState.ACTIVE
    )
    if db.session.scalar(sa.select(person)):
        raise NotAllowed(_("该企业有账号，由企业自己确认或者否认。"))


def finder_only(item: Grievance, by: Any) -> None:
    """Raise NotYours for whoever is not of the one that finds."""
    if getattr(by, "body_id", None) != item.finder_id:
        raise NotYours(_("只有负责核实认定的单位可以办理此事项。"))


def body_only(item: Grievance, by: Any) -> None:
    """Raise NotYours for whoever is not of the one that is complained about."""
    if getattr(by, "body_id", None) != item.subject_id:
        raise NotYours(_("只有被投诉单位可以办理此事项。"))


def complainant_only(item: Grievance, by: Any) -> None:
    """Raise NotYours for whoever is not of the one that complained."""
    if getattr(by, "body_id", None) != item.complainant_id:
        raise NotYours(_("只有投诉的企业可以办理此事项。"))
