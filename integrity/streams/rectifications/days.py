"""By which day an order must be obeyed: a named one, that of what is enforced, or the rule's."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.casework.rules import service as rules
from integrity.streams.rectifications.errors import WrongDay
from integrity.streams.rectifications.models import Rectification


def set_day(
    rectification: Rectification, until: date | None, why: str, enforced: date | None, today: date
) -> None:
    """The day of what is enforced, if that comes first; or the one a person set; else none yet.

    The term of the rule counts from the service of the order (`begin`). Raises WrongDay.
    """
    first, last = (rules.due(f"LOCAL-RECTIFY-{end}", today).due_on for end in ("MIN", "MAX"))
    coming = enforced if enforced and enforced >= today else None
    if until is None:
        if coming and coming < rules.due("LOCAL-RECTIFY", today).due_on:
            _fix(rectification, max(coming, first), _("不晚于所督促事项的期限 %(day)s", day=coming))
        return
    if not first <= until <= last:
        raise WrongDay(_("整改期限应在 %(first)s 至 %(last)s 之间。", first=first, last=last))
    if coming and until > coming and not why.strip():
        raise WrongDay(_("所督促事项的期限是 %(day)s，整改期限更晚的，请写明理由。", day=coming))
    _fix(rectification, until, _("责令整改时指定。%(why)s", why=why.strip()))


def begin(things: sa.Select[Any], on: date, *, by: audit.Actor, at: datetime) -> None:
    """The order was served: where it names no day, the term of the rule runs from here."""
    open_ = (Rectification.id.in_(things), Rectification.due_on.is_(None))
    for order in db.session.scalars(sa.select(Rectification).where(*open_)).all():
        order.run_from("LOCAL-RECTIFY", on, _("限期整改通知书送达"))


def _fix(rectification: Rectification, day: date, basis: str) -> None:
    """A day that no later count moves."""
    rectification.time_limit = rectification.starts_on = None
    rectification.provisional = False
    rectification.run_until(day, basis)
