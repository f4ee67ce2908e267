"""Accounts of people and tokens of systems; each is bound to one body."""

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_login import UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.permissions import REACH_ALL, AnyPermission, Role, found_in, granted
from integrity.base.states import HasMoves
from integrity.people.subjects import competence
from integrity.people.subjects.models import Subject


class AccountState(enum.StrEnum):
    PENDING = "pending"  # made by the system administrator, not yet granted by the security officer
    ACTIVE = "active"
    DISABLED = "disabled"


class User(UserMixin, HasMoves, Model):
    """A person who may log in: a role, and the body for which it is exercised."""

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str]
    role: Mapped[Role]
    state: Mapped[AccountState] = mapped_column(default=AccountState.PENDING)
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    password_hash: Mapped[str]
    must_change: Mapped[bool] = mapped_column(default=True)
    last_login: Mapped[datetime | None]
    created_at: Mapped[datetime]
    calendar_digest: Mapped[str | None] = mapped_column(sa.String(64), unique=True, index=True)

    body: Mapped[Subject | None] = relationship(lazy="joined")

    @property
    def is_active(self) -> bool:
        return self.state is AccountState.ACTIVE

    def can(self, permission: AnyPermission, item: Any = None) -> bool:
        """Whether the role grants it, and for most roles, whether the item is their body's.

        What a department finds, it finds for every body, and no other department does. Whoever
        declared an interest in an item (`recused`) may do nothing to it. What only one side of an
        item does (`sides`: the column that names it, by permission), no other party does; where
        that names nobody, who acts for every body does.
        """
        if permission not in granted(self.role) or self.id in getattr(item, "recused", ()):
            return False
        if matter := found_in(permission):
            return self.body_id is not None and self.body_id == competence.body_of(matter)
        if side := getattr(item, "sides", {}).get(permission):
            named = getattr(item, side)
            return self.role in REACH_ALL if named is None else self.body_id == named
        return item is None or self.role in REACH_ALL or self.body_id in item.parties

    def reaches(self, body: Any) -> sa.ColumnElement[bool]:
        """The condition for rows of the own body, named by a column; who acts for all sees all."""
        return sa.true() if self.role in REACH_ALL else body == (self.body_id or 0)


class Token(Model):
    """A bearer token of a business system, bound to a body; only its digest is stored.

    `contact`: whom to call about it. `addresses`: the networks it may be used from, any if empty.
    `per_minute`: how many calls, as the setting says if None. `sites`: those whose pages may
    show a window for checks. `test`: it asks about codes for tests and changes nothing real.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    hint: Mapped[str] = mapped_column(sa.String(12))
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    scopes: Mapped[list[Any]]
    note: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    addresses: Mapped[list[Any]] = mapped_column(default=list)
    per_minute: Mapped[int | None]
    sites: Mapped[list[Any]] = mapped_column(default=list)
    test: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    body: Mapped[Subject] = relationship(lazy="joined")

    @property
    def name(self) -> str:
        """How the log names it."""
        return f"{self.body.name} ({self.hint}…)"
