"""The texts of papers as the office edits them: versions from a day on; the first is shipped."""

from datetime import date, datetime

import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.casework.documents import templates
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.models import DocumentTemplate


def in_force(kind: str, on: date) -> tuple[int, str]:
    """The version and the text of a kind for papers made on a day."""
    found = next((v for v in later(kind) if v.valid_from <= on), None)
    return (found.version, found.text) if found else (1, templates.shipped(kind))


def later(kind: str) -> list[DocumentTemplate]:
    """The texts of a kind after the first, the newest first."""
    mine = sa.select(DocumentTemplate).where(DocumentTemplate.kind == kind)
    return list(db.session.scalars(mine.order_by(DocumentTemplate.version.desc())))


def save(
    kind: PaperKind, text: str, valid_from: date, *, by: audit.Actor, at: datetime
) -> DocumentTemplate:
    """A new version; raises BadTemplate. What was issued stays as it is."""
    templates.check(text, kind.names)
    known = later(kind.template)
    made = DocumentTemplate(
        kind=kind.template,
        version=known[0].version + 1 if known else 2,
        text=text.replace("\r\n", "\n"),
        valid_from=valid_from,
        at=at,
        by_id=by.id,
        by_name=by.name,
    )
    db.session.add(made)
    audit.write(made, "edit", by=by, at=at, kind=kind.template, version=made.version)
    return made
