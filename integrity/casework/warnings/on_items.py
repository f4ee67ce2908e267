"""Who may see which warning, and the mark of it on the page of a thing."""

from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base.db import db
from integrity.base.permissions import REACH_ALL, Permission
from integrity.casework.streams import Stream, of_bodies
from integrity.casework.warnings.models import RULE_NAMES, EarlyWarning
from integrity.pages.items import Badge


def visible(user: Any) -> sa.ColumnElement[bool]:
    """The condition for the warnings a person may see: the own body's, the office all of them.

    Of a thing only if the person may see that thing still.
    """
    seen: list[sa.ColumnElement[bool]] = [EarlyWarning.item_id.is_(None)]
    for name, stream in of_bodies().items():
        mine = sa.and_(stream.visible(user), sa.not_(stream.reach.left(user)))
        items = sa.select(stream.model.id).where(mine)
        seen.append(sa.and_(EarlyWarning.stream == name, EarlyWarning.item_id.in_(items)))
    if user.role in REACH_ALL:
        return sa.or_(*seen)
    return sa.and_(EarlyWarning.subject_id == (user.body_id or 0), sa.or_(*seen))


def badges(stream: Stream, item: Any) -> list[Badge]:
    """The warnings that stand about a thing, for whoever may see it; a link for whom they are."""
    wanted = sa.select(EarlyWarning).where(
        EarlyWarning.stream == stream.name,
        EarlyWarning.item_id == item.id,
        EarlyWarning.ended_on.is_(None),
    )
    return [
        Badge(_("预警：%(what)s", what=RULE_NAMES[found.rule]), "soon", _address(found))
        for found in db.session.scalars(wanted.order_by(EarlyWarning.id))
    ]


def _address(warning: EarlyWarning) -> str | None:
    if not (current_user.is_authenticated and current_user.can(Permission.WARNINGS_READ)):
        return None
    if current_user.role not in REACH_ALL and current_user.body_id != warning.subject_id:
        return None
    return url_for("warnings.item", number=warning.id)
