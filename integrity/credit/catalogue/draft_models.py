"""A change of the catalogue that somebody proposes: a new item, its next version, or its end."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.credit.catalogue.models import CatalogueItem, HasContent
from integrity.people.subjects.models import Subject


class CatalogueState(enum.StrEnum):
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"  # one of the office has held it against its basis
    DONE = "done"  # another has approved it
    WITHDRAWN = "withdrawn"


CATALOGUE_STATE_NAMES = {
    CatalogueState.DRAFTED: _l("起草中"),
    CatalogueState.SUBMITTED: _l("待审核"),
    CatalogueState.REVIEWED: _l("已审核，待另一人批准"),
    CatalogueState.DONE: _l("已批准"),
    CatalogueState.WITHDRAWN: _l("已撤回"),
}
OPEN = sa.text("state IN ('drafted', 'submitted', 'reviewed')")


class CatalogueDraft(HasContent, HasSteps, Model):
    """A new item, or the next version or the end of one (`replaces`, `ending`), in procedure.

    `body` is the source body that proposes it (none: the office). `begins_on` is the day from which
    it is meant to hold (none: the day after it is approved). Who drafted it does not review it, and
    who reviewed it does not approve it; one item is under change once at a time. `item` is the
    version that it became.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[CatalogueState] = mapped_column(default=CatalogueState.DRAFTED, index=True)
    code: Mapped[str] = mapped_column(sa.String(40))
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("catalogue_item.id"))
    ending: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    begins_on: Mapped[date | None]
    reasons: Mapped[str]
    drafted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    drafted_by_name: Mapped[str]
    drafted_at: Mapped[datetime]
    reviewed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    reviewed_on: Mapped[date | None]
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    approved_on: Mapped[date | None]
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("catalogue_item.id"), unique=True)

    body: Mapped[Subject | None] = relationship()
    replaces: Mapped[CatalogueItem | None] = relationship(foreign_keys=[replaces_id])
    item: Mapped[CatalogueItem | None] = relationship(foreign_keys=[item_id])

    __table_args__ = (
        sa.CheckConstraint("reviewed_by_id <> drafted_by_id", name="reviewed_by_another"),
        sa.CheckConstraint("approved_by_id <> reviewed_by_id", name="approved_by_another"),
        sa.CheckConstraint(
            "state <> 'done' OR (reviewed_by_id IS NOT NULL AND approved_by_id IS NOT NULL)",
            name="done_by_two",
        ),
        sa.CheckConstraint("NOT ending OR replaces_id IS NOT NULL", name="ends_something"),
        sa.Index(
            "uq_catalogue_draft_open",
            "code",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    @property
    def parties(self) -> set[int]:
        return {self.body_id} if self.body_id else set()

    @property
    def ref(self) -> str:
        return f"ML{self.id:06d}"

    @property
    def title(self) -> str:
        if self.ending:
            return _("停止归集“%(name)s”", name=self.name)
        if self.replaces_id:
            return _("修订“%(name)s”", name=self.name)
        return _("新增“%(name)s”", name=self.name)
