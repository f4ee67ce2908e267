"""From which day repair of an entry that rests on no record may be asked for."""

from datetime import date

from integrity.casework.rules import service as rules
from integrity.credit.measures.lists import ListKind
from integrity.credit.sanctions.models import EntryState, ListEntry

MINIMUM = {
    ListKind.SERIOUS: "REP-SEVERE-MIN",
    ListKind.CORRECTION: "REP-GENERAL-MIN",
    ListKind.WATCH: "REP-GENERAL-MIN",
}
"""The least time on a list, by its kind."""


def repairable_on(entry: ListEntry) -> date | None:
    """The first day for an entry that is listed on its own; None where none is repaired itself."""
    listed = entry.state is EntryState.LISTED and entry.record_id is None
    if not listed or entry.listed_on is None or entry.kind not in MINIMUM:
        return None
    return first_day(entry.kind, entry.listed_on)


def first_day(kind: ListKind, listed_on: date) -> date | None:
    """The same by list and day of listing; none where no rule was in force on it."""
    try:
        return rules.repairable_from(MINIMUM[kind], listed_on)
    except rules.NoRuleInForce:
        return None
