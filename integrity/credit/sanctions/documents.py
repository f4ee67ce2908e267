"""The paper with legal force on which a listing stands: what it is, whose, its number and day."""

import enum
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column


class DocumentKind(enum.StrEnum):
    """What a listing stands on where no record lies under it: a paper with legal force."""

    JUDGMENT = "judgment"
    PENALTY = "penalty"
    DECISION = "decision"


DOCUMENT_NAMES = {
    DocumentKind.JUDGMENT: _l("生效裁判文书"),
    DocumentKind.PENALTY: _l("行政处罚决定书"),
    DocumentKind.DECISION: _l("上级机关或者主管部门的认定、处理决定"),
}


@dataclass(frozen=True)
class Document:
    """A paper with legal force: what it is, its name, its day, its number and who made it.

    `urged`: the notice by which the subject was urged to obey it (督促履行), and its day.
    """

    kind: DocumentKind
    name: str
    day: date
    number: str = ""
    authority: str = ""
    urged: str = ""
    urged_on: date | None = None


class StandsOnDocument:
    """A row that stands on such a paper; `document_by` is the authority that made it."""

    document_kind: Mapped[DocumentKind | None]
    document: Mapped[str] = mapped_column(default="", server_default="")
    document_number: Mapped[str] = mapped_column(default="", server_default="")
    document_by: Mapped[str] = mapped_column(default="", server_default="")
    document_on: Mapped[date | None]
    urged: Mapped[str] = mapped_column(default="", server_default="")
    urged_on: Mapped[date | None]

    @property
    def document_cited(self) -> str:
        """The paper as one cites it: who made it, its name, its number."""
        number = f"（{self.document_number}）" if self.document_number else ""
        return f"{self.document_by}{self.document}{number}"
