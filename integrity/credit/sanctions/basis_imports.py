"""The bases of lists and their standards from and to tables, in the columns in which they ship."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.casework.rules.models import Verified
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.measures.models import BasisLevel
from integrity.credit.measures.service import subject_words, words
from integrity.credit.sanctions import bases
from integrity.credit.sanctions.bases import ListingBasis
from integrity.credit.sanctions.documents import DocumentKind
from integrity.credit.sanctions.standards import ListingStandard
from integrity.files.columns import heads
from integrity.files.imports import BadValue, Importer, Loaded, Row, renew
from integrity.pages.forms import is_web_address

BASES = (
    "code", "title", "document", "article", "level", "list", "applies_to", "grounds",
    "effective_from", "effective_to", "verified", "url",
)  # fmt: skip
STANDARDS = (
    "code", "basis", "ground", "documents", "before", "leave", "legal_basis", "effective_from",
    "effective_to", "verified",
)  # fmt: skip
NEEDED_OF_BASES = tuple(name for name in BASES if name not in ("article", "effective_to", "url"))
NEEDED_OF_STANDARDS = ("code", "basis", "ground", "legal_basis", "effective_from", "verified")


def prepare_bases(rows: Sequence[Row]) -> dict[str, ListingBasis]:
    """The bases of a batch that are there already, by code."""
    wanted = sa.select(ListingBasis).where(ListingBasis.code.in_([row["code"] for row in rows]))
    return {basis.code: basis for basis in db.session.scalars(wanted)}


def load_basis(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add a basis, or bring it up to date: one that ended gets its last day; raises BadValue."""
    if row["url"] and not is_web_address(row["url"]):
        raise BadValue("url", _("请填写以 https:// 或者 http:// 开头的网址。"))
    said = {
        "code": row.text("code", 40),
        "title": row["title"],
        "document": row["document"],
        "article": row["article"],
        "level": row.choice("level", BasisLevel),
        "list": row.choice("list", ListKind),
        "applies_to": subject_words(row["applies_to"]),
        "grounds": words(row["grounds"], Ground),
        **_validity(row),
        "url": row["url"],
    }
    return renew(row, ListingBasis, "code", said, by=by, at=at)


def prepare_standards(rows: Sequence[Row]) -> dict[str, ListingStandard]:
    """The standards of a batch that are there already, by code."""
    codes = ListingStandard.code.in_([row["code"] for row in rows])
    return {
        found.code: found for found in db.session.scalars(sa.select(ListingStandard).where(codes))
    }


def load_standard(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add a standard of a basis that is there, or bring it up to date; raises BadValue."""
    basis, ground = bases.by_code(row["basis"]), row.choice("ground", Ground)
    if basis is None:
        raise BadValue("basis", _("没有登记这项列入依据，请填写依据的编号。"))
    if ground not in basis.carries:
        raise BadValue("ground", _("这项依据不包括这一列入事由。"))
    said = {
        "code": row.text("code", 40),
        "basis": basis.code,
        "ground": ground,
        "documents": words(row["documents"], DocumentKind),
        "before": row["before"],
        "leave": row["leave"],
        "legal_basis": row["legal_basis"],
        **_validity(row),
    }
    return renew(row, ListingStandard, "code", said, by=by, at=at)


def dump_bases() -> Iterator[Mapping[str, Any]]:
    for basis in db.session.scalars(sa.select(ListingBasis).order_by(ListingBasis.code)):
        yield {name: getattr(basis, name) for name in BASES}


def dump_standards() -> Iterator[Mapping[str, Any]]:
    for found in db.session.scalars(sa.select(ListingStandard).order_by(ListingStandard.code)):
        yield {name: getattr(found, name) for name in STANDARDS}


def _validity(row: Row) -> dict[str, Any]:
    """From when until when it holds, and how well its text is known; raises BadValue."""
    first, last = row.day("effective_from"), row.day("effective_to")
    if first and last and last < first:
        raise BadValue("effective_to", _("失效日期不能早于施行日期。"))
    verified = row.choice("verified", Verified)
    return {"effective_from": first, "effective_to": last, "verified": verified}


IMPORTERS = {
    "listing-bases": Importer(
        heads=heads(BASES, NEEDED_OF_BASES),
        load=load_basis,
        key=("code",),
        called=("title",),
        prepare=prepare_bases,
        dump=dump_bases,
        model=ListingBasis,
    ),
    "listing-standards": Importer(
        heads=heads(STANDARDS, NEEDED_OF_STANDARDS),
        load=load_standard,
        key=("code",),
        called=("ground",),
        prepare=prepare_standards,
        dump=dump_standards,
        model=ListingStandard,
    ),
}
