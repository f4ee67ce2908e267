"""Enter a document, let a later one take its place, end one; and what rests on each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.db import add_once, db
from integrity.base.errors import Refused
from integrity.casework.rules.models import TimeLimit, Verified
from integrity.casework.rules.service import day_in, read
from integrity.credit.policies.models import BasisLevel, PolicyDocument
from integrity.files import attached

DATA = Path(__file__).parent / "data" / "documents.csv"
COLUMNS = (
    "cited_as", "title", "number", "organ", "level", "effective_from", "effective_to",
    "replaced_by", "url", "verified",
)  # fmt: skip
ONE = timedelta(days=1)


class WrongDocument(Refused):
    """A document that contradicts itself, or that is there already."""

    correctable = True


@dataclass(frozen=True)
class Resting:
    """A kind of thing that rests on documents: what it is called, and its rows for one of them.

    Each row is (code, what it is, address).
    """

    name: Any
    rows: Callable[[PolicyDocument], Sequence[tuple[str, str, str]]]


RESTING: list[Resting] = []
"""What rests on documents; each feature above says so of itself."""


def enter(
    cited_as: str,
    title: str,
    number: str,
    organ: str,
    level: BasisLevel,
    effective_from: date,
    url: str,
    seen: bool,
    replaces: PolicyDocument | None = None,
    file: FileStorage | None = None,
    *,
    by: audit.Actor,
    at: datetime,
) -> PolicyDocument:
    """Add a document; the one that it replaces ends on the day before. Raises WrongDocument."""
    made = PolicyDocument(
        cited_as=cited_as.strip(),
        title=title.strip(),
        number=number.strip(),
        organ=organ.strip(),
        level=BasisLevel(level),
        effective_from=effective_from,
        url=url.strip(),
        verified=Verified.PRIMARY if seen else Verified.SECONDARY,
    )
    add_once(made, WrongDocument(_("文件库中已有引用为“%(name)s”的文件。", name=made.cited_as)))
    audit.write(made, "add", by=by, at=at)
    if file:
        attached.save(file, made, public=True, by=by, at=at)
    if replaces:
        end(replaces, effective_from - ONE, made, by=by, at=at, why=made.title)
    return made


def end(
    document: PolicyDocument,
    effective_to: date,
    replaced_by: PolicyDocument | None = None,
    *,
    why: str,
    by: audit.Actor,
    at: datetime,
) -> None:
    """Its last day is known: whatever rests on it alone loses its basis. Raises WrongDocument."""
    if document.effective_from and effective_to < document.effective_from:
        raise WrongDocument(_("失效日期不能早于施行日期。"))
    document.effective_to = effective_to
    if replaced_by:
        document.replaced_by = replaced_by
    audit.write(document, "cancel", by=by, at=at, why=why, effective_to=str(effective_to))
    db.session.flush()


def limits_of(document: PolicyDocument) -> Sequence[TimeLimit]:
    """The rules of time that cite a document, by code."""
    cited = TimeLimit.legal_basis.contains(document.cited_as, autoescape=True)
    return db.session.scalars(sa.select(TimeLimit).where(cited).order_by(TimeLimit.code)).all()


def by_citation(cited_as: str) -> PolicyDocument | None:
    """The document that is cited so."""
    wanted = sa.select(PolicyDocument).where(PolicyDocument.cited_as == cited_as)
    return db.session.scalars(wanted).first()


def in_force(on: date) -> Sequence[PolicyDocument]:
    """The documents that carry something on a day, by title."""
    begun = PolicyDocument.effective_from <= on
    lasts = sa.or_(PolicyDocument.effective_to.is_(None), PolicyDocument.effective_to >= on)
    wanted = sa.select(PolicyDocument).where(begun, lasts)
    return db.session.scalars(wanted.order_by(PolicyDocument.title, PolicyDocument.id)).all()


def load() -> int:
    """Load the documents the product ships with; what is there already stays."""
    known = set(db.session.scalars(sa.select(PolicyDocument.cited_as)))
    rows = [row for row in read(DATA) if row["cited_as"] not in known]
    made = {row["cited_as"]: _document(row) for row in rows}
    db.session.add_all(made.values())
    db.session.flush()
    for row in rows:
        if row["replaced_by"]:
            made[row["cited_as"]].replaced_by = by_citation(row["replaced_by"])
    db.session.flush()
    return len(made)


def as_row(document: PolicyDocument) -> dict[str, str]:
    """The document as a table has it; an import reads it again."""
    values: dict[str, Any] = {name: getattr(document, name) for name in COLUMNS}
    after = document.replaced_by
    values["replaced_by"] = after.cited_as if after else ""
    return {name: "" if value is None else str(value) for name, value in values.items()}


def _document(row: dict[str, str]) -> PolicyDocument:
    return PolicyDocument(
        cited_as=row["cited_as"],
        title=row["title"],
        number=row["number"],
        organ=row["organ"],
        level=BasisLevel(row["level"]),
        effective_from=day_in(row["effective_from"]),
        effective_to=day_in(row["effective_to"]),
        url=row["url"],
        verified=Verified(row["verified"]),
    )
