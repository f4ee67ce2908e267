"""An approval as a business system reports it: which case of which matter was decided when."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.people.subjects.models import Subject

STANDING = sa.text("withdrawn_at IS NULL")


class GapReason(enum.StrEnum):
    """Why an approval was decided without a check."""

    DOWN = "system-down"
    OTHERWISE = "checked-otherwise"
    OTHER_NUMBER = "other-number"
    URGENT = "urgent-case"
    OVERLOOKED = "overlooked"
    OTHER = "other"


GAP_REASON_NAMES = {
    GapReason.DOWN: _l("系统或者接口故障"),
    GapReason.OTHERWISE: _l("通过其他渠道查询过"),
    GapReason.OTHER_NUMBER: _l("核查时填写的办件编号或者事项不一致"),
    GapReason.URGENT: _l("紧急办理"),
    GapReason.OVERLOOKED: _l("工作疏漏"),
    GapReason.OTHER: _l("其他原因"),
}


class Approval(Model):
    """One case that a body decided, and the check that was made for it by that day.

    `subject` is who applied, where it has a code that is known here; a person is never named.
    `check_id` is the last check of the body for the case by the day of decision, found by
    `match`; `check_file_id` the last of its files of codes for the case in which who applied
    stands. A report that was wrong is withdrawn with reasons and stays. `gap_reason`: why there
    was no check, as its body explains; None: not explained, or not taken by the office.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    matter_code: Mapped[str] = mapped_column(sa.String(40))
    case_no: Mapped[str] = mapped_column(sa.String(100))
    code: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    subject_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"))
    decided_on: Mapped[date]
    reported_by: Mapped[str]
    reported_at: Mapped[datetime]
    check_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    check_file_id: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(default="", server_default="")
    withdrawn_why: Mapped[str] = mapped_column(default="", server_default="")
    gap_reason: Mapped[GapReason | None]
    gap_why: Mapped[str] = mapped_column(default="", server_default="")
    gap_by: Mapped[str] = mapped_column(default="", server_default="")
    gap_at: Mapped[datetime | None]

    body: Mapped[Subject] = relationship(foreign_keys=body_id)
    subject: Mapped[Subject | None] = relationship(foreign_keys=subject_id)

    __table_args__ = (
        sa.Index("ix_approval_body_id_decided_on", "body_id", "decided_on"),
        sa.Index("ix_approval_decided_on", "decided_on"),
        sa.Index("ix_approval_subject_id", "subject_id"),
        sa.Index(
            "uq_approval_case", "body_id", "matter_code", "case_no", unique=True,
            sqlite_where=STANDING, postgresql_where=STANDING,
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_why <> ''", name="withdrawn_says_why"
        ),
        sa.CheckConstraint("gap_reason IS NULL OR gap_why <> ''", name="explained_says_why"),
    )  # fmt: skip

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @hybrid_property
    def checked_by(self) -> int | None:
        """The number of the check or file by which it was checked; None: it was not."""
        return self.check_id or self.check_file_id

    @checked_by.inplace.expression
    @classmethod
    def _checked_by(cls) -> sa.ColumnElement[int | None]:
        return sa.func.coalesce(cls.check_id, cls.check_file_id)

    @property
    def title(self) -> str:
        return f"{self.matter_code} {self.case_no}"
