"""Record by record: what another rule set would make of what counts, and who must be told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from integrity.base.db import db, in_batches
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import Grade, RuleSet
from integrity.credit.catalogue import service as catalogue
from integrity.credit.records.models import CreditRecord
from integrity.credit.records.service import COUNTING
from integrity.credit.rulesets.models import Outcome
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes.models import Push, PushKind
from integrity.people.subjects.models import Subject

KEY = (CreditRecord.stream, CreditRecord.rule, CreditRecord.graded_on)
NOW = tuple(getattr(CreditRecord, name) for name in Outcome._fields)


@dataclass
class Comparison:
    """What a set would make of records that were decided under another one.

    lighter, heavier, mixed and same count records: worse in no point, better in none, in some each.
    `groups` are the lighter ones: stream, rule, day of decision and outcome as they are, and the
    outcome that they would have.
    """

    lighter: int = 0
    heavier: int = 0
    mixed: int = 0
    same: int = 0
    groups: list[tuple[tuple[str, str, date], Outcome, Outcome]] = field(default_factory=list)


class Grading:
    """The grades of one set, looked up once; periods are those of its first day."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.set = rule_set
        self.grades = rules.grades_of(rule_set.code)
        self._known: dict[tuple[str, str, date], Outcome | None] = {}

    def of(self, stream: str, rule: str, decided_on: date) -> Outcome | None:
        """What it makes of a breach decided on a day; None where it does not know the breach."""
        key = (stream, rule, decided_on)
        if key not in self._known:
            grade = rules.graded(self.grades, stream, rule)
            self._known[key] = self._outcome(grade, *key) if grade else None
        return self._known[key]

    def _outcome(self, grade: Grade, stream: str, rule: str, decided_on: date) -> Outcome:
        first = self.set.effective_from
        from_ = rules.repairable_from(grade.minimum, decided_on, first)
        return Outcome(
            grade.scale,
            grade.grade,
            grade.published and catalogue.published(stream, rule, first),
            from_ if grade.repairable else None,
            rules.period_end(grade.maximum, decided_on, first),
        )


def counted(old: str | None = None) -> sa.Select[Any]:
    """Records that count and were decided, under one set if it is named."""
    wanted = sa.select(CreditRecord).where(
        CreditRecord.state.in_(COUNTING), CreditRecord.decided_on.is_not(None)
    )
    return wanted.where(CreditRecord.scale == old) if old else wanted


def compare(grading: Grading, old: str | None = None) -> Comparison:
    """Of all records under another set, or under one; a statement, and a sum for each kind."""
    found = Comparison()
    wanted = counted(old).where(CreditRecord.scale != grading.set.code)
    groups = wanted.with_only_columns(*KEY, *NOW, sa.func.count()).group_by(*KEY, *NOW)
    for stream, rule, day, *now, number in db.session.execute(groups):
        is_now, would = Outcome(*now), grading.of(stream, rule, day)
        verdict = verdict_on(is_now, would)
        setattr(found, verdict, getattr(found, verdict) + number)
        if verdict == "lighter" and would:
            found.groups.append(((stream, rule, day), is_now, would))
    return found


def changes(grading: Grading, old: str) -> Iterator[tuple[CreditRecord, Outcome, Outcome]]:
    """Every record that was decided under a set and would be otherwise under another one."""
    rows = counted(old).order_by(CreditRecord.id).options(joinedload(CreditRecord.subject))
    for record in db.session.scalars(rows.execution_options(yield_per=1000)):
        assert record.graded_on is not None  # it was decided
        would = grading.of(record.stream, record.rule, record.graded_on)
        if would and (now := outcome(record)) != would:
            yield record, now, would


def outcome(record: CreditRecord) -> Outcome:
    """What follows for a record as it is now."""
    return Outcome(*(getattr(record, name) for name in Outcome._fields))


def verdict_on(now: Outcome, would: Outcome | None) -> str:
    """How one outcome compares with what is now: lighter, heavier, mixed or same."""
    if would is None:
        return "same"
    worse, better = would.heavier(now), now.heavier(would)
    return {(True, True): "mixed", (True, False): "heavier", (False, True): "lighter"}.get(
        (worse, better), "same"
    )


def conditions(comparison: Comparison) -> Iterator[tuple[sa.ColumnElement[bool], Outcome]]:
    """Which records would be treated more lightly, and how: a condition for each group."""
    for key, now, would in comparison.groups:
        columns = zip((*KEY, *NOW), (*key, *now), strict=True)
        same = [column.is_not_distinct_from(value) for column, value in columns]
        yield sa.and_(CreditRecord.state.in_(COUNTING), *same), would


def told(comparison: Comparison) -> tuple[int, list[str]]:
    """Who must be told: how many subjects, and which bodies were given an entry that stands on
    one of the records that would be treated more lightly."""
    subjects: set[int] = set()
    bodies: set[str] = set()
    for some in in_batches(which for which, _would in conditions(comparison)):
        records = sa.select(CreditRecord.id).where(sa.or_(*some))
        subjects.update(db.session.scalars(records.with_only_columns(CreditRecord.subject_id)))
        wanted = (
            sa.select(Subject.name)
            .join(Push, Push.body_id == Subject.id)
            .join(ListEntry, ListEntry.id == Push.entry_id)
            .where(Push.kind == PushKind.APPLY, ListEntry.record_id.in_(records))
        )
        bodies.update(db.session.scalars(wanted.distinct()))
    return len(subjects), sorted(bodies)
