"""A report of a period: 通报, 月报, 季报 or 年报, for the government or for everybody."""

import enum
from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.credit.tallies.models import Tally


class ReportKind(enum.StrEnum):
    CIRCULAR = "circular"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


class Audience(enum.StrEnum):
    GOVERNMENT = "government"
    EVERYBODY = "everybody"


class PeriodicalState(enum.StrEnum):
    DRAFTED = "periodical-drafted"
    SUBMITTED = "periodical-submitted"
    PUBLISHED = "periodical-published"
    TAKEN_BACK = "periodical-taken-back"  # it was wrong; it stays, and says so
    DROPPED = "periodical-dropped"


S = PeriodicalState
KIND_NAMES = {
    ReportKind.CIRCULAR: _l("通报"),
    ReportKind.MONTHLY: _l("月报"),
    ReportKind.QUARTERLY: _l("季报"),
    ReportKind.YEARLY: _l("年报"),
}
AUDIENCE_NAMES = {
    Audience.GOVERNMENT: _l("报政府和领导小组"),
    Audience.EVERYBODY: _l("向社会公布"),
}
STATE_NAMES = {
    S.DRAFTED: _l("起草中的报告"),
    S.SUBMITTED: _l("待另一人审定"),
    S.PUBLISHED: _l("已印发"),
    S.TAKEN_BACK: _l("已收回，内容有误"),
    S.DROPPED: _l("不再编发"),
}
TONES = {S.PUBLISHED: "good", S.TAKEN_BACK: "late", S.SUBMITTED: "soon"}
LASTING = sa.text("state NOT IN ('periodical-dropped', 'periodical-taken-back')")


class Periodical(HasSteps, Model):
    """What is told of a period; once published, neither its words nor its figures change.

    chosen: the figures that it shows. opening, closing: words around them, with figures to be
    filled in. previous: the one before it of its kind, with whose figures they are compared.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[ReportKind]
    audience: Mapped[Audience]
    title: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[PeriodicalState] = mapped_column(default=S.DRAFTED, index=True)
    chosen: Mapped[list[str]] = mapped_column(sa.JSON)
    opening: Mapped[str]
    closing: Mapped[str]
    tally_id: Mapped[int] = mapped_column(sa.ForeignKey("tally.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    previous_id: Mapped[int | None] = mapped_column(sa.ForeignKey("periodical.id"))
    drafted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    drafted_by_name: Mapped[str]
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    published_on: Mapped[date | None]
    why: Mapped[str] = mapped_column(default="", server_default="")

    tally: Mapped[Tally] = relationship()
    previous: Mapped["Periodical | None"] = relationship(remote_side="Periodical.id")

    __table_args__ = (
        sa.CheckConstraint("approved_by_id <> drafted_by_id", name="approved_by_another"),
        sa.CheckConstraint(
            "state <> 'periodical-published' OR approved_by_id IS NOT NULL", name="published_by_two"
        ),
        sa.Index(
            "uq_periodical_period",
            *("kind", "audience", "first_on", "last_on"),
            unique=True,
            sqlite_where=LASTING,
            postgresql_where=LASTING,
        ),
    )

    @property
    def parties(self) -> set[int]:
        return set()
