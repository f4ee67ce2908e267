"""What stands in a part of a file: what may be shared, or everything."""

from datetime import date
from typing import Any

from integrity.credit.catalogue import service as catalogue
from integrity.credit.catalogue.models import SHARING_NAMES, Sharing
from integrity.credit.grading import visibility as grading
from integrity.credit.readings.models import Part
from integrity.credit.records import counting
from integrity.credit.records.models import CreditRecord
from integrity.credit.reports import gathering
from integrity.people.subjects.models import Subject


def of(subject: Subject, part: Part, on: date) -> dict[str, Any]:
    """The part as a report says it.

    The shared one has what counts, public or not, but for items that the catalogue does not let
    be shared; where it is shared on a condition, the record says on which. Grades of graded
    supervision stand in both.
    """
    grades = {"grades": grading.on_day([subject.id], on).get(subject.id, [])}
    if part is Part.RESTRICTED:
        return gathering.told(subject, on, whole=True) | grades
    shared = _shared(subject, on)
    said = gathering.told(subject, on, whole=False)
    said["records"] = [gathering.record_said(r, False) | {"terms": t} for r, t in shared]
    return said | grades | {"figures": gathering.figures(said)}


def _shared(subject: Subject, on: date) -> list[tuple[CreditRecord, str]]:
    """The records that count and may be shared, newest first, each with its terms."""
    terms: dict[tuple[str, str], str | None] = {}
    found = []
    for record in reversed(counting.in_force([subject.id], on)):
        kind = (record.stream, record.rule)
        if kind not in terms:
            terms[kind] = _terms(*kind, on)
        if (said := terms[kind]) is not None:
            found.append((record, said))
    return found


def _terms(stream: str, rule: str, on: date) -> str | None:
    """On which terms such records are shared; None: they are not."""
    item = catalogue.item_of(stream, rule, on)
    if item is None or item.sharing is Sharing.NONE:
        return None
    return item.condition or str(SHARING_NAMES[item.sharing])
