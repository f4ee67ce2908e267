"""First answers of writes, kept so that a repeated request gets the same one again."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import Model


class FirstAnswer(Model):
    """What one token was answered under one Idempotency-Key; `digest` is that of the request."""

    id: Mapped[int] = mapped_column(primary_key=True)
    token_id: Mapped[int] = mapped_column(sa.ForeignKey("token.id"))
    key: Mapped[str] = mapped_column(sa.String(200))
    digest: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None]
    answer: Mapped[str | None]

    __table_args__ = (sa.UniqueConstraint("token_id", "key"),)
