"""Entering and ending relations; whom an entry reaches through them, by which measures."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.casework.rules.service import read
from integrity.credit.measures import service as measures
from integrity.credit.measures.models import Measure
from integrity.credit.measures.service import Case
from integrity.credit.relations.models import STAFF, Held, Reach, Relation, RelationRole
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.people.subjects import identifiers, persons
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject

DATA = Path(__file__).parent / "data" / "reaches.csv"


class WrongRelation(Refused):
    """Nobody is named, the days are wrong, or a subject is related to itself."""

    title = _l("关联关系有误")


@dataclass(frozen=True)
class Reached:
    """Why something applies to somebody related: which entry, which relation, which measures."""

    entry: ListEntry
    relation: Relation
    measures: Sequence[Measure]


def related(name: str, code: str) -> Subject:
    """Who is meant: a person by number and name, sealed at once; others by a code that is known.

    Raises WrongRelation.
    """
    number = identifiers.normalised(code)
    if identifiers.is_resident_identifier(number):
        return _person(name, number)
    found = subjects.by_code(number) if identifiers.is_uscc(number) else None
    if found is None:
        raise WrongRelation(_("请填写身份证号码，或者已经登记的统一社会信用代码。"))
    return found


def enter(
    subject: Subject,
    other: Subject,
    role: RelationRole,
    since: date,
    until: date | None,
    source: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> tuple[Relation, bool]:
    """A relation as its source has it, and whether that is new; the same again may say its end.

    Raises WrongRelation.
    """
    if other.id == subject.id or (until and until < since) or since > local_day(at):
        raise WrongRelation(_("请核对起止日期；主体不能与自己关联。"))
    same = sa.select(Relation).filter_by(
        subject_id=subject.id, related_id=other.id, role=role, since=since
    )
    known = db.session.scalars(same).first()
    if known is not None and known.until == until:
        return known, False
    found = known or Relation(
        subject_id=subject.id, related_id=other.id, role=role, since=since,
        entered_at=at, entered_by_name=by.name,
    )  # fmt: skip
    found.until, found.source = until, source.strip()
    db.session.add(found)
    audit.write(
        found, "relate" if known is None else "end_relation", by=by, at=at, why=found.source
    )
    return found, True


def end(relation: Relation, until: date, source: str, *, by: audit.Actor, at: datetime) -> None:
    """The last day of a relation, and the paper that says so. Raises WrongRelation."""
    if until < relation.since or relation.until is not None:
        raise WrongRelation(_("已经结束，或者结束日期早于开始日期。"))
    relation.until = until
    audit.write(relation, "end_relation", by=by, at=at, why=source.strip(), until=str(until))


def is_staff(subject_id: int, on: date) -> bool:
    """Whether somebody works for a public body, or a firm of the state, on a day."""
    wanted = sa.select(Relation).where(Relation.related_id == subject_id, Relation.role.in_(STAFF))
    return any(relation.held(on) for relation in db.session.scalars(wanted))


def reached(subject_ids: Sequence[int], on: date) -> Mapping[int, Sequence[Reached]]:
    """What reaches these subjects on a day because of others' entries, in three statements.

    Only through a relation that holds when the measure demands it (`Held`), and only by measures
    whose own basis carries them (山东省社会信用条例 第三十一条; 济政字〔2017〕35号 三（二）1).
    """
    wanted = (
        sa.select(Relation)
        .where(Relation.related_id.in_(subject_ids))
        .options(joinedload(Relation.subject), joinedload(Relation.related))
        .order_by(Relation.id)
    )
    relations = db.session.scalars(wanted).all()
    if not relations:
        return {}
    entries, reaches = _entries([r.subject_id for r in relations], on), _reaches()
    found: dict[int, list[Reached]] = defaultdict(list)
    for relation in relations:
        for entry, act in entries.get(relation.subject_id, ()):
            case = Case(relation.related, entry.kind, entry.ground)
            those = [
                measure
                for measure, when in reaches[relation.role]
                if relation.reaches(when, on, act) and measures.attachable(measure, case, on)
            ]
            if those:
                found[relation.related_id].append(Reached(entry, relation, those))
    return found


def load() -> int:
    """Add what the product ships with; what is there already stays."""
    known = {(one.measure, one.role) for one in db.session.scalars(sa.select(Reach))}
    rows = [(row["measure"], RelationRole(row["role"]), Held(row["held"])) for row in read(DATA)]
    fresh = [
        Reach(measure=code, role=role, held=held)
        for code, role, held in rows
        if (code, role) not in known
    ]
    db.session.add_all(fresh)
    db.session.flush()
    return len(fresh)


def _person(name: str, number: str) -> Subject:
    known = subjects.by_identifier(number)
    if not name.strip() or (known is not None and not persons.is_called(known, name)):
        raise WrongRelation(_("姓名和身份证号码不符，请核对。"))
    return known or subjects.register_person(name, number)


def _entries(subject_ids: Sequence[int], on: date) -> dict[int, list[tuple[ListEntry, date]]]:
    """The entries listed on a day, each with the day of the act it stands on."""
    wanted = (
        sa.select(ListEntry)
        .where(
            ListEntry.subject_id.in_(subject_ids),
            ListEntry.state.in_((EntryState.LISTED, EntryState.REMOVED)),
            ListEntry.listed_on <= on,
            sa.or_(ListEntry.removed_on.is_(None), ListEntry.removed_on > on),
        )
        .options(joinedload(ListEntry.subject))
        .order_by(ListEntry.id)
    )
    entries = db.session.scalars(wanted).all()
    acts = _acts([entry.record_id for entry in entries if entry.record_id])
    found: dict[int, list[tuple[ListEntry, date]]] = defaultdict(list)
    for entry in entries:
        day = acts.get(entry.record_id or 0) or entry.document_on or entry.listed_on or on
        found[entry.subject_id].append((entry, day))
    return found


def _acts(record_ids: Sequence[int]) -> dict[int, date]:
    record = db.metadata.tables["credit_record"]
    wanted = sa.select(record.c.id, record.c.since).where(record.c.id.in_(record_ids))
    return {row.id: row.since for row in db.session.execute(wanted)}


def _reaches() -> Mapping[RelationRole, Sequence[tuple[Measure, Held]]]:
    wanted = sa.select(Reach.role, Reach.held, Measure)
    wanted = wanted.join(Measure, Measure.family == Reach.measure).order_by(Measure.code)
    found: dict[RelationRole, list[tuple[Measure, Held]]] = defaultdict(list)
    for role, held, measure in db.session.execute(wanted):
        found[role].append((measure, held))
    return found
