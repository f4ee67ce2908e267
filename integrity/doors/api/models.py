"""First answers of writes, kept so that a repeated request gets the same one again."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import Model


class RequestKey(Model):
    """That one token wrote under one Idempotency-Key: a row of the same few bytes for every call.

    `mark` is the SHA-256 of the key, `digest` that of the request. `receipt`: the check that was
    made, from which the answer is read again; any other first answer is a row of its own.
    """

    token_id: Mapped[int] = mapped_column(sa.ForeignKey("token.id"), primary_key=True)
    mark: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None] = mapped_column(sa.SmallInteger)
    receipt: Mapped[str | None] = mapped_column(sa.String(36))


class RequestAnswer(Model):
    """What was answered under a key, where no register keeps it."""

    token_id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    answer: Mapped[str]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["token_id", "mark"],
            ["request_key.token_id", "request_key.mark"],
            name="fk_request_answer_token_id_mark",
        ),
    )
