"""A change of the catalogue that somebody proposes: a new item, its next version, or its end."""

import enum
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.casework.drafting import Drafted, by_three
from integrity.credit.catalogue.models import CatalogueItem, HasContent
from integrity.people.subjects.models import Subject


class CatalogueState(enum.StrEnum):
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"  # one of the office has held it against its basis
    DONE = "done"  # another has approved it
    WITHDRAWN = "withdrawn"


class CatalogueDraft(HasContent, Drafted, Model):
    """A new item, or the next version or the end of one (`replaces`, `ending`), in procedure.

    `body` is the source body that proposes it (none: the office). `begins_on` is the day from which
    it is meant to hold (none: the day after it is approved). One item is under change once at a
    time. `item` is the version that it became.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[CatalogueState] = mapped_column(default=CatalogueState.DRAFTED, index=True)
    code: Mapped[str] = mapped_column(sa.String(40))
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("catalogue_item.id"))
    begins_on: Mapped[date | None]
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("catalogue_item.id"), unique=True)

    body: Mapped[Subject | None] = relationship()
    replaces: Mapped[CatalogueItem | None] = relationship(foreign_keys=[replaces_id])
    item: Mapped[CatalogueItem | None] = relationship(foreign_keys=[item_id])

    __table_args__ = by_three("catalogue_draft", "code")

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
