"""A file of codes that was sent to be checked, and a narrow row of the register for each of them.

A check of a few keeps what it answered; one of a million keeps who was asked about and the verdict,
on which day and list version, and the digest of the file that was made of them.
"""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import BIG, Model
from integrity.credit.checks.models import Verdict
from integrity.people.subjects.models import Subject


class FileState(enum.StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    REFUSED = "refused"


FILE_STATE_NAMES = {
    FileState.WAITING: _l("等待答复"),
    FileState.ANSWERED: _l("已答复"),
    FileState.REFUSED: _l("未答复"),
}
FILE_STATE_TONES = {
    FileState.WAITING: "soon",
    FileState.ANSWERED: "good",
    FileState.REFUSED: "late",
}


class CheckFile(Model):
    """One call: who asks, for what, and how many codes; `ref` is the number of its receipt.

    `asked` are the codes by line, packed, until they are answered; `why` says why none will be.
    `stored` names the file of results, `answer_digest` is its SHA-256, `counts` how often each
    verdict stands in it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(36), unique=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    officer: Mapped[str]
    purpose: Mapped[str]
    matter: Mapped[str]
    matter_code: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    case_no: Mapped[str]
    codes: Mapped[int]
    asked: Mapped[bytes | None] = mapped_column(deferred=True)
    at: Mapped[datetime] = mapped_column(index=True)
    as_of: Mapped[date | None]
    list_version: Mapped[int | None] = mapped_column(sa.BigInteger)
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    counts: Mapped[dict[str, Any] | None]
    stored: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    answer_digest: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    why: Mapped[str] = mapped_column(default="", server_default="")

    body: Mapped[Subject] = relationship()

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def state(self) -> FileState:
        if self.finished_at is None:
            return FileState.WAITING
        return FileState.REFUSED if self.why else FileState.ANSWERED


class CheckFileLine(Model):
    """What one line of a file was answered; without a code the line had none that was right.

    All lines of a file are written by one statement in their order, by who holds the row of the
    file: so no key need keep them apart, and PostgreSQL finds them by where they lie.
    """

    file_id: Mapped[int] = mapped_column()
    line: Mapped[int] = mapped_column()
    code: Mapped[str] = mapped_column(sa.String(18))
    subject_id: Mapped[int | None] = mapped_column(index=True)
    verdict: Mapped[Verdict]

    __mapper_args__ = {"primary_key": [file_id, line]}
    __table_args__ = (
        sa.Index("ix_check_file_line_file_id", "file_id", "line", postgresql_using="brin"),
    )


class CheckFilePart(Model):
    """A check that keeps what was answered of a file's lines whose body owes a word of what it did.

    It has a receipt, and is reported on, as any other; the key of a result is the line of the file.
    """

    check_id: Mapped[int] = mapped_column(
        BIG, sa.ForeignKey("credit_check.id"), primary_key=True, autoincrement=False
    )
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("check_file.id"), index=True)
