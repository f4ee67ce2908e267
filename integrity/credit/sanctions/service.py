"""Due process for the lists: notify, hear, two deciders, list, remove."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base import histories
from integrity.base.audit import service as audit
from integrity.base.audit import versions
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.credit.measures import service as measures
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.measures.models import Measure
from integrity.credit.sanctions import bases, exclusions, foundations, hearings, initiation, reviews
from integrity.credit.sanctions.flow import FLOW, SameDecider
from integrity.credit.sanctions.history import EntryVersion
from integrity.credit.sanctions.models import LIVE, EntryMeasure, EntryOutcome, ListEntry
from integrity.credit.sanctions.models import EntryState as S
from integrity.credit.sanctions.nominations import THING
from integrity.credit.sanctions.pushes import changes
from integrity.credit.sanctions.pushes import service as pushes
from integrity.credit.sanctions.pushes.changes import Change
from integrity.credit.sanctions.removals import end
from integrity.files.traces import masked
from integrity.people.subjects.models import Subject, SubjectKind

versions.follow("lists", THING, "credit_record", "shielding")


class StillHearing(Refused):
    """The subject may still speak: its time has not passed, and it has not said that it is done."""


class NoTimeLeft(Refused):
    """The period is over before the entry would begin."""


def notify(entry: ListEntry, *, by: audit.Actor, at: datetime) -> None:
    """Issue the notice of what is intended and why; time to answer runs from its service."""
    FLOW.go(entry, "notify", by=by, at=at)


def state_defence(
    entry: ListEntry, statement: str, said_all: bool = False, *, by: audit.Actor, at: datetime
) -> None:
    """The subject states its defence; a later statement replaces none, it is added.

    `said_all`: it has nothing to add, and the hearing need not wait for its end.
    """
    FLOW.go(entry, "defend", by=by, at=at, said_all=said_all)
    entry.statement = "\n\n".join(filter(None, (entry.statement, statement.strip())))
    entry.stated_at, entry.said_all = at, said_all


def hear(entry: ListEntry, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Close the hearing, after its term or when the subject has said all.

    Raises StillHearing, and HearingOpen where one was asked for and is not over.
    """
    due = entry.statement_due
    if not entry.said_all and due is None:
        raise StillHearing(_("告知书还没有送达，陈述申辩期限还没有开始。"))
    if not entry.said_all and due is not None and local_day(at) <= due:
        raise StillHearing(
            _(
                "陈述申辩期限到 %(day)s 届满；"
                "当事人没有表示陈述完毕的，届满前不能终结陈述申辩程序。",
                day=due,
            )
        )
    hearings.demand_closed(entry)
    FLOW.go(entry, "hear", by=by, at=at, why=why)


def decide_first(
    entry: ListEntry, reasons: str, measures: Sequence[str], *, by: audit.Actor, at: datetime
) -> None:
    """The first decider answers for listing, its reasons and its measures (by code).

    An honour is decided when its public review is over: raises StillShown.
    """
    on = local_day(at)
    bases.demand(entry.basis, *_listing(entry), on)
    reviews.demand_over(entry, on)
    found = _chosen(measures, entry.case, on)
    FLOW.go(entry, "decide", by=by, at=at, why=reasons, measures=[m.code for m in found])
    entry.first_decider_id, entry.first_decided_at, entry.first_reasons = by.id, at, reasons
    entry.acting_id = initiation.second_of(entry, by.id)
    entry.attachments = [EntryMeasure(measure=measure, attached_on=on) for measure in found]


def decide_second(
    entry: ListEntry, reasons: str, public_text: str = "", *, by: audit.Actor, at: datetime
) -> None:
    """A second, different person confirms: listed from this day, pushed to every receiver.

    `public_text` is what this person released of the reasons; without it the public reads them
    without the traces of persons.

    Who has a public breach by now is not honoured (NotHonourable), and who is listed for one
    leaves the red list. Raises NoTimeLeft, SameDecider.
    """
    if by.id is None or by.id == entry.first_decider_id:
        raise SameDecider(_("第一认定人不能同时作为第二认定人，须由另一人复核。"))
    on = local_day(at)
    bases.demand(entry.basis, *_listing(entry), on)
    exclusions.demand_honourable(entry.subject_id, entry.kind)
    for attachment in entry.attachments:
        measures.demand(attachment.measure, entry.case, on)
    until, until_basis = foundations.period(entry, on)
    if until is not None and until < on:
        raise NoTimeLeft(_("据以列入的记录或者文书的期限已于 %(day)s 届满，不能列入。", day=until))
    FLOW.check(entry, "confirm")
    entry.second_decider_id, entry.second_decided_at, entry.second_reasons = by.id, at, reasons
    entry.listed_on, entry.until, entry.until_basis = on, until, until_basis
    entry.public_text = public_text.strip() or masked(entry.reasons)
    entry.acting_id = entry.initiated_by_id
    FLOW.go(entry, "confirm", by=by, at=at, why=reasons)
    for attachment in entry.attachments:
        attachment.until = measures.last_day(attachment.measure, on, until)
    db.session.flush()
    pushes.announce(entry, at=at)
    forfeit(on=on, at=at)


def send_back(entry: ListEntry, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The first decision is taken back, with its measures, and has to be made again."""
    FLOW.go(entry, "send_back", by=by, at=at, why=why)
    entry.first_decider_id, entry.first_decided_at, entry.first_reasons = None, None, ""
    entry.attachments, entry.sent_back_by_id = [], by.id
    entry.acting_id = entry.initiated_by_id


def reject(entry: ListEntry, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Not listed, with reasons; after a first decision that takes two: who sent it back, and this.

    Raises SameDecider.
    """
    if by.id is not None and by.id == entry.sent_back_by_id:
        raise SameDecider(_("退回的人不能单独决定不予列入，须由另一人决定。"))
    FLOW.go(entry, "reject", by=by, at=at, why=why)
    entry.removed_why = why
    reviews.drop(entry, by=by, at=at)
    hearings.drop(at=at)


def revoke(entry: ListEntry, why: str, *, by: audit.Actor, at: datetime) -> None:
    """An objection was upheld by two: the entry should never have been."""
    end(entry, "lift", EntryOutcome.REVOKED, why, by, at)


def repair(entry: ListEntry, why: str, *, by: audit.Actor, at: datetime) -> None:
    """A repair was granted by two: the entry has served."""
    end(entry, "lift", EntryOutcome.REPAIRED, why, by, at)


def repair_founded_on(record_id: int, *, why: str, by: audit.Actor, at: datetime) -> int:
    """The record was repaired: nothing founded on it stays on a list."""
    return _lift(record_id, EntryOutcome.REPAIRED, why, by, at)


def revoke_founded_on(record_id: int, *, why: str, by: audit.Actor, at: datetime) -> int:
    """The record was withdrawn: nothing founded on it stays on a list."""
    return _lift(record_id, EntryOutcome.REVOKED, why, by, at)


def mark_disputed(record_id: int, disputed: bool, *, at: datetime) -> None:
    """Show or stop showing 异议处理中 on every live entry of a record; suspends nothing."""
    mark_entries(entries_of(record_id), disputed, at=at)


def mark_entries(entries: Sequence[ListEntry], disputed: bool, *, at: datetime) -> None:
    """The same on these entries; every body that has one is told."""
    kind = Change.DISPUTED if disputed else Change.MAINTAINED
    live = [entry for entry in entries if entry.state in LIVE and entry.disputed is not disputed]
    for entry in entries:
        entry.disputed = disputed and entry.state in LIVE
    histories.keep(EntryVersion, ListEntry.id.in_([entry.id for entry in live]), at=at)
    changes.tell(live, kind, at=at)


def entries_of(record_id: int) -> Sequence[ListEntry]:
    """Every entry that followed from a record."""
    wanted = sa.select(ListEntry).where(ListEntry.record_id == record_id)
    return db.session.scalars(wanted.order_by(ListEntry.id)).all()


def expire(*, on: date, at: datetime) -> int:
    """Remove what has come to its last day or lost the record it stands on; returns how many.

    What is still being decided on a record that has ended lapses. A few statements.
    """
    count = _remove_all("expire", (ListEntry.until < on,), EntryOutcome.EXPIRED, on, at)
    for state, outcome in foundations.ENDED.items():
        ended = foundations.ended(state)
        count += _remove_all("expire", (ended,), outcome, on, at)
        count += FLOW.go_all(ListEntry, "lapse", ended, by=audit.SYSTEM, at=at)
    hearings.drop(at=at)
    return count


def forfeit(*, on: date, at: datetime) -> int:
    """Take everybody with a public breach off the red list; returns how many."""
    return _remove_all("forfeit", exclusions.forfeited(), EntryOutcome.FORFEITED, on, at)


def leave(*which: sa.ColumnElement[bool], on: date, at: datetime) -> int:
    """Take off the red list who is not named any more by whom its honour is; returns how many."""
    return _remove_all("lose", which, EntryOutcome.LEFT_OUT, on, at)


def published(subject_id: int | None = None, kind: ListKind | None = None) -> sa.Select[Any]:
    """What anybody may read: entries listed now, of subjects that are public and no persons."""
    wanted = (
        sa.select(ListEntry)
        .join(Subject, Subject.id == ListEntry.subject_id)
        .where(ListEntry.state == S.LISTED, ListEntry.shielded.is_(False))
        .where(Subject.public, Subject.kind != SubjectKind.PERSON)
    )
    if subject_id is not None:
        wanted = wanted.where(ListEntry.subject_id == subject_id)
    return wanted.where(ListEntry.kind == kind) if kind else wanted


def offered(entry: ListEntry, on: date) -> list[Measure]:
    """The measures that may be attached to an entry on a day."""
    return measures.offered(entry.case, on)


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
    """Let lapse what is pending and remove what is listed for a record that no longer counts."""
    entries = [entry for entry in entries_of(record_id) if entry.state in LIVE]
    for entry in entries:
        if entry.state is S.LISTED:
            end(entry, "lift", outcome, why, by, at)
        else:
            FLOW.go(entry, "lapse", by=by, at=at, why=why)
            entry.removed_why = why
    hearings.drop(at=at)
    return len(entries)


def _chosen(codes: Sequence[str], case: measures.Case, on: date) -> list[Measure]:
    return measures.chosen(codes, case, on)


def _listing(entry: ListEntry) -> tuple[Subject, ListKind, Ground]:
    return entry.subject, entry.kind, entry.ground
