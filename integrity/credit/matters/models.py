"""One version of a matter: what it is called, which measures touch it, which bodies must check."""

import enum
from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.people.subjects.models import Subject


class MatterKind(enum.StrEnum):
    LICENCE = "licensing"
    PROJECT = "project-approval"
    PROCUREMENT = "government-procurement"
    TRADING = "public-resource-trading"
    FUNDS = "fiscal-funds"
    HONOUR = "honours"
    SUPERVISION = "supervision"
    SERVICE = "public-services"
    OTHER = "other-matters"


class MatterState(enum.StrEnum):
    PROPOSED = "put-forward"
    IN_FORCE = "adopted-version"
    TURNED_DOWN = "not-adopted"
    WITHDRAWN = "proposal-withdrawn"
    PAST = "past-version"


MATTER_KIND_NAMES = {
    MatterKind.LICENCE: _l("行政许可"),
    MatterKind.PROJECT: _l("建设项目审批"),
    MatterKind.PROCUREMENT: _l("政府采购"),
    MatterKind.TRADING: _l("公共资源交易"),
    MatterKind.FUNDS: _l("财政性资金和扶持政策"),
    MatterKind.HONOUR: _l("评先评优"),
    MatterKind.SUPERVISION: _l("监督管理"),
    MatterKind.SERVICE: _l("公共服务"),
    MatterKind.OTHER: _l("其他事项"),
}
MATTER_STATE_NAMES = {
    MatterState.PROPOSED: _l("待另一人批准"),
    MatterState.IN_FORCE: _l("现行版本"),
    MatterState.TURNED_DOWN: _l("没有批准"),
    MatterState.WITHDRAWN: _l("已撤回"),
    MatterState.PAST: _l("以前的版本"),
}
SETTLED = (MatterState.IN_FORCE, MatterState.PAST)
"""What was in force on some day."""
PROPOSED = sa.text("state = 'put-forward'")
IN_FORCE = sa.text("state = 'adopted-version'")


matter_body = sa.Table(
    "matter_body",
    Model.metadata,
    sa.Column("matter_id", sa.ForeignKey("matter.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("body_id", sa.ForeignKey("subject.id"), primary_key=True, index=True),
)
"""The bodies that must check whoever applies in a matter."""


class Matter(HasSteps, Model):
    """A matter of the application list (公共信用信息应用清单) in one version, with a basis.

    `measures` are families of measures, joined by semicolons: what a clerk executes in it, and
    nothing else. `everybody`: every body that handles it must check, otherwise those of `bodies`.
    It holds from `since` until the day before `until`; `ending`: its adoption takes it off.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), index=True)
    version: Mapped[int]
    state: Mapped[MatterState] = mapped_column(default=MatterState.PROPOSED, index=True)
    name: Mapped[str]
    kind: Mapped[MatterKind]
    measures: Mapped[str] = mapped_column(default="", server_default="")
    everybody: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    legal_basis: Mapped[str]
    ending: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    reasons: Mapped[str] = mapped_column(default="", server_default="")
    since: Mapped[date | None]
    until: Mapped[date | None]
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    proposed_by_name: Mapped[str] = mapped_column(default="", server_default="")
    adopted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    adopted_by_name: Mapped[str] = mapped_column(default="", server_default="")

    bodies: Mapped[list[Subject]] = relationship(
        secondary=matter_body, order_by=Subject.name, lazy="selectin"
    )

    __table_args__ = (
        sa.UniqueConstraint("code", "version"),
        sa.CheckConstraint("proposed_by_id <> adopted_by_id", name="adopted_by_another"),
        sa.Index(
            "uq_matter_proposed", "code", unique=True,
            sqlite_where=PROPOSED, postgresql_where=PROPOSED,
        ),
        sa.Index(
            "uq_matter_in_force", "code", unique=True,
            sqlite_where=IN_FORCE, postgresql_where=IN_FORCE,
        ),
    )  # fmt: skip

    @property
    def ref(self) -> str:
        return f"{self.code}-V{self.version}"

    @property
    def title(self) -> str:
        return f"{self.name}（{self.code}）"

    @property
    def families(self) -> list[str]:
        return self.measures.split(";") if self.measures else []

    @classmethod
    def holds(cls, on: date | sa.SQLColumnExpression[date]) -> sa.ColumnElement[bool]:
        """The versions in force on a day, in SQL."""
        not_yet_over = sa.or_(cls.until.is_(None), cls.until > on)
        return sa.and_(cls.state.in_(SETTLED), cls.since <= on, not_yet_over)
