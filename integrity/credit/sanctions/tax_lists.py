"""Taxpayers of grade A are honoured as long as the tax office says so; two people adopt its list.

It decided and published: no statement is heard again and no candidate shown. Who has a public
breach is not honoured whatever its grade.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db, insert_ignore
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move, read_again
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, Step
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.sanctions import bases, exclusions, service
from integrity.credit.sanctions.bases import ListingBasis, NoListingBasis
from integrity.credit.sanctions.flow import FLOW, SameDecider
from integrity.credit.sanctions.models import ALIVE, EntryState, ListEntry
from integrity.credit.sanctions.pushes import service as pushes
from integrity.credit.sanctions.tax_models import TAX_LIST_NAMES, TaxGrade, TaxList, TaxRow
from integrity.credit.sanctions.tax_models import TaxListState as S
from integrity.people.subjects.models import Subject

DECIDE = Permission.SANCTIONS_DECIDE
BASIS, TERM = "LB-RED-3", "LOCAL-RED-TAX"
TAX_LISTS = Flow(
    steps={
        S.ENTERED: Step(Side.OFFICE, "LOCAL-DECIDE"),
        S.AGREED: Step(Side.OFFICE, "LOCAL-DECIDE"),
    },
    agree=Move({S.ENTERED}, S.AGREED, DECIDE),
    adopt=Move({S.AGREED}, S.ADOPTED, DECIDE),
    abandon=Move({S.ENTERED, S.AGREED}, S.ABANDONED, DECIDE),
)
TAX_LISTS.names.update(TAX_LIST_NAMES)


class OlderYear(Refused):
    """A list of a later year is in use already."""

    title = _l("已经采用更新年度的名单")


class NotOpen(Refused):
    """The list was checked by somebody: nothing is added to it any more."""

    status = 409
    title = _l("这份名单已有人核对，不能再增加")


def opened(
    year: int, published_on: date, body: Subject | None = None, *, by: audit.Actor, at: datetime
) -> TaxList:
    """The list of a year and day to which rows are added, begun if there is none. NotOpen."""
    alive = (TaxList.year == year, TaxList.published_on == published_on)
    known = sa.select(TaxList).where(*alive, TaxList.state.in_(TAX_LISTS.steps))
    if found := db.session.scalars(known).first():
        if found.state is not S.ENTERED:
            raise NotOpen
        return found
    made = TaxList(
        state=S.ENTERED,
        year=year,
        published_on=published_on,
        body=body,
        entered_by_name=by.name,
        entered_at=at,
    )
    TAX_LISTS.begin(made, local_day(at))
    db.session.add(made)
    db.session.flush()
    audit.write(made, "register", by=by, at=at, target=S.ENTERED)
    return made


def rows_of(found: TaxList) -> dict[int, TaxRow]:
    """What is on a list, by the taxpayer."""
    wanted = sa.select(TaxRow).where(TaxRow.list_id == found.id)
    return {row.subject_id: row for row in db.session.scalars(wanted)}


def put(found: TaxList, subject_id: int, grade: TaxGrade) -> TaxRow:
    """Add a taxpayer to a list."""
    made = TaxRow(list_id=found.id, subject_id=subject_id, grade=grade)
    db.session.add(made)
    return made


def agree(found: TaxList, whole: bool, *, by: audit.Actor, at: datetime) -> None:
    """A first person has compared it with what the tax office published; `whole`: it is all."""
    found.whole, found.first_by_id = whole, by.id
    TAX_LISTS.go(found, "agree", by=by, at=at)


def abandon(found: TaxList, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It is not what the tax office published."""
    TAX_LISTS.go(found, "abandon", by=by, at=at, why=why)


def adopt(found: TaxList, *, by: audit.Actor, at: datetime) -> None:
    """A second person adopts it: grade A is honoured from today, whoever lost it is no more.

    Raises SameDecider, OlderYear, NoListingBasis.
    """
    if by.id is None or by.id == found.first_by_id:
        raise SameDecider(_("核对的人不能同时采用，须由另一人采用。"))
    on, basis = local_day(at), bases.by_code(BASIS)
    why = bases.without_force(basis, on) if basis else _("没有登记列入依据。")
    if basis is None or why:
        raise NoListingBasis(why)
    later = sa.exists().where(TaxList.state == S.ADOPTED, TaxList.year > found.year)
    if db.session.scalar(sa.select(later)):
        raise OlderYear
    TAX_LISTS.check(found, "adopt")
    found.second_by_id, found.adopted_on = by.id, on
    TAX_LISTS.go(found, "adopt", by=by, at=at)
    db.session.flush()
    service.leave(*_lost(found), on=on, at=at)
    term: dict[str, Any] = {"until": rules.period_end(TERM, on)}
    term["until_basis"] = rules.time_limit(TERM, on).legal_basis
    said: dict[str, Any] = {"by": by, "at": at, "why": found.title}
    FLOW.go_all(ListEntry, "renew", *_honoured(), _graded(found), **said, **term)
    _list(found, basis, term, said)
    _note(found)
    read_again(ListEntry)


def _list(found: TaxList, basis: ListingBasis, term: dict[str, Any], said: dict[str, Any]) -> None:
    """Everybody of grade A who may be honoured and is not on the list yet; pushed at once."""
    at = said["at"]
    values = {
        "kind": sa.literal(ListKind.RED.value, sa.String(40)),
        "subject_id": Subject.id,
        "ground": sa.literal(Ground.TAX_A.value, sa.String(40)),
        "reasons": sa.literal(found.title, sa.Text),
        "public_text": sa.literal(found.title, sa.Text),
        "basis_id": sa.literal(basis.id, sa.Integer),
        "legal_basis": sa.literal(basis.cited, sa.Text),
        "state": sa.literal(EntryState.NOMINATED.value, sa.String(40)),
        "nominated_by_name": sa.literal(found.entered_by_name, sa.Text),
        "nominated_at": sa.literal(at, ListEntry.nominated_at.type),
    }
    wanted = sa.select(*values.values()).where(
        Subject.id.in_(_subjects(found, TaxRow.grade == TaxGrade.A)),
        Subject.kind.in_(basis.subject_kinds),
        ~exclusions.has_fallen(Subject.id),
    )
    table = ListEntry.__table__
    changed(insert_ignore(table, list(values), wanted, ("kind", "subject_id"), within=ALIVE))
    fresh = (ListEntry.ground == Ground.TAX_A, ListEntry.nominated_at == at)
    decided: dict[str, Any] = {
        "first_decider_id": found.first_by_id,
        "second_decider_id": found.second_by_id,
    }
    decided |= {"listed_on": local_day(at), "first_decided_at": at, "second_decided_at": at}
    decided |= dict.fromkeys(("first_reasons", "second_reasons"), found.title)
    FLOW.go_all(ListEntry, "adopt", *fresh, **said, **decided, **term)
    pushes.announce_all(sa.and_(*_honoured(), ListEntry.second_decided_at == at), at=at)


def _lost(found: TaxList) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition for who is graded otherwise now, or left out of a list that is whole."""
    other = ListEntry.subject_id.in_(_subjects(found, TaxRow.grade != TaxGrade.A))
    return (*_honoured(), sa.or_(other, ~_graded(found)) if found.whole else other)


def _honoured() -> tuple[sa.ColumnElement[bool], ...]:
    return (ListEntry.ground == Ground.TAX_A, ListEntry.state == EntryState.LISTED)


def _graded(found: TaxList) -> sa.ColumnElement[bool]:
    return ListEntry.subject_id.in_(_subjects(found, TaxRow.grade == TaxGrade.A))


def _subjects(found: TaxList, which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(TaxRow.subject_id).where(TaxRow.list_id == found.id, which)


def _note(found: TaxList) -> None:
    """Say at every row of grade A that is not honoured for it, why not."""
    mine = (TaxRow.list_id == found.id, TaxRow.grade == TaxGrade.A)
    listed = sa.select(ListEntry.subject_id).where(*_honoured())
    left = sa.update(TaxRow).where(*mine, TaxRow.subject_id.not_in(listed))
    changed(left.values(note=_("已因其他事由在名单上，或者不属于列入依据适用的主体")))
    fallen = left.where(exclusions.has_fallen(TaxRow.subject_id))
    changed(fallen.values(note=_("有公开的失信记录或者已列入其他名单，不列为守信激励对象")))
    read_again(TaxRow)
