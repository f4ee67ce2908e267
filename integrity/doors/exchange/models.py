"""A platform with which rows are exchanged, and every row that went out or came in."""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.people.subjects import identifiers
from integrity.people.subjects.models import Subject


class Direction(enum.StrEnum):
    OUT = "out"
    IN = "in"


class RowState(enum.StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"  # the other side, or we, said why
    OVERTAKEN = "overtaken"  # a later row of the same thing goes instead


DIRECTION_NAMES = {Direction.OUT: _l("报送"), Direction.IN: _l("接收")}
ROW_NAMES = {
    RowState.WAITING: _l("待发送"),
    RowState.ACCEPTED: _l("已接收"),
    RowState.REFUSED: _l("被退回"),
    RowState.OVERTAKEN: _l("已由后来的一条代替"),
}


class Platform(Model):
    """Where rows of which catalogue items go, or come from; `connector` names the folder.

    `sealed` is the secret that calls are signed with, encrypted, and until `old_until` the one
    before it too (`old_sealed`). `read_until` is the last index of
    the public log that was looked at, `cursor` where fetching goes on. `failures` in a row make the
    next try wait (`next_at`). `lease_until`: somebody is at it. `differences` by item, of the day
    `compared_at`.
    """

    __tablename__ = "exchange_platform"

    id: Mapped[int] = mapped_column(primary_key=True)
    connector: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str]
    url: Mapped[str]
    sealed: Mapped[str]
    old_sealed: Mapped[str | None]
    old_until: Mapped[datetime | None]
    items: Mapped[list[Any]]
    read_until: Mapped[int] = mapped_column(sa.BigInteger, default=-1)
    cursor: Mapped[str] = mapped_column(default="")
    paused_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    next_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    compared_at: Mapped[datetime | None]
    differences: Mapped[dict[str, Any] | None]

    @property
    def parties(self) -> set[int]:
        return set()

    @property
    def title(self) -> str:
        return self.name

    def secrets(self, at: datetime) -> list[str]:
        """With what a call is signed at a moment, the newest first."""
        old = (
            [self.old_sealed] if self.old_sealed and self.old_until and at < self.old_until else []
        )
        return [identifiers.unseal(sealed) for sealed in (self.sealed, *old)]


class ExchangeBatch(Model):
    """Rows that go to a platform together as a file, from hand to hand; `rows` is how many.

    It waits for its receipts from the day on which it was handed over, until `answer_by`. What was
    taken back (`taken_back_at`) goes with a later one.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(sa.ForeignKey("exchange_platform.id"), index=True)
    rows: Mapped[int]
    made_at: Mapped[datetime]
    made_by_name: Mapped[str]
    handed_on: Mapped[date | None]
    handed_to: Mapped[str] = mapped_column(default="")
    answer_by: Mapped[date | None]
    answered_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]

    platform: Mapped[Platform] = relationship()

    @property
    def parties(self) -> set[int]:
        return set()

    @property
    def ref(self) -> str:
        return f"PC{self.id:06d}"

    @property
    def title(self) -> str:
        return self.ref


class ExchangedRow(Model):
    """One row of an item that goes out or came in, and what became of it; what it says is not here.

    `key` tells which thing it is to both sides, `version` which state of it (of what goes out, the
    index of the public log). `body_id`: who owns it and hears of a refusal. `gathered_id`: what it
    became here. `told`: the other side has our receipt of it. `batch_id`: the file it went with.
    """

    __tablename__ = "exchange_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(sa.ForeignKey("exchange_platform.id"))
    item: Mapped[str] = mapped_column(sa.String(40))
    key: Mapped[str]
    version: Mapped[int] = mapped_column(sa.BigInteger)
    removal: Mapped[bool]
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    gathered_id: Mapped[int | None]
    batch_id: Mapped[int | None] = mapped_column(sa.ForeignKey("exchange_batch.id"), index=True)
    standing: Mapped[RowState] = mapped_column(default=RowState.WAITING)
    told: Mapped[bool] = mapped_column(default=False)
    receipt: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    platform: Mapped[Platform] = relationship()
    body: Mapped[Subject | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("platform_id", "key", "version"),
        sa.Index("ix_exchange_row_platform_id_standing_id", "platform_id", "standing", "id"),
    )

    @property
    def parties(self) -> set[int]:
        return {self.body_id} if self.body_id else set()

    @property
    def title(self) -> str:
        return self.key
