"""Nominations for the lists, by hand and by night; people decide what becomes of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.audit.models import AuditEvent
from integrity.base.clock import local_day
from integrity.base.db import add_once, changed, db, insert_ignore
from integrity.base.errors import Refused
from integrity.casework import problems
from integrity.casework.breaches import Problem
from integrity.credit.measures.lists import GOOD, GROUND_NAMES, Ground, ListKind
from integrity.credit.offences import service as offences
from integrity.credit.offences.models import Codes
from integrity.credit.sanctions import bases, exclusions, foundations, initiation, standards
from integrity.credit.sanctions.bases import ListingBasis
from integrity.credit.sanctions.documents import Document
from integrity.credit.sanctions.flow import FLOW
from integrity.credit.sanctions.foundations import RECORDS
from integrity.credit.sanctions.models import ALIVE, LIVE, ListEntry
from integrity.credit.sanctions.models import EntryState as S
from integrity.people.subjects.models import Subject

THING = ListEntry.__tablename__


class WrongGround(Refused):
    """Grounds of the red list and of the other two do not mix, and a record says what it is."""


def nominate(
    record_id: int | None,
    subject: Subject,
    kind: ListKind,
    ground: Ground,
    reasons: str,
    *,
    basis: ListingBasis | None,
    document: Document | None = None,
    codes: Codes = Codes(),  # noqa: B008  frozen
    by: audit.Actor,
    at: datetime,
) -> ListEntry:
    """Propose a subject for a list; the same record on the same list gives the first entry.

    Raises NotCompetent, WrongGround, WrongOffence, NoListingBasis, NotOfStandard, NoFoundation,
    OnThatList, NotHonourable.
    """
    on = local_day(at)
    _demand_of_its_kind(kind, ground)
    body_id = initiation.demand(subject, kind, record_id, document, by=by)
    if known := _entry_of(record_id, kind):
        return known
    bases.demand(basis, subject, kind, ground, on)
    standards.demand(basis, ground, document, on)
    offences.demand(codes, kind, ground, on)
    foundations.demand(subject, kind, record_id, document, on)
    _demand_what_it_was(record_id, ground)
    exclusions.demand_open(subject.id, kind)
    who = {"subject": subject, "initiated_by_id": body_id, "acting_id": body_id}
    entry = ListEntry(
        kind=kind,
        ground=ground,
        reasons=reasons,
        **who | codes.named | _foundation(record_id, basis, document),
        state=S.NOMINATED,
        nominated_by_name=by.name,
        nominated_at=at,
    )
    return _added(entry, by=by, at=at)


def nominate_each(subjects: Sequence[Subject], *what: Any, **said: Any) -> list[ListEntry]:
    """Propose several subjects for one list, on one ground, basis and paper: all of them or none.

    Raises what nominating one raises, with the name of the one that it is about.
    """
    made = []
    for subject in subjects:
        try:
            made.append(nominate(None, subject, *what, **said))
        except Refused as refused:
            why = _("%(name)s：%(reason)s", name=subject.name, reason=refused)
            raise type(refused)(why) from None
    return made


def _demand_of_its_kind(kind: ListKind, ground: Ground) -> None:
    if (ground in GOOD) is not (kind is ListKind.RED):
        raise WrongGround(_("列入事由与名单种类不符。"))
    if ground is Ground.TAX_A:
        raise WrongGround(_("A级纳税人按税务机关公布的年度名单列入，不单独提出。"))


def _demand_what_it_was(record_id: int | None, ground: Ground) -> None:
    """Raise WrongGround for one of the four problems where the record is of another, or of none."""
    if record_id is None or ground.value not in set(Problem):
        return
    of = (RECORDS.c.stream, RECORDS.c.rule, RECORDS.c.item_id)
    wanted = sa.select(problems.of_breach(*of)).where(RECORDS.c.id == record_id)
    problem = db.session.scalar(wanted.select_from(RECORDS))
    if problem != ground.value:
        said = GROUND_NAMES[Ground(problem or Ground.NOT_PUT_RIGHT)]
        raise WrongGround(_("所选信用记录属于“%(said)s”，列入事由应当与它一致。", said=said))


def _foundation(
    record_id: int | None, basis: ListingBasis | None, document: Document | None
) -> dict[str, Any]:
    """What an entry stands on: a record or a document, and a basis in law."""
    found: dict[str, Any] = {"record_id": record_id, "basis": basis}
    found["legal_basis"] = basis.cited if basis else ""
    if document:
        found |= {"document_kind": document.kind, "document": document.name.strip()}
        found |= {"document_number": document.number.strip(), "document_on": document.day}
        found |= {"document_by": document.authority.strip(), "urged": document.urged.strip()}
        found["urged_on"] = document.urged_on
    return found


def _added(entry: ListEntry, *, by: audit.Actor, at: datetime) -> ListEntry:
    FLOW.begin(entry, local_day(at))
    entry.nominated_by_id = by.id
    add_once(entry, exclusions.twice(entry.kind))
    audit.write(entry, "nominate", by=by, at=at, target=S.NOMINATED, why=entry.reasons)
    return entry


def nominate_all(
    rows: sa.Select[Any],
    *,
    at: datetime,
    by: audit.Actor = audit.SYSTEM,
) -> int:
    """Nominate every row of (record_id, subject_id, list, ground, reasons) once; returns how many.

    Only where a basis in force carries its ground for that list and that kind of subject. A
    subject with several records is nominated for the first; when that entry ends and another
    record still counts, a later night nominates for that one.
    """
    count = sum(_insert(rows, basis, by, at) for basis in bases.all_in_force(local_day(at)))
    if count:
        ids = sa.select(ListEntry.id).where(
            ListEntry.state == S.NOMINATED, ListEntry.nominated_at == at, ~logged("nominate")
        )
        audit.write_all(ids, THING, "nominate", source="", target=S.NOMINATED, by=by, at=at)
    return count


def _insert(rows: sa.Select[Any], basis: ListingBasis, by: audit.Actor, at: datetime) -> int:
    """The entries of one basis, in one statement; what is there already is left alone."""
    found = rows.subquery()
    on = local_day(at)
    values = {
        "kind": found.c.list,
        "record_id": found.c.record_id,
        "subject_id": found.c.subject_id,
        "reasons": found.c.reasons,
        "ground": found.c.ground,
        "basis_id": sa.literal(basis.id, sa.Integer),
        "legal_basis": sa.literal(basis.cited, sa.Text),
        "state": sa.literal(S.NOMINATED.value, sa.String(40)),
        "nominated_by_name": sa.literal(by.name, sa.Text),
        "nominated_at": sa.literal(at, ListEntry.nominated_at.type),
        "step_since": sa.literal(on, sa.Date),
        "step_due_on": sa.literal(FLOW.steps[S.NOMINATED].due(on), sa.Date),
    }
    alive = sa.and_(ListEntry.subject_id == found.c.subject_id, ListEntry.state.in_(LIVE))
    known = sa.exists().where(
        ListEntry.kind == found.c.list,
        sa.or_(ListEntry.record_id == found.c.record_id, alive),
    )
    fresh = (
        sa.select(*values.values())
        .join(Subject, Subject.id == found.c.subject_id)
        .where(~known, found.c.list == basis.list.value, Subject.kind.in_(basis.subject_kinds))
        .where(found.c.ground.in_([ground.value for ground in basis.carries]))
    )
    key = ("kind", "subject_id")
    return changed(insert_ignore(ListEntry.__table__, list(values), fresh, key, within=ALIVE))


def _entry_of(record_id: int | None, kind: ListKind) -> ListEntry | None:
    if record_id is None:
        return None
    wanted = sa.select(ListEntry).where(ListEntry.record_id == record_id, ListEntry.kind == kind)
    return db.session.scalars(wanted).first()


def logged(move: str) -> sa.Exists:
    return sa.exists().where(
        AuditEvent.thing == THING, AuditEvent.thing_id == ListEntry.id, AuditEvent.move == move
    )
