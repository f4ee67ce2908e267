"""On what an entry stands: a record that counts, or a paper with legal force; never on less."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.casework.rules import service as rules
from integrity.credit.measures.lists import ADVERSE, LIST_NAMES, Ground, ListKind
from integrity.credit.sanctions.documents import Document
from integrity.credit.sanctions.models import EntryOutcome, ListEntry
from integrity.people.subjects import competence
from integrity.people.subjects.models import Subject

RECORDS = sa.table(
    "credit_record",
    sa.column("id"),
    sa.column("stream"),
    sa.column("rule"),
    sa.column("item_id"),
    sa.column("subject_id"),
    sa.column("state"),
    sa.column("summary"),
    sa.column("public"),
    sa.column("found_by_id"),
    sa.column("decided_on", sa.Date),
    sa.column("until", sa.Date),
)
"""Records stand above the lists, so they are read by their columns; `public` holds from the
confirmation of a record that is published until it is closed."""
COUNTS = sa.or_(
    RECORDS.c.state == "confirmed",
    sa.and_(RECORDS.c.state == "disputed", RECORDS.c.decided_on.is_not(None)),
)
"""Records that count; an objection filed after the decision stops nothing (S3 四(三))."""
ENDED = {
    "expired": EntryOutcome.EXPIRED,
    "repaired": EntryOutcome.REPAIRED,
    "withdrawn": EntryOutcome.REVOKED,
    "corrected": EntryOutcome.REVOKED,
}
"""The states in which a record has ended, and how what stands on it ends."""
PERIODS: dict[ListKind, tuple[str, ...]] = {
    ListKind.SERIOUS: ("REP-SEVERE-MAX", "REP-MAX", "LOCAL-MAX"),
    ListKind.CORRECTION: ("REP-SEVERE-MAX", "REP-MAX", "LOCAL-MAX"),
    ListKind.WATCH: ("REP-GENERAL-MAX", "LOCAL-MAX"),
}
"""list -> families of terms that set the last day, the first in force."""
HONOURS = {
    Ground.GOOD_CREDIT: "LOCAL-RED-GOOD-CREDIT",
    Ground.MODEL: "LOCAL-RED-MODEL",
    Ground.VOLUNTEER: "LOCAL-RED-VOLUNTEER",
    Ground.RECOMMENDED: "LOCAL-RED-ASSOCIATION",
    Ground.FOUND_BY_MEDIA: "LOCAL-RED-MEDIA",
    Ground.OTHER_GOOD: "LOCAL-RED-OTHER",
    Ground.TAX_A: "LOCAL-RED-TAX",
}
"""ground of the red list -> the family of terms that sets its last day."""


class NoFoundation(Refused):
    """Nothing with legal force says that the subject did it."""


def demand(
    subject: Subject, kind: ListKind, record_id: int | None, document: Document | None, on: date
) -> None:
    """Raise NoFoundation for an adverse list without a record that counts and without a paper."""
    if record_id is not None:
        its = (RECORDS.c.id == record_id, RECORDS.c.subject_id == subject.id)
        if not db.session.scalar(sa.select(sa.exists().where(*its, COUNTS))):
            raise NoFoundation(_("所选的信用记录不是该主体的有效记录。"))
        return
    if kind not in ADVERSE:
        return
    if document is None or not document.name.strip():
        raise NoFoundation(
            _(
                "列入%(name)s须以一条有效的信用记录，或者一份有法律效力的文书为依据。",
                name=LIST_NAMES[kind],
            )
        )
    if document.day > on:
        raise NoFoundation(_("文书日期不能晚于今天。"))


def records_of(subject: Subject, body_id: int | None = None) -> list[Any]:
    """The records of a subject that count: id, summary; of a department those that it found."""
    wanted = sa.select(RECORDS.c.id, RECORDS.c.summary).where(
        RECORDS.c.subject_id == subject.id, COUNTS
    )
    if body_id is not None:
        wanted = wanted.where(found_by(body_id))
    return list(db.session.execute(wanted.order_by(RECORDS.c.id.desc())))


def found_by(body_id: int) -> sa.ColumnElement[bool]:
    """The condition for records that a body found, or of a matter in which it is who finds."""
    competent = competence.of(RECORDS.c.stream) == body_id
    return sa.or_(RECORDS.c.found_by_id == body_id, competent)


def period(entry: ListEntry, on: date) -> tuple[date | None, str]:
    """The last day on the list and what sets it.

    It is counted from the day of the paper or the decision of the record, not from that of the
    listing, and never goes beyond the record; an honour is counted from the day of the listing.
    """
    record = None
    if entry.record_id is not None:
        wanted = sa.select(RECORDS.c.decided_on, RECORDS.c.until)
        record = db.session.execute(wanted.where(RECORDS.c.id == entry.record_id)).first()
    start = (record.decided_on if record else entry.document_on) or on
    if entry.kind is ListKind.RED:
        start = on
    until, basis = _longest(families(entry.kind, entry.ground), start)
    if record and record.until and (until is None or record.until < until):
        return record.until, _("与据以列入的信用记录同时届满")
    return until, basis


def ended(state: str) -> sa.ColumnElement[bool]:
    """The condition for entries whose record has ended in this way."""
    ids = sa.select(RECORDS.c.id).where(RECORDS.c.state == state)
    return ListEntry.record_id.in_(ids)


def families(kind: ListKind, ground: Ground) -> tuple[str, ...]:
    """The families of terms of a list, of which the first in force sets the last day."""
    return (HONOURS[ground],) if ground in HONOURS else PERIODS.get(kind, ())


def _longest(terms: tuple[str, ...], start: date) -> tuple[date | None, str]:
    for family in terms:
        try:
            return rules.period_end(family, start), rules.time_limit(family, start).legal_basis
        except rules.NoRuleInForce:
            continue
    return None, ""
