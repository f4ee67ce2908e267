"""Which contracts somebody may read, and how much of one."""

from typing import Any

import sqlalchemy as sa
from flask_login import current_user

from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.streams.contracts.blueprint import stream
from integrity.streams.contracts.models import Contract
from integrity.streams.contracts.service import shown_to_all


def reads(user: Any) -> bool:
    """Whether somebody reads what only parties and the office read."""
    return bool(user.is_authenticated and stream().is_read_by(user))


def is_party(thing: Any) -> bool:
    """Whether the person logged in may read more of it than everybody."""
    if not reads(current_user):
        return False
    return stream().is_reached_by(current_user) or current_user.body_id in thing.parties


def visible() -> sa.ColumnElement[bool]:
    """The condition for contracts that the person logged in may see."""
    if not reads(current_user):
        return shown_to_all()
    if stream().is_reached_by(current_user):
        return sa.true()
    own = current_user.body_id or 0
    return sa.or_(shown_to_all(), Contract.subject_id == own, Contract.counterparty_id == own)


def by_ref(ref: str) -> Contract:
    """The contract with this number, if the person logged in may see it; raises NotFound."""
    wanted = sa.select(Contract).where(Contract.ref == ref, visible())
    found = db.session.scalars(for_change(wanted, Contract)).first()
    if found is None:
        raise NotFound
    return found
