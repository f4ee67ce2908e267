"""A file that somebody sent to be imported, and how far it is."""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import Model
from integrity.base.states import HasMoves


class UploadState(enum.StrEnum):
    UPLOADED = "uploaded"  # waits to be checked by a dry run
    ASKED = "asked"  # waits for a person to say which sheet is meant
    UNMAPPED = "unmapped"  # waits for a person to say what the columns are
    CHECKED = "checked"  # waits for a person, who has read what would happen
    CONFIRMED = "confirmed"  # waits to be imported
    IMPORTED = "imported"
    REFUSED = "refused"  # not a file of this kind at all
    FAILED = "failed"  # nothing of it was imported, through no fault of the file
    ABANDONED = "abandoned"


STATE_NAMES = {
    UploadState.UPLOADED: _l("正在检查"),
    UploadState.ASKED: _l("请选择工作表"),
    UploadState.UNMAPPED: _l("请指定各列的含义"),
    UploadState.CHECKED: _l("已检查，待确认"),
    UploadState.CONFIRMED: _l("正在导入"),
    UploadState.IMPORTED: _l("已导入"),
    UploadState.REFUSED: _l("文件不能导入"),
    UploadState.FAILED: _l("处理失败"),
    UploadState.ABANDONED: _l("已放弃"),
}
TONES = {
    UploadState.UPLOADED: "plain",
    UploadState.ASKED: "soon",
    UploadState.UNMAPPED: "soon",
    UploadState.CHECKED: "soon",
    UploadState.CONFIRMED: "plain",
    UploadState.IMPORTED: "good",
    UploadState.REFUSED: "late",
    UploadState.FAILED: "late",
    UploadState.ABANDONED: "closed",
}
WAITING = (UploadState.UPLOADED, UploadState.CONFIRMED)
"""The states in which a worker has something to do."""


OPEN = (UploadState.ASKED, UploadState.UNMAPPED)
"""The states in which a person has to say how the file is meant."""


class Upload(HasMoves, Model):
    """One file of one kind, of a person and the body for which they sent it.

    `report` is that of the last run: counts, the first rows as they were understood, changes and
    rejected rows. `stored`, `changes` and `rejects` name files on disk: what was sent, every change
    of something known, and the rejected rows; all are erased after a time. `sheet` is the one of a
    workbook that was chosen, `sheets` are those between which somebody has to choose. `columns` is
    the header that was found: its line, its words, and of each column name, key and examples;
    `meaning` is what somebody said that they are: words and keys, who and when.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str]
    stored: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    state: Mapped[UploadState] = mapped_column(index=True)
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    confirmed_by_name: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    sheet: Mapped[str] = mapped_column(default="")
    sheets: Mapped[list[Any]] = mapped_column(default=list)
    columns: Mapped[dict[str, Any] | None]
    meaning: Mapped[dict[str, Any] | None]
    report: Mapped[dict[str, Any] | None]
    rejects: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    changes: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    why: Mapped[str] = mapped_column(default="")
    erased_on: Mapped[date | None]

    @property
    def parties(self) -> set[int]:
        return {self.body_id} if self.body_id else set()

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def would_change(self) -> bool:
        """Whether importing it would add or update anything, as far as the last run knows."""
        return bool(self.report and (self.report["added"] or self.report["updated"]))
