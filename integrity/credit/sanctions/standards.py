"""What a listing needs, ground by ground (认定标准): which earlier decision, and what before it."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import Model, db
from integrity.base.errors import Refused
from integrity.casework.rules.models import Verified
from integrity.casework.rules.service import day_in, read
from integrity.credit.measures import service as measures
from integrity.credit.measures.lists import GROUND_NAMES, Ground
from integrity.credit.sanctions.bases import ListingBasis
from integrity.credit.sanctions.documents import DOCUMENT_NAMES, Document, DocumentKind

DATA = Path(__file__).parent / "data" / "listing_standards.csv"


class NotOfStandard(Refused):
    """What the standard of a list asks for is missing: 不得擅自增加或者扩大（S4 四（一））."""


class ListingStandard(Model):
    """What one ground of one basis asks for, and on what one leaves before the time.

    `basis` is the code of the basis, `documents` the kinds of earlier decision on which it rests,
    joined by semicolons ("": none is asked for), `before` what must have gone before.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    basis: Mapped[str] = mapped_column(sa.String(40), index=True)
    ground: Mapped[Ground]
    documents: Mapped[str]
    before: Mapped[str]
    leave: Mapped[str]
    legal_basis: Mapped[str]
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    verified: Mapped[Verified]

    @property
    def kinds(self) -> tuple[DocumentKind, ...]:
        words = self.documents.split(";")
        return tuple(kind for kind in DocumentKind if kind in words)


def in_force(basis: ListingBasis, on: date) -> list[ListingStandard]:
    """What a basis asks for on a day, ground by ground."""
    wanted = sa.select(ListingStandard).where(ListingStandard.basis == basis.code)
    found = db.session.scalars(wanted.order_by(ListingStandard.code))
    return [
        row
        for row in found
        if row.verified is Verified.PRIMARY
        and not measures.out_of_force(row.effective_from, row.effective_to, on)
    ]


def demand(basis: ListingBasis | None, ground: Ground, document: Document | None, on: date) -> None:
    """Raise NotOfStandard for a paper that the standard of the ground does not take.

    A record stands on a procedure of its own, in which its subject was told before.
    """
    rows = in_force(basis, on) if basis and document else []
    found = next((row for row in rows if row.ground is ground), None)
    if found is None or document is None:
        return
    if found.kinds and document.kind not in found.kinds:
        names = _("、").join(str(DOCUMENT_NAMES[kind]) for kind in found.kinds)
        raise NotOfStandard(
            _(
                "“%(ground)s”须以下列文书为依据：%(kinds)s。",
                ground=GROUND_NAMES[ground],
                kinds=names,
            )
        )
    if not found.before:
        return
    if not document.urged or document.urged_on is None:
        raise NotOfStandard(
            _("认定标准要求：%(before)s。请写明督促履行的文书和日期。", before=found.before)
        )
    if not document.day <= document.urged_on <= on:
        raise NotOfStandard(_("督促履行的日期须在据以列入的文书之后，且不能晚于今天。"))


def asks_for_urging(offered: Iterable[ListingBasis], on: date) -> bool:
    """Whether some ground of these bases asks for a notice that urged."""
    return any(row.before for basis in offered for row in in_force(basis, on))


def load() -> int:
    """Load the standards the product ships with; what is there already stays."""
    known = set(db.session.scalars(sa.select(ListingStandard.code)))
    fresh = [_standard(row) for row in read(DATA) if row["code"] not in known]
    db.session.add_all(fresh)
    db.session.flush()
    return len(fresh)


def _standard(row: Mapping[str, str]) -> ListingStandard:
    plain = ("code", "basis", "before", "leave", "legal_basis")
    return ListingStandard(
        **{name: row[name] for name in plain},
        ground=Ground(row["ground"]),
        documents=measures.words(row["documents"], DocumentKind),
        effective_from=day_in(row["effective_from"]),
        effective_to=day_in(row["effective_to"]),
        verified=Verified(row["verified"]),
    )
