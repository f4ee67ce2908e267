"""What is said before applying: from which day, what hinders it, which materials, which terms."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from integrity.casework.rules import service as rules
from integrity.casework.rules.models import TimeLimit
from integrity.credit.records.models import CreditRecord
from integrity.credit.repairs import service
from integrity.credit.repairs.materials import RepairMaterial, checklist
from integrity.credit.repairs.treatments import RepairTreatment, treatment_of
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.repairable import repairable_on
from integrity.credit.sanctions.treatments import TREATMENT_NAMES
from integrity.pages.items import Section


@dataclass(frozen=True)
class Guide:
    """The guide (修复指南) for one record or one entry; first: None where it cannot be repaired."""

    first: date | None
    hindrances: list[str]
    materials: list[RepairMaterial]
    rule: RepairTreatment
    accept: TimeLimit
    result: TimeLimit


def guide(thing: CreditRecord | ListEntry, on: date) -> Guide:
    """What holds for a thing on a day."""
    return Guide(
        first=first_day(thing),
        hindrances=service.hindrances(thing, on),
        materials=checklist(thing, on),
        rule=treatment_of(thing, on),
        accept=rules.time_limit("REP-ACCEPT", on),
        result=rules.time_limit("REP-RESULT", on),
    )


def first_day(thing: CreditRecord | ListEntry) -> date | None:
    """From which day repair of a thing itself can be asked for."""
    return thing.repairable_on if isinstance(thing, CreditRecord) else repairable_on(thing)


def section(thing: CreditRecord | ListEntry, on: date) -> Section:
    """The same as a part of a page."""
    found: dict[str, Any] = {"guide": guide(thing, on), "names": TREATMENT_NAMES}
    return Section("repairs/_guide.html", found)
