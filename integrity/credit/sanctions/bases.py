"""On which legal basis a subject may be put on a list: rows with a validity, never free text."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, column_property, mapped_column

from integrity.base.db import Model, db
from integrity.base.errors import Refused
from integrity.casework.rules.models import Verified
from integrity.casework.rules.service import day_in, read
from integrity.credit.measures import service as measures
from integrity.credit.measures.lists import GROUND_NAMES, LIST_NAMES, Ground, ListKind
from integrity.credit.measures.models import WORD_OF_KIND, BasisLevel, kinds_of
from integrity.credit.policies.models import last_day_of
from integrity.people.subjects.models import KIND_NAMES, Subject, SubjectKind

DATA = Path(__file__).parent / "data" / "listing_basis.csv"
LOCAL_POLICY_CARRIES = (ListKind.RED, ListKind.CORRECTION)
"""The lists that take no right from anybody outside the government: honours, and its own bodies."""


class NoListingBasis(Refused):
    """Nothing in force allows this listing: 无依据，不列入（国办发〔2020〕49号）."""


class ListingBasis(Model):
    """Which document and article puts which kinds of subject on which list, and on which grounds.

    `applies_to` and `grounds` hold words joined by semicolons, as those of a measure.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    title: Mapped[str]
    document: Mapped[str] = mapped_column()
    article: Mapped[str]
    level: Mapped[BasisLevel]
    list: Mapped[ListKind] = mapped_column(index=True)
    applies_to: Mapped[str]
    grounds: Mapped[str]
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    verified: Mapped[Verified]
    url: Mapped[str] = mapped_column(default="")

    document_ends: Mapped[date | None] = column_property(last_day_of(document))
    """The last day of the document that it cites, as the library has it."""

    @property
    def cited(self) -> str:
        """Document and article, as an entry and a decision cite them."""
        return f"{self.document} {self.article}".strip()

    @property
    def subject_kinds(self) -> set[SubjectKind]:
        return kinds_of(self.applies_to)

    @property
    def carries(self) -> tuple[Ground, ...]:
        words = self.grounds.split(";")
        return tuple(ground for ground in Ground if ground in words)


def without_force(basis: ListingBasis, on: date) -> str:
    """Why nobody can be listed on this basis on a day, "" when somebody can.

    A list that is applied locally needs a local regulation at least; a paper of the city or the
    district carries honours and the list of its own bodies (国办发〔2020〕49号 三).
    """
    ends = basis.effective_to
    if reason := measures.out_of_force(basis.effective_from, ends, on):
        return reason
    if basis.document_ends and basis.document_ends < on:
        return _("依据文件已于 %(day)s 失效。", day=basis.document_ends)
    if basis.verified is not Verified.PRIMARY:
        return _("依据文件未核对原文。")
    if basis.level is BasisLevel.LOCAL_POLICY and basis.list not in LOCAL_POLICY_CARRIES:
        return _(
            "仅在地方适用的名单须由地方性法规规定（国办发〔2020〕49号），"
            "地方政策文件不能单独设立%(name)s。",
            name=LIST_NAMES[basis.list],
        )
    return ""


def refusal(
    basis: ListingBasis | None, subject: Subject, kind: ListKind, ground: Ground, on: date
) -> str:
    """Why a subject cannot be listed on this basis, "" when it can."""
    if basis is None:
        return _("没有登记列入依据。")
    if basis.list is not kind:
        return _("这项依据不是%(name)s的依据。", name=LIST_NAMES[kind])
    if subject.kind not in basis.subject_kinds:
        return _("这项依据不适用于%(kind)s。", kind=KIND_NAMES[subject.kind])
    if ground not in basis.carries:
        return _("这项依据不包括“%(ground)s”这一列入事由。", ground=GROUND_NAMES[ground])
    return without_force(basis, on)


def demand(
    basis: ListingBasis | None, subject: Subject, kind: ListKind, ground: Ground, on: date
) -> None:
    """Raise NoListingBasis unless the subject may be listed on this basis."""
    if reason := refusal(basis, subject, kind, ground, on):
        raise NoListingBasis(_("不能列入%(name)s：", name=LIST_NAMES[kind]) + reason)


def of(kind: ListKind, subject_kind: SubjectKind) -> list[ListingBasis]:
    """Every basis of a list for a kind of subject, in force or not, by code."""
    wanted = sa.select(ListingBasis).where(
        ListingBasis.list == kind, ListingBasis.applies_to.contains(WORD_OF_KIND[subject_kind])
    )
    return list(db.session.scalars(wanted.order_by(ListingBasis.code)))


def offered(kind: ListKind, subject_kind: SubjectKind, on: date) -> list[ListingBasis]:
    """The bases on which a kind of subject may be put on a list on a day."""
    return [basis for basis in of(kind, subject_kind) if not without_force(basis, on)]


def all_in_force(on: date) -> list[ListingBasis]:
    """Every basis in force on a day, of whatever list, by code."""
    found = db.session.scalars(sa.select(ListingBasis).order_by(ListingBasis.code))
    return [basis for basis in found if not without_force(basis, on)]


def in_force(kind: ListKind, on: date) -> list[ListingBasis]:
    """Every basis of a list that carries it on a day, by code."""
    wanted = sa.select(ListingBasis).where(ListingBasis.list == kind).order_by(ListingBasis.code)
    return [basis for basis in db.session.scalars(wanted) if not without_force(basis, on)]


def kinds_on(kind: ListKind) -> list[SubjectKind]:
    """The kinds of subject for which a list has a basis at all, whatever it is worth."""
    wanted = db.session.scalars(sa.select(ListingBasis).where(ListingBasis.list == kind))
    found = {known for basis in wanted for known in basis.subject_kinds}
    return [known for known in SubjectKind if known in found]


def closed_to(kind: ListKind, subject_kind: SubjectKind, on: date) -> str:
    """Why no subject of a kind can be put on a list on a day, "" when one can."""
    known = of(kind, subject_kind)
    reasons = [without_force(basis, on) for basis in known]
    if known and "" in reasons:
        return ""
    return reasons[0] if reasons else _("没有登记列入依据。")


def by_code(code: str) -> ListingBasis | None:
    """The basis with this code."""
    return db.session.scalars(sa.select(ListingBasis).where(ListingBasis.code == code)).first()


def load(rows: Iterable[dict[str, str]] | None = None) -> int:
    """Add the bases the product ships with, or others; what is there already stays."""
    known = set(db.session.scalars(sa.select(ListingBasis.code)))
    fresh = [_basis(row) for row in rows or read(DATA) if row["code"] not in known]
    db.session.add_all(fresh)
    db.session.flush()
    return len(fresh)


def _basis(row: dict[str, str]) -> ListingBasis:
    return ListingBasis(
        code=row["code"],
        title=row["title"],
        document=row["document"],
        article=row["article"],
        level=BasisLevel(row["level"]),
        list=ListKind(row["list"]),
        applies_to=measures.subject_words(row["applies_to"]),
        grounds=measures.words(row["grounds"], Ground),
        effective_from=day_in(row["effective_from"]),
        effective_to=day_in(row["effective_to"]),
        verified=Verified(row["verified"]),
        url=row["url"],
    )
