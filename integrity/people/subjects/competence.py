"""Which body by law finds what (认定单位): a table of the installation, kept by the office.

A matter is a stream by name (what breaches it), or one of its own (`Reach.matters`). The office
judges nothing: where nobody is registered nobody finds, but for records, which it confirms itself.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import g
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.audit import service as audit
from integrity.base.db import Model, db
from integrity.people.subjects.models import Subject

MATTERS = {
    "personnel": _l("因干部考核、任用查询自然人"),
    "discipline": _l("因监督执纪查询自然人"),
}
"""Matters of no stream: who may ask about civil servants."""


class CompetentBody(Model):
    """The body that by law finds what is so in a matter."""

    id: Mapped[int] = mapped_column(primary_key=True)
    matter: Mapped[str] = mapped_column(sa.String(40), unique=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))

    body: Mapped[Subject] = relationship()


def competent() -> Sequence[CompetentBody]:
    """Every registered row."""
    return db.session.scalars(sa.select(CompetentBody).order_by(CompetentBody.matter)).all()


def body_of(matter: str) -> int | None:
    """The body that finds in a matter, None if none is registered; looked up once a request."""
    if "competent" not in g:
        g.competent = {row.matter: row.body_id for row in competent()}
    return g.competent.get(matter)  # type: ignore[no-any-return]


def of(matter: Any) -> Any:
    """The same in SQL, for a column that holds matters or for one matter."""
    wanted = sa.select(CompetentBody.body_id).where(CompetentBody.matter == matter)
    correlated = getattr(matter, "table", None)
    return (wanted if correlated is None else wanted.correlate(correlated)).scalar_subquery()


def register(
    matter: str, body_id: int | None, *, by: audit.Actor, at: datetime
) -> CompetentBody | None:
    """Let a body find in a matter from now on; None: nobody, the office confirms records."""
    g.pop("competent", None)
    row = sa.select(CompetentBody).where(CompetentBody.matter == matter)
    known = db.session.scalars(row.with_for_update()).first()
    if body_id is None:
        if known:
            audit.write(known, "leave_to_office", by=by, at=at, matter=matter)
            db.session.delete(known)
        return None
    found = known or CompetentBody(matter=matter)
    found.body_id = body_id
    db.session.add(found)
    audit.write(found, "set_finder", by=by, at=at, matter=matter, body=body_id)
    return found
