"""What a record should say instead, who found it wrong, and who agreed."""

import enum
from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.initiated import SIDES
from integrity.people.subjects.models import Subject


class CorrectionState(enum.StrEnum):
    PROPOSED = "proposed-correction"  # one person found the error
    MADE = "made"
    DECLINED = "declined"


STATE_NAMES = {
    CorrectionState.PROPOSED: _l("提请更正，待另一人决定"),
    CorrectionState.MADE: _l("已更正"),
    CorrectionState.DECLINED: _l("不予更正"),
}
CONTENT = ("rule", "since", "ruled_on", "summary")
"""What of a record can be wrong: which breach of how grave a kind, when, and the facts."""
OPEN = sa.text("state = 'proposed-correction'")


class RecordCorrection(HasSteps, Model):
    """What one record should say (`CONTENT`), by which document, and the record that says it.

    `deciding`: the body whose second person decides (谁认定谁负责); None: the office. One that
    answers an objection or an appeal is decided with that (`with_remedy`), and has no clock of its
    own.
    """

    sides = SIDES

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(sa.ForeignKey("credit_record.id"), index=True)
    successor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("credit_record.id"))
    state: Mapped[CorrectionState] = mapped_column(default=CorrectionState.PROPOSED, index=True)
    deciding_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    with_remedy: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    rule: Mapped[str] = mapped_column(sa.String(40))
    since: Mapped[date]
    ruled_on: Mapped[date | None]
    summary: Mapped[str]
    document: Mapped[str]
    why: Mapped[str]
    first_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    second_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    proposed_on: Mapped[date]
    decided_on: Mapped[date | None]

    record: Mapped[CreditRecord] = relationship(foreign_keys=[record_id])
    successor: Mapped[CreditRecord | None] = relationship(foreign_keys=[successor_id])
    deciding: Mapped[Subject | None] = relationship(foreign_keys=[deciding_id])

    __table_args__ = (
        sa.CheckConstraint("first_by_id <> second_by_id", name="two_people"),
        sa.CheckConstraint(
            "state <> 'made' OR (first_by_id IS NOT NULL AND second_by_id IS NOT NULL "
            "AND successor_id IS NOT NULL)",
            name="made_by_two",
        ),
        sa.Index(
            "uq_record_correction_open", "record_id", unique=True, sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )  # fmt: skip

    @property
    def subject(self) -> Subject:
        return self.record.subject

    @property
    def subject_id(self) -> int:
        return self.record.subject_id

    @property
    def parties(self) -> set[int]:
        """Who decides; the subject once it is made, for it is told then."""
        made = self.state is CorrectionState.MADE
        return {n for n in (self.deciding_id, self.subject_id if made else None) if n}

    @property
    def ref(self) -> str:
        return f"GJ{self.id:08d}"

    @property
    def title(self) -> str:
        return self.record.summary


class Correctable:
    """A remedy that may be answered by correcting the record that it is against."""

    correction_id: Mapped[int | None] = mapped_column(sa.ForeignKey("record_correction.id"))

    @declared_attr
    def correction(cls) -> Mapped[RecordCorrection | None]:  # noqa: N805
        return relationship()
