"""A licence or a penalty as its body made it public, and the file with which it came."""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.people.subjects.models import FIRMS, Subject


class Layout(enum.StrEnum):
    """The four national templates of licences and penalties."""

    PENALTY_FIRM = "penalty-of-firm"
    PENALTY_PERSON = "penalty-of-person"
    LICENCE_FIRM = "licence-of-firm"
    LICENCE_PERSON = "licence-of-person"


class PostingState(enum.StrEnum):
    STANDING = "disclosed"
    CLAIMED = "said-to-be-annulled"  # the party says so, with a paper
    ANNULLED = "annulled-in-law"  # waits for its body to take it back
    WITHDRAWN = "taken-back"
    CORRECTED = "succeeded"  # another one of the same decision took its place


class Annulment(enum.StrEnum):
    """What became of a decision, by article 48 of the law on administrative penalties."""

    CHANGED = "changed-in-law"
    REVOKED = "revoked-in-law"
    ILLEGAL = "found-illegal"
    VOID = "found-void"


S = PostingState
PERSONS = (Layout.PENALTY_PERSON, Layout.LICENCE_PERSON)
PENALTIES = (Layout.PENALTY_FIRM, Layout.PENALTY_PERSON)
SHOWN = (S.STANDING, S.CLAIMED)
"""The states in which everybody reads what it says."""
IN_FORCE = (S.STANDING, S.CLAIMED, S.ANNULLED)
STANDING = f"state IN ({', '.join(map(repr, map(str, IN_FORCE)))})"
"""The same in SQL."""
LAYOUT_NAMES = {
    Layout.PENALTY_FIRM: _l("行政处罚（法人及非法人组织）"),
    Layout.PENALTY_PERSON: _l("行政处罚（自然人）"),
    Layout.LICENCE_FIRM: _l("行政许可（法人及非法人组织）"),
    Layout.LICENCE_PERSON: _l("行政许可（自然人）"),
}
STATE_NAMES = {
    S.STANDING: _l("有效公示"),
    S.CLAIMED: _l("当事人称已撤销或者变更，待核实"),
    S.ANNULLED: _l("决定已撤销或者变更，待撤回公示"),
    S.WITHDRAWN: _l("公示已撤回"),
    S.CORRECTED: _l("公示已更正"),
}
ANNULMENT_NAMES = {
    Annulment.CHANGED: _l("依法变更"),
    Annulment.REVOKED: _l("依法撤销"),
    Annulment.ILLEGAL: _l("确认违法"),
    Annulment.VOID: _l("确认无效"),
}


class PostingFile(Model):
    """One file that entered, of a body or the office: what became of its rows, by count."""

    id: Mapped[int] = mapped_column(primary_key=True)
    layout: Mapped[Layout]
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str]
    at: Mapped[datetime]
    on: Mapped[date] = mapped_column(index=True)
    rows: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    late: Mapped[int] = mapped_column(default=0)

    body: Mapped[Subject | None] = relationship()

    @property
    def parties(self) -> set[int]:
        return {self.body_id} if self.body_id else set()

    @property
    def ref(self) -> str:
        return f"SB{self.id:06d}"


class RefusedRow(Model):
    """A row of a file that did not conform: where and why, without what it says."""

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("posting_file.id"), index=True)
    line: Mapped[int]
    why: Mapped[str]


class Posting(HasSteps, Model):
    """What a body decided about somebody (`party`), as the national template says it.

    `said` are the other columns of the template by their codes, `sealed` those of them that are
    about a natural person. `party_key` tells who is meant: a code, of a person the keyed digest of
    a number. `item` is the licence's own number, for a decision may give several. `digest` is of
    all that was said: the same again changes nothing. `line` is where it stood in its file.
    `on` is the day of the first posting, which no correction moves.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    layout: Mapped[Layout]
    state: Mapped[PostingState] = mapped_column(default=S.STANDING)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    source_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    party_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    party_name: Mapped[str]
    party_key: Mapped[str] = mapped_column(sa.String(64))
    number: Mapped[str]
    item: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date]
    due_on: Mapped[date | None]
    on: Mapped[date]
    until: Mapped[date | None]
    public: Mapped[bool]
    said: Mapped[dict[str, Any]]
    sealed: Mapped[str | None]
    digest: Mapped[str] = mapped_column(sa.String(64))
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("posting_file.id"))
    line: Mapped[int]
    corrects_id: Mapped[int | None] = mapped_column(sa.ForeignKey("posting.id"), unique=True)
    annulment: Mapped[Annulment | None]
    annulled_on: Mapped[date | None]
    annulled_by: Mapped[str] = mapped_column(default="", server_default="")
    why: Mapped[str] = mapped_column(default="", server_default="")

    deciding_id: Mapped[int] = synonym("body_id")
    subject_id: Mapped[int] = synonym("body_id")
    body: Mapped[Subject] = relationship(foreign_keys=[body_id])
    subject: Mapped[Subject] = relationship(foreign_keys=[body_id], viewonly=True)
    deciding: Mapped[Subject] = relationship(foreign_keys=[body_id], viewonly=True)
    source: Mapped[Subject] = relationship(foreign_keys=[source_id])
    party: Mapped[Subject | None] = relationship(foreign_keys=[party_id])
    file: Mapped[PostingFile] = relationship()

    __table_args__ = (
        sa.Index(
            "uq_posting_in_force",
            "body_id", "number", "item", "party_key", "layout",
            unique=True,
            sqlite_where=sa.text(STANDING),
            postgresql_where=sa.text(STANDING),
        ),
        sa.Index("ix_posting_file_line", "file_id", "line"),
        sa.Index("ix_posting_body_due", "body_id", "due_on"),
        sa.Index("ix_posting_decided", "decided_on", "id"),
        sa.CheckConstraint(
            "layout NOT IN ('penalty-of-person', 'licence-of-person') "
            "OR (NOT public AND party_id IS NULL)",
            name="person_never_public",
        ),
    )  # fmt: skip

    @property
    def parties(self) -> set[int]:
        """Its body, who delivered it, and the firm that it is about; a body never ends its own."""
        mine = {self.body_id, self.source_id}
        return mine | ({self.party.id} if self.party and self.party.kind in FIRMS else set())

    @property
    def ref(self) -> str:
        return f"GS{self.id:08d}"

    @property
    def is_penalty(self) -> bool:
        return self.layout in PENALTIES

    @property
    def title(self) -> str:
        return self.number

    @property
    def is_late(self) -> bool:
        """Whether it was disclosed after the seven working days."""
        return self.due_on is not None and self.on > self.due_on
