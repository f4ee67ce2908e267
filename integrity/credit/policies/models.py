"""One document of policy: a law, a rule or a paper, with its number, its days and its text."""

import enum
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.casework.rules.models import Verified
from integrity.files.attached import HasFiles


class BasisLevel(enum.StrEnum):
    LAW = "law"
    ADMINISTRATIVE_REGULATION = "administrative regulation"
    MINISTRY_RULE = "ministry rule"
    LOCAL_REGULATION = "local regulation"
    CENTRAL_POLICY = "central policy"
    LOCAL_POLICY = "local policy"


BASIS_NAMES = {
    BasisLevel.LAW: _l("法律"),
    BasisLevel.ADMINISTRATIVE_REGULATION: _l("行政法规"),
    BasisLevel.MINISTRY_RULE: _l("部门规章"),
    BasisLevel.LOCAL_REGULATION: _l("地方性法规"),
    BasisLevel.CENTRAL_POLICY: _l("国家政策文件"),
    BasisLevel.LOCAL_POLICY: _l("地方政策文件"),
}


class PolicyDocument(HasFiles, Model):
    """What `cited_as` says in a legal basis is this document, in this version of it.

    A later version is a document of its own, and `replaced_by` of the one before it. A document
    whose last day is over carries nothing any more.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    cited_as: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    number: Mapped[str] = mapped_column(default="", server_default="")
    organ: Mapped[str]
    level: Mapped[BasisLevel] = mapped_column(index=True)
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    replaced_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("policy_document.id"))
    url: Mapped[str] = mapped_column(default="", server_default="")
    verified: Mapped[Verified]

    replaced_by: Mapped["PolicyDocument | None"] = relationship(remote_side="PolicyDocument.id")


def last_day_of(legal_basis: Any) -> sa.ScalarSelect[date | None]:
    """The first last day of the documents that a legal basis cites, in SQL; empty for none."""
    cited = legal_basis.contains(PolicyDocument.cited_as)
    return sa.select(sa.func.min(PolicyDocument.effective_to)).where(cited).scalar_subquery()
