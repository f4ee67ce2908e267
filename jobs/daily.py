"""The nightly jobs: each is a few statements over sets, and running it twice changes nothing."""

from datetime import date, datetime

from commitments.change import compensations
from commitments.takeover import office_terms
from integrity.base import repeats, runs
from integrity.casework import recounts, streams
from integrity.credit.measures import service as measures
from integrity.credit.records import confirmations
from integrity.credit.records import service as records
from integrity.credit.sanctions import nominations, pushes
from integrity.credit.sanctions import service as sanctions
from integrity.doors.importing import retention as imported
from integrity.streams.complaints import evidence, retention
from integrity.streams.complaints import service as complaints
from integrity.streams.rectifications import service as rectifications
from jobs.days import DAYS

Counts = dict[str, int]


def recount_deadlines(on: date, at: datetime) -> Counts:
    """Count every open due day and every open step again by the calendar as it is now."""
    counts = {model.__tablename__: recounts.recount(model, at=at) for model in recounts.models()}
    for day in DAYS:
        name = day.column.class_.__tablename__
        counts[name] = counts.get(name, 0) + recounts.recount_day(day, at=at)
    return counts | {"steps": recounts.recount_steps()}


def post_breaches(on: date, at: datetime) -> Counts:
    """Propose a record for everything that became overdue by this day; dated by the fact."""
    counts = dict.fromkeys(streams.registered(), 0)

    def post(name: str) -> int:
        stream = streams.named(name)
        found = stream.breaches(on)
        lasting = stream.overdue(on).with_only_columns(stream.model.id)
        counts[name] = records.post(found, on=on, at=at)
        counts[name] += records.post_again(found, lasting, on=on, at=at)
        return counts[name]

    runs.each("stream", list(counts), post)
    return counts


def prepare_confirmations(on: date, at: datetime) -> Counts:
    """Start the clock of who must confirm what nobody objected to in time."""
    return {"prepared": confirmations.prepare(on=on)}


def flag_missed(on: date, at: datetime) -> Counts:
    """Note the orders to put right whose day has passed."""
    return {"missed": rectifications.flag_missed(on=on, at=at)}


def flag_inheritance(on: date, at: datetime) -> Counts:
    """Note what new heads have not taken over in time."""
    return {"flagged": office_terms.flag_missed(on=on, at=at)}


def leave_unanswered(on: date, at: datetime) -> Counts:
    """Leave to the office the compensations that nobody confirmed or denied in time."""
    return {"left": compensations.leave_unanswered(on=on, at=at)}


def nominate(on: date, at: datetime) -> Counts:
    """Nominate for a list what a confirmed record of a grave kind stands for; people decide."""
    return {"nominated": nominations.nominate_all(records.nominable(on), at=at)}


def expire(on: date, at: datetime) -> Counts:
    """End records and list entries whose period is over; every receiver is told to drop them."""
    return {
        "records": records.expire(on=on, at=at),
        "entries": sanctions.expire(on=on, at=at),
    }


def close_silent(on: date, at: datetime) -> Counts:
    """Close answered complaints of which nothing was heard for the term."""
    return {"closed": complaints.close_silent(on=on, at=at)}


def deliver_pushes(on: date, at: datetime) -> Counts:
    """Hand what was decided to the bodies that must apply or drop it."""
    return {"delivered": pushes.deliver(at=at)}


def check_measures(on: date, at: datetime) -> Counts:
    """Count what lost its legal basis; `flask rules check` names the measures and the entries."""
    return {"measures": len(measures.lint(on)), "attached": len(sanctions.lint(on))}


def erase_complaints(on: date, at: datetime) -> Counts:
    """Erase complaints whose period of retention is over; a tombstone stays."""
    return retention.erase(on=on, at=at)


def sweep_uploads(on: date, at: datetime) -> Counts:
    """Delete files that were uploaded with a complaint that was never sent."""
    return {"files": evidence.sweep(at=at)}


def sweep_forms(on: date, at: datetime) -> Counts:
    """Forget forms that were sent, and that nobody sends again."""
    return {"forms": repeats.sweep(on=on)}


def sweep_imports(on: date, at: datetime) -> Counts:
    """Erase the files of imports whose period of retention is over."""
    return imported.sweep(on=on, at=at)
