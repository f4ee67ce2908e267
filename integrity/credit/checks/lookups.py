"""What is on record about everybody asked about, in as many statements for one as for many."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import contains_eager, joinedload

from integrity.base.db import db
from integrity.casework.streams import registered
from integrity.credit.checks.queries import Asked
from integrity.credit.measures.models import Measure
from integrity.credit.proceedings import lookups as proceedings
from integrity.credit.records import counting
from integrity.credit.records.models import CreditRecord
from integrity.credit.relations.reaching import Reached, reached
from integrity.credit.sanctions.models import (
    EntryMeasure,
    EntryOutcome,
    EntryState,
    ListEntry,
)
from integrity.credit.sanctions.treatments import told_of
from integrity.people.subjects import persons
from integrity.people.subjects.models import FormerName, Subject
from integrity.people.subjects.service import current

Handle = tuple[str, str]
"""By what a subject is found: ("uscc", a code), ("digest", a person's), ("name", a key)."""
SAME_NAMES = 10


@dataclass(frozen=True)
class Found:
    """What was on record on a day: entries and records by subject id, and which were disputed.

    `lasting` are measures that run on though their entry has ended; `information` is what streams
    tell of them in a matter like the one that is checked; `reached`: what others bring on them.
    """

    on: date
    entries: Mapping[int, Sequence[ListEntry]]
    records: Mapping[int, Sequence[CreditRecord]]
    disputed: frozenset[int]
    lasting: Mapping[int, Sequence[EntryMeasure]]
    information: Mapping[int, Sequence[str]]
    reached: Mapping[int, Sequence[Reached]] = field(default_factory=dict)
    pending: proceedings.Noted = field(default_factory=proceedings.Noted)

    def reaching(self, subject_id: int) -> list[Reached]:
        """What others bring on somebody, but for what is suspended."""
        return [r for r in self.reached.get(subject_id, ()) if r.entry not in self.pending.stopped]


def subjects(asked: Iterable[Asked]) -> dict[Handle, list[Subject]]:
    """Every subject asked about, by handle; merged ones stand for what they became.

    A name that somebody had before leads to them as well.
    """
    handles = {handle for query in asked for handle in _handles(query)}
    values: dict[str, list[str]] = defaultdict(list)
    for by, value in sorted(handles):
        values[by].append(value)
    earlier: dict[int, list[str]] = defaultdict(list)
    had = sa.select(FormerName).where(FormerName.key.in_(values["name"]))
    for former in db.session.scalars(had) if values["name"] else ():
        earlier[former.subject_id].append(former.key)
    by_name = sa.or_(Subject.key.in_(values["name"]), Subject.id.in_(earlier))
    wanted = sa.select(Subject).where(
        sa.or_(
            Subject.uscc.in_(values["uscc"]),
            Subject.identifier_digest.in_(values["digest"]),
            sa.and_(by_name, Subject.public),
        )
    )
    rows = db.session.scalars(wanted.order_by(Subject.id)).all()
    now = current(rows)
    found: dict[Handle, list[Subject]] = defaultdict(list)
    for row in rows:
        own = [("uscc", row.uscc), ("digest", row.identifier_digest)]
        for handle in (*own, *(("name", name) for name in (row.key, *earlier[row.id]))):
            if handle in handles and now[row.id] not in found[handle]:
                found[handle].append(now[row.id])
    return {handle: those[:SAME_NAMES] for handle, those in found.items()}


def identified(query: Asked, known: Mapping[Handle, Sequence[Subject]]) -> Subject | None:
    """The subject with exactly the code of a query; a person by number and whole name together."""
    handle = ("uscc", query.uscc) if query.uscc else ("digest", query.digest or "")
    found = next(iter(known.get(handle, ())), None)
    if found and query.digest and not persons.is_called(found, query.name):
        return None
    return found


def on_record(subject_ids: Sequence[int], on: date, today: date, about: str = "") -> Found:
    """What was in force and known on a day, whatever became of it later.

    about: the matter in hand, in words.
    """
    entries = _entries(subject_ids, on)
    found: dict[int, list[CreditRecord]] = defaultdict(list)
    for record in counting.in_force(subject_ids, on):
        found[record.subject_id].append(record)
    listed = [entry for those in entries.values() for entry in those]
    if on == today:
        disputed = {entry.id for entry in listed if entry.disputed}
    else:
        then = counting.disputed_on([e.record_id for e in listed if e.record_id], on)
        disputed = {entry.id for entry in listed if entry.record_id in then}
    told = _information(subject_ids, about, on)
    lasting, by_others = _lasting(subject_ids, on), reached(subject_ids, on)
    known = [record for those in found.values() for record in those]
    elsewhere = [r.entry for those in by_others.values() for r in those]
    pending = proceedings.on_day(known, [*listed, *elsewhere], on, today)
    return Found(on, entries, found, frozenset(disputed), lasting, told, by_others, pending)


def told_by_streams(subject_ids: Sequence[int], about: str, on: date) -> dict[int, list[str]]:
    """What streams tell of them in a matter like this one."""
    found: dict[int, list[str]] = defaultdict(list)
    for stream in registered().values():
        if stream.work.informs:
            for number, said in stream.work.informs(subject_ids, about, on).items():
                found[number] += said
    return found


def _information(subject_ids: Sequence[int], about: str, on: date) -> dict[int, list[str]]:
    found = told_by_streams(subject_ids, about, on)
    for record in counting.shielded(subject_ids, on):
        found[record.subject_id].append(_("一条信用记录已经修复，内容已屏蔽，不作为惩戒依据。"))
    return found


def _handles(query: Asked) -> list[Handle]:
    handles = [("uscc", query.uscc or ""), ("digest", query.digest or "")]
    if not query.digest:
        handles += [("name", query.name_key), ("name", query.firm_key)]
    return [handle for handle in handles if handle[1]]


def _entries(subject_ids: Sequence[int], on: date) -> dict[int, list[ListEntry]]:
    """The entries listed on a day, with their measures, by subject."""
    wanted = (
        sa.select(ListEntry)
        .where(
            ListEntry.subject_id.in_(subject_ids),
            ListEntry.state.in_((EntryState.LISTED, EntryState.REMOVED)),
            ListEntry.listed_on <= on,
            sa.or_(ListEntry.removed_on.is_(None), ListEntry.removed_on > on),
            told_of(ListEntry),
        )
        .order_by(ListEntry.id)
        .options(
            joinedload(ListEntry.attachments).joinedload(EntryMeasure.measure),
            joinedload(ListEntry.subject),
        )
    )
    found: dict[int, list[ListEntry]] = defaultdict(list)
    for entry in db.session.scalars(wanted).unique():
        found[entry.subject_id].append(entry)
    return found


def _lasting(subject_ids: Sequence[int], on: date) -> dict[int, list[EntryMeasure]]:
    """Measures with a period of their own whose entry ended before they do, by subject.

    An entry that was revoked should never have been, and leaves none.
    """
    wanted = (
        sa.select(EntryMeasure)
        .join(EntryMeasure.entry)
        .join(EntryMeasure.measure)
        .where(
            ListEntry.subject_id.in_(subject_ids),
            ListEntry.state == EntryState.REMOVED,
            ListEntry.outcome != EntryOutcome.REVOKED,
            ListEntry.removed_on <= on,
            Measure.period != "",
            EntryMeasure.until >= on,
        )
        .order_by(EntryMeasure.until, ListEntry.id)
        .options(contains_eager(EntryMeasure.entry), contains_eager(EntryMeasure.measure))
    )
    found: dict[int, list[EntryMeasure]] = defaultdict(list)
    for attached in db.session.scalars(wanted):
        found[attached.entry.subject_id].append(attached)
    return found
