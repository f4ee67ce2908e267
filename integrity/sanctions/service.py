"""Due process for the lists: notify, hear, two deciders, list, remove."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.audit import service as audit
from integrity.audit import versions
from integrity.clock import local_day
from integrity.db import db
from integrity.errors import Refused
from integrity.measures import service as measures
from integrity.measures.models import Measure
from integrity.permissions import Permission
from integrity.rules import service as rules
from integrity.sanctions import exclusions, pushes
from integrity.sanctions.models import (
    LIVE,
    MEASURES_OF,
    STATE_NAMES,
    EntryMeasure,
    EntryOutcome,
    ListEntry,
    ListKind,
)
from integrity.sanctions.models import EntryState as S
from integrity.sanctions.nominations import THING
from integrity.states import Flow, Move
from integrity.subjects.models import Subject, SubjectKind

DECIDE = Permission.SANCTIONS_DECIDE
FLOW = Flow(
    notify=Move({S.NOMINATED}, S.NOTIFIED, Permission.SANCTIONS_NOMINATE),
    defend=Move({S.NOTIFIED}, S.NOTIFIED, Permission.SANCTIONS_DEFEND),
    hear=Move({S.NOTIFIED}, S.HEARD, Permission.SANCTIONS_NOMINATE),
    decide=Move({S.HEARD}, S.DECIDED, DECIDE),
    confirm=Move({S.DECIDED}, S.LISTED, DECIDE),
    send_back=Move({S.DECIDED}, S.HEARD, DECIDE),
    reject=Move({S.NOMINATED, S.NOTIFIED, S.HEARD, S.DECIDED}, S.REJECTED, DECIDE),
    remove=Move({S.LISTED}, S.REMOVED, DECIDE),
    expire=Move({S.LISTED}, S.REMOVED),
    forfeit=Move({S.LISTED}, S.REMOVED),
)
FLOW.names.update(STATE_NAMES)
versions.follow("lists", THING, "credit_record")
PERIODS: dict[tuple[ListKind, bool], tuple[str, ...]] = {
    (ListKind.SERIOUS, True): ("GOV-NO-HONOUR",),
    (ListKind.SERIOUS, False): ("REP-SEVERE-MAX", "REP-MAX"),
    (ListKind.WATCH, True): ("REP-GENERAL-MAX", "LOCAL-MAX"),
    (ListKind.WATCH, False): ("REP-GENERAL-MAX", "LOCAL-MAX"),
}
"""(list, whether a public body) -> families of terms that set the last day, the first in force."""


class SameDecider(Refused):
    """One person cannot decide twice: 谁认定谁负责, and two are responsible."""


class StillHearing(Refused):
    """The subject has not spoken, and its time to speak has not passed."""


def notify(entry: ListEntry, *, by: audit.Actor, at: datetime) -> None:
    """Tell the subject what is intended and why; its time to answer runs from this day."""
    FLOW.go(entry, "notify", by=by, at=at)
    entry.notified_on = local_day(at)
    entry.statement_due = rules.due("LOCAL-HEARING", entry.notified_on).due_on


def state_defence(entry: ListEntry, statement: str, *, by: audit.Actor, at: datetime) -> None:
    """The subject states its defence; a later statement replaces none, it is added."""
    FLOW.go(entry, "defend", by=by, at=at)
    entry.statement = "\n\n".join(filter(None, (entry.statement, statement.strip())))
    entry.stated_at = at


def hear(entry: ListEntry, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Close the hearing, after a statement or after the term; raises StillHearing."""
    due = entry.statement_due
    if not entry.statement and due is not None and local_day(at) <= due:
        raise StillHearing(
            _("尚未收到陈述申辩，期限到 %(day)s 届满，届满前不能结束听取意见。", day=due)
        )
    FLOW.go(entry, "hear", by=by, at=at, why=why)


def decide_first(
    entry: ListEntry, reasons: str, measures: Sequence[str], *, by: audit.Actor, at: datetime
) -> None:
    """The first decider answers for listing, its reasons and its measures (by code)."""
    found = _attachable(entry, measures, local_day(at))
    FLOW.go(entry, "decide", by=by, at=at, why=reasons, measures=[m.code for m in found])
    entry.first_decider_id, entry.first_decided_at, entry.first_reasons = by.id, at, reasons
    entry.attachments = [
        EntryMeasure(measure_id=measure.id, attached_on=local_day(at)) for measure in found
    ]


def decide_second(entry: ListEntry, reasons: str, *, by: audit.Actor, at: datetime) -> None:
    """A second, different person confirms: listed from this day, pushed to every receiver.

    Who has a public breach by now is not honoured (NotHonourable), and who is listed for one
    leaves the red list.
    """
    if by.id is None or by.id == entry.first_decider_id:
        raise SameDecider(_("第一认定人不能同时作为第二认定人，须由另一人复核。"))
    on = local_day(at)
    exclusions.demand_honourable(entry.subject_id, entry.kind)
    for attachment in entry.attachments:
        _demand(attachment.measure, entry, on)
    FLOW.go(entry, "confirm", by=by, at=at, why=reasons)
    entry.second_decider_id, entry.second_decided_at, entry.second_reasons = by.id, at, reasons
    entry.listed_on = on
    entry.until, entry.until_basis = _period(entry, on)
    db.session.flush()
    pushes.announce(entry, on)
    forfeit(on=on, at=at)


def send_back(entry: ListEntry, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The second person does not agree as it stands: the first decision is taken back."""
    FLOW.go(entry, "send_back", by=by, at=at, why=why)
    entry.first_decider_id, entry.first_decided_at, entry.first_reasons = None, None, ""
    entry.attachments = []


def reject(entry: ListEntry, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Not listed, with reasons."""
    FLOW.go(entry, "reject", by=by, at=at, why=why)
    entry.removed_why = why


def remove(
    entry: ListEntry, outcome: EntryOutcome, why: str, *, by: audit.Actor, at: datetime
) -> None:
    """Take an entry off its list: every body that ever received it must confirm."""
    FLOW.go(entry, "remove", by=by, at=at, why=why, outcome=EntryOutcome(outcome))
    entry.outcome, entry.removed_why = EntryOutcome(outcome), why
    entry.removed_on, entry.disputed = local_day(at), False
    db.session.flush()
    pushes.recall(sa.select(ListEntry.id).where(ListEntry.id == entry.id), local_day(at), at)


def revoke(entry: ListEntry, why: str, *, by: audit.Actor, at: datetime) -> None:
    """An objection was upheld by two: the entry should never have been."""
    remove(entry, EntryOutcome.REVOKED, why, by=by, at=at)


def repair(entry: ListEntry, why: str, *, by: audit.Actor, at: datetime) -> None:
    """A repair was granted by two: the entry has served."""
    remove(entry, EntryOutcome.REPAIRED, why, by=by, at=at)


def repair_founded_on(record_id: int, *, why: str, by: audit.Actor, at: datetime) -> int:
    """The record was repaired: nothing founded on it stays on a list."""
    return _lift(record_id, EntryOutcome.REPAIRED, why, by, at)


def revoke_founded_on(record_id: int, *, why: str, by: audit.Actor, at: datetime) -> int:
    """The record was withdrawn: nothing founded on it stays on a list."""
    return _lift(record_id, EntryOutcome.REVOKED, why, by, at)


def mark_disputed(record_id: int, disputed: bool) -> None:
    """Show or stop showing 异议处理中 on every live entry of a record; suspends nothing."""
    for entry in entries_of(record_id):
        entry.disputed = disputed and entry.state in LIVE


def entries_of(record_id: int) -> Sequence[ListEntry]:
    """Every entry that followed from a record."""
    wanted = sa.select(ListEntry).where(ListEntry.record_id == record_id)
    return db.session.scalars(wanted.order_by(ListEntry.id)).all()


def expire(*, on: date, at: datetime) -> int:
    """Remove every entry whose last day has passed, in a few statements; returns how many."""
    return _remove_all("expire", (ListEntry.until < on,), EntryOutcome.EXPIRED, on, at)


def forfeit(*, on: date, at: datetime) -> int:
    """Take everybody with a public breach off the red list; returns how many."""
    return _remove_all("forfeit", exclusions.forfeited(), EntryOutcome.FORFEITED, on, at)


def published(subject_id: int | None = None, kind: ListKind | None = None) -> sa.Select[Any]:
    """What anybody may read: entries listed now, of subjects that are public and no persons."""
    wanted = (
        sa.select(ListEntry)
        .join(Subject, Subject.id == ListEntry.subject_id)
        .where(ListEntry.state == S.LISTED, Subject.public, Subject.kind != SubjectKind.PERSON)
    )
    if subject_id is not None:
        wanted = wanted.where(ListEntry.subject_id == subject_id)
    return wanted.where(ListEntry.kind == kind) if kind else wanted


def offered(entry: ListEntry, on: date) -> list[Measure]:
    """The measures that may be attached to an entry on a day."""
    return measures.offered(entry.subject, MEASURES_OF[entry.kind], on)


def lint(on: date) -> list[measures.Finding]:
    """Every measure of a listed entry that lost its basis by a day."""
    wanted = (
        sa.select(EntryMeasure.entry_id, Measure)
        .join(Measure)
        .join(ListEntry)
        .where(ListEntry.state == S.LISTED)
        .order_by(EntryMeasure.entry_id, Measure.code)
    )
    pairs = db.session.execute(wanted)
    found = ((entry_id, m, measures.without_basis(m, on)) for entry_id, m in pairs)
    return [measures.Finding(m.code, m.name, why, entry_id) for entry_id, m, why in found if why]


def version() -> int:
    """The version of the lists: it grows with every logged move of an entry or a record.

    Two equal versions mean that nothing was listed, removed or confirmed in between.
    """
    return versions.current("lists")


def _remove_all(
    move: str, which: tuple[Any, ...], outcome: EntryOutcome, on: date, at: datetime
) -> int:
    values: dict[str, Any] = {"outcome": outcome, "removed_on": on}
    values |= {"removed_why": "", "disputed": False}
    count = FLOW.go_all(ListEntry, move, *which, by=audit.SYSTEM, at=at, **values)
    if count:
        ids = sa.select(ListEntry.id).where(
            ListEntry.state == S.REMOVED, ListEntry.outcome == outcome, ListEntry.removed_on == on
        )
        pushes.recall(ids, on, at)
        db.session.expire_all()
    return count


def _lift(record_id: int, outcome: EntryOutcome, why: str, by: audit.Actor, at: datetime) -> int:
    """Reject what is pending and remove what is listed for a record that no longer counts."""
    entries = [entry for entry in entries_of(record_id) if entry.state in LIVE]
    for entry in entries:
        if entry.state is S.LISTED:
            remove(entry, outcome, why, by=by, at=at)
        else:
            reject(entry, why, by=by, at=at)
    return len(entries)


def _attachable(entry: ListEntry, codes: Sequence[str], on: date) -> list[Measure]:
    return measures.chosen(codes, entry.subject, MEASURES_OF[entry.kind], on)


def _demand(measure: Measure, entry: ListEntry, on: date) -> None:
    measures.demand(measure, entry.subject, on)


def _period(entry: ListEntry, on: date) -> tuple[date | None, str]:
    """The last day on the list and the rule that says so; the red list has no fixed period."""
    for family in PERIODS.get((entry.kind, entry.subject.kind is SubjectKind.BODY), ()):
        try:
            return rules.period_end(family, on), rules.term(family, on).legal_basis
        except rules.NoRuleInForce:
            continue
    return None, ""
