"""The documents of the library from and to tables."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.casework.rules.models import Verified
from integrity.credit.policies.models import BasisLevel, PolicyDocument
from integrity.credit.policies.service import COLUMNS, as_row, by_citation
from integrity.files.columns import heads
from integrity.files.imports import BadValue, Importer, Loaded, Row, renew
from integrity.pages.forms import is_web_address

REQUIRED = ("cited_as", "title", "organ", "level", "verified")


def prepare(rows: Sequence[Row]) -> dict[str, PolicyDocument]:
    """The documents of a batch that are there already, by how they are cited."""
    cited = PolicyDocument.cited_as.in_([row["cited_as"] for row in rows])
    wanted = sa.select(PolicyDocument).where(cited).options(joinedload(PolicyDocument.replaced_by))
    return {document.cited_as: document for document in db.session.scalars(wanted)}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add a document, or bring it up to date: one that ended gets its last day so."""
    return renew(row, PolicyDocument, "cited_as", _values(row), by=by, at=at)


def dump() -> Iterator[Mapping[str, Any]]:
    wanted = sa.select(PolicyDocument).options(joinedload(PolicyDocument.replaced_by))
    for document in db.session.scalars(wanted.order_by(PolicyDocument.cited_as)):
        yield as_row(document)


def _values(row: Row) -> dict[str, Any]:
    after = row["replaced_by"]
    if row["url"] and not is_web_address(row["url"]):
        raise BadValue("url", _("请填写以 https:// 或者 http:// 开头的网址。"))
    later = (row.known.get(after) or by_citation(after)) if after else None
    if after and later is None:
        raise BadValue("replaced_by", _("文件库中没有这份文件；请先登记新的文件。"))
    return {
        "cited_as": row["cited_as"],
        "title": row["title"],
        "number": row["number"],
        "organ": row["organ"],
        "level": row.choice("level", BasisLevel),
        "effective_from": row.day("effective_from"),
        "effective_to": row.day("effective_to"),
        "replaced_by": later,
        "url": row["url"],
        "verified": row.choice("verified", Verified),
    }


IMPORTERS = {
    "documents": Importer(
        heads=heads(COLUMNS, REQUIRED),
        load=load,
        key=("cited_as",),
        called=("title",),
        prepare=prepare,
        dump=dump,
        model=PolicyDocument,
    )
}
