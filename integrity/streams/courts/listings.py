"""拟列入失信被执行人: the court tells before it lists a body; the body has a window to perform.

Being listed is a breach by itself; whether and when to list is the court's alone.
"""

import enum
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, db
from integrity.base.errors import NotAllowed
from integrity.base.states import Flow, HasSteps, Move
from integrity.casework.steps import Side, Step
from integrity.casework.streams import breach
from integrity.streams.courts.models import OPEN, CourtCase
from integrity.streams.courts.permissions import CourtsPermission as P
from integrity.streams.courts.sides import check_day, court_only


class ListingState(enum.StrEnum):
    PROPOSED = "proposed"
    LISTED = "listed"
    DROPPED = "dropped"
    REMOVED = "removed"


S = ListingState
LISTING_NAMES = {
    S.PROPOSED: _l("拟列入，窗口期内"),
    S.LISTED: _l("已列入失信被执行人"),
    S.DROPPED: _l("不再列入"),
    S.REMOVED: _l("已从失信被执行人名单移除"),
}
LISTINGS = Flow(
    steps={S.PROPOSED: Step(Side.OWING, "LOCAL-COURT-LISTING")},
    free={S.LISTED: "the court removes it by its own rules, when the duty is performed"},
    drop=Move({S.PROPOSED}, S.DROPPED, P.CONFIRM),
    list=Move({S.PROPOSED}, S.LISTED, P.CONFIRM),
    remove=Move({S.LISTED}, S.REMOVED, P.CONFIRM),
)
LISTINGS.names.update(LISTING_NAMES)


class Listing(HasSteps, Model):
    """That a court means to list the body of a case, and did: on which ground, since when."""

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("court_case.id"), index=True)
    state: Mapped[ListingState] = mapped_column(default=S.PROPOSED)
    ground: Mapped[str]
    told_on: Mapped[date]
    listed_on: Mapped[date | None]
    removed_on: Mapped[date | None]

    case: Mapped[CourtCase] = relationship()

    @hybrid_property
    def subject_id(self) -> int:
        """The body of the case, also after that was given to another one."""
        return self.case.subject_id

    @subject_id.inplace.expression
    @classmethod
    def _subject_id(cls) -> sa.ColumnElement[int]:
        mine = CourtCase.id == cls.case_id
        return sa.select(CourtCase.subject_id).where(mine).scalar_subquery()

    @property
    def parties(self) -> set[int]:
        return self.case.parties


def of(case: CourtCase) -> Sequence[Listing]:
    """Every listing of a case, the newest first."""
    wanted = sa.select(Listing).where(Listing.case_id == case.id).order_by(Listing.id.desc())
    return db.session.scalars(wanted).all()


def newest(case: CourtCase) -> Listing:
    """What the court last said of listing the body; raises NotAllowed where it said nothing."""
    found = next(iter(of(case)), None)
    if found is None:
        raise NotAllowed(_("本案没有告知过拟列入失信被执行人。"))
    return found


def propose(case: CourtCase, why: str, *, by: Any, at: datetime) -> Listing:
    """The court means to list the body: the window runs from today. Raises NotAllowed."""
    court_only(case, by)
    if case.state not in OPEN:
        raise NotAllowed(_("本案已由法院确认或者办结。"))
    if any(found.state in (S.PROPOSED, S.LISTED) for found in of(case)):
        raise NotAllowed(_("本案已经告知拟列入，或者已经列入。"))
    made = Listing(case=case, ground=why, told_on=local_day(at), state=S.PROPOSED)
    LISTINGS.begin(made, local_day(at))
    db.session.add(made)
    db.session.flush()
    audit.write(made, "propose", by=by, at=at, target=made.state, why=why)
    audit.write(case, "propose_listing", by=by, at=at, why=why)
    return made


def list_(listing: Listing, listed_on: date, *, by: Any, at: datetime, why: str = "") -> None:
    """The court listed the body on a day."""
    court_only(listing.case, by)
    check_day(listing.case, listed_on, at)
    listing.listed_on = listed_on
    LISTINGS.go(listing, "list", by=by, at=at, why=why, listed_on=str(listed_on))
    audit.write(listing.case, "listed", by=by, at=at, why=why)


def drop(listing: Listing, why: str, *, by: Any, at: datetime) -> None:
    """The court lists nobody: performed in the window, or settled."""
    court_only(listing.case, by)
    LISTINGS.go(listing, "drop", by=by, at=at, why=why)
    audit.write(listing.case, "not_listed", by=by, at=at, why=why)


def remove(listing: Listing, removed_on: date, *, by: Any, at: datetime, why: str = "") -> None:
    """The court took the body off its list on a day."""
    court_only(listing.case, by)
    check_day(listing.case, removed_on, at)
    listing.removed_on = removed_on
    LISTINGS.go(listing, "remove", by=by, at=at, why=why, removed_on=str(removed_on))
    audit.write(listing.case, "delisted", by=by, at=at, why=why)


def breaches(on: date) -> sa.Select[Any]:
    """Every case whose body was listed, also if it has been taken off since."""
    columns = breach(
        "courts",
        "listed-defaulter",
        CourtCase.id,
        CourtCase.subject_id,
        sa.func.min(Listing.listed_on),
        sa.literal("被人民法院列入失信被执行人名单：") + CourtCase.case_no,
    )
    return (
        sa.select(*columns)
        .join(Listing, Listing.case_id == CourtCase.id)
        .where(CourtCase.stands(), Listing.listed_on <= on)
        .group_by(CourtCase.id, CourtCase.subject_id, CourtCase.case_no)
    )
