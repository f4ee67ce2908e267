"""What is listed, or attached, without a basis that carries it; judged once for all that are alike.

A hundred thousand entries are of a few dozen kinds: what decides is the basis or the measure, the
list, the ground, and what the subject is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from integrity.base.db import db
from integrity.credit.measures import service as measures
from integrity.credit.measures.lists import LIST_NAMES
from integrity.credit.measures.models import Measure
from integrity.credit.measures.service import Finding
from integrity.credit.sanctions import bases
from integrity.credit.sanctions.models import GRADED, EntryMeasure, EntryState, ListEntry
from integrity.people.subjects.models import Subject

ALIKE = (ListEntry.kind, ListEntry.ground, Subject.kind, Subject.size)
"""What decides of an entry, beside its basis; as `Case` has it."""
IN_PROPORTION = (*ALIKE, ListEntry.offence_id, GRADED.c.grade)
"""The same of a measure: also which act it was, and how grave its record is."""


@dataclass(frozen=True)
class Fault:
    """Why no basis carries so many entries, or a measure on them; `entries` selects their ids."""

    code: str
    name: str
    why: str
    number: int
    entries: sa.Select[Any]
    measure: Measure | None = None


def lint(on: date) -> list[Finding]:
    """Every listed entry that lost its basis by a day, and every measure that may not be on it."""
    found = [
        Finding(fault.code, fault.name, fault.why, number)
        for fault in faults(on)
        for number in db.session.scalars(fault.entries)
    ]
    return sorted(found, key=lambda finding: finding.entry_id or 0)


def faults(on: date) -> list[Fault]:
    """The same by kind."""
    return [*_of_entries(on), *_of_measures(on)]


def _of_entries(on: date) -> Iterator[Fault]:
    listed = sa.select(ListEntry.id).join(ListEntry.subject)
    for _basis_id, entry, number, these in _kinds(listed, ListEntry.basis_id, *ALIKE):
        basis, case = entry.basis, entry.case
        if why := bases.refusal(basis, case.subject, case.list, case.ground, on):
            code, name = basis.code if basis else "", str(LIST_NAMES[case.list])
            yield Fault(code, name, why, number, these)


def _of_measures(on: date) -> Iterator[Fault]:
    runs = sa.or_(EntryMeasure.until.is_(None), EntryMeasure.until >= on)
    taken = sa.select(ListEntry.id).join(ListEntry.subject).join(ListEntry.attachments).where(runs)
    taken = taken.outerjoin(GRADED, GRADED.c.id == ListEntry.record_id)
    known = {measure.id: measure for measure in db.session.scalars(sa.select(Measure))}
    for measure_id, entry, number, these in _kinds(taken, EntryMeasure.measure_id, *IN_PROPORTION):
        measure = known[measure_id]
        if why := measures.unfit(measure, entry.case, on):
            yield Fault(measure.code, measure.name, why, number, these, measure)


def _kinds(
    entries: sa.Select[Any], *by: Any
) -> Iterator[tuple[Any, ListEntry, int, sa.Select[Any]]]:
    """The listed ones by kind: its first value, one of the kind, how many, and all their ids."""
    listed = entries.where(ListEntry.state == EntryState.LISTED)
    columns: list[Any] = [*by, sa.func.count(), sa.func.min(ListEntry.id)]
    kinds = db.session.execute(listed.with_only_columns(*columns).group_by(*by)).all()
    wanted = sa.select(ListEntry).where(ListEntry.id.in_({kind[-1] for kind in kinds}))
    eager = map(joinedload, (ListEntry.basis, ListEntry.subject, ListEntry.offence))
    one = {entry.id: entry for entry in db.session.scalars(wanted.options(*eager))}
    for *values, number, first in kinds:
        same = (column == value for column, value in zip(by, values, strict=True))
        yield values[0], one[first], number, listed.where(*same)
