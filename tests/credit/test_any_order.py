"""Whatever people and nights do, in whatever order: no effect without what it stands on.

Breaches, confirmations, objections, repairs, corrections, listings and bases that lose their force,
drawn at random over some years; after each the same must hold, and what was known on a day that is
over stays what it was.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Role
from integrity.credit.corrections import service as corrections
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.objections import service as objections
from integrity.credit.objections.models import Objection
from integrity.credit.records import history
from integrity.credit.records import service as records
from integrity.credit.records.history import RecordVersion
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.repairs import service as repairs
from integrity.credit.repairs.models import Repair
from integrity.credit.sanctions import bases
from integrity.credit.sanctions import history as entry_history
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.history import EntryVersion
from integrity.credit.sanctions.models import LIVE, EntryState, ListEntry
from integrity.credit.sanctions.pushes.models import Push, PushKind
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.people.subjects.service import register_person
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.sanctions.makers import make_listed, make_receivers

pytestmark = pytest.mark.usefixtures("app")
WHY = "示例：理由充分，事实清楚，证据齐全。"
KINDS = (("rectifications", "not-put-right"), ("courts", "not-performed"), ("pledges", "overdue"))
PERSON = "11010519491231002X"
ACTS = st.lists(
    st.tuples(st.integers(0, 14), st.sampled_from((0, 0, 0, 6, 7, 30, 200)), st.integers(0, 5)),
    min_size=4,
    max_size=24,
)
"""Which act, after how many days, and to which of the things that it could be done to."""


class World:
    """A body, an enterprise and a person, the people who act, and the day it is."""

    def __init__(self) -> None:
        self.on = TODAY
        self.subjects = [make_body(), make_enterprise(), self._person()]
        self.office = [make_user(Role.OFFICE) for _ in range(3)]
        self.receivers = make_receivers(2)
        self.files: dict[date, Any] = {}
        for n in range(4):
            self.breach(n)
        self.on += timedelta(days=6)
        for n in (0, 1):
            self.confirm(n)
            self.enlist(n)

    def _person(self) -> Subject:
        found = register_person("示例甲", PERSON)
        db.session.flush()
        return found

    @property
    def at(self) -> datetime:
        return NOW + (self.on - TODAY)

    @property
    def said(self) -> dict[str, Any]:
        return {"at": self.at}

    def of(self, model: Any, *which: Any) -> list[Any]:
        return list(db.session.scalars(sa.select(model).where(*which).order_by(model.id)))

    def pass_days(self, days: int) -> None:
        """Time goes by, and a night's work is done."""
        if days:
            self.files[self.on] = known_on(self.on)
        self.on += timedelta(days=days)
        records.expire(on=self.on, at=self.at)
        sanctions.expire(on=self.on, at=self.at)
        sanctions.forfeit(on=self.on, at=self.at)
        db.session.expire_all()

    def breach(self, n: int) -> None:
        stream, rule = KINDS[n % len(KINDS)]
        make_record(
            self.subjects[n % len(self.subjects)], stream=stream, rule=rule, since=self.on,
            posted_at=self.at, notified_on=self.on, object_until=self.on + timedelta(days=5),
        )  # fmt: skip

    def confirm(self, n: int) -> None:
        for record in self._one(n, CreditRecord):
            records.confirm(record, by=self.office[0], why=WHY, **self.said)

    def object(self, n: int) -> None:
        for record in self._one(n, CreditRecord):
            objections.file(record, WHY, by=self._own(record), **self.said)

    def reject(self, n: int) -> None:
        for objection in self._one(n, Objection, Objection.closed_on.is_(None)):
            objections.accept(objection, by=self.office[1], **self.said)
            objections.reject(objection, WHY, by=self.office[1], **self.said)

    def uphold(self, n: int) -> None:
        for objection in self._one(n, Objection, Objection.closed_on.is_(None)):
            objections.accept(objection, by=self.office[1], **self.said)
            objections.agree(objection, WHY, by=self.office[1], **self.said)
            objections.uphold(objection, WHY, by=self.office[2], **self.said)

    def correct(self, n: int) -> None:
        """Another summary; a penalty is also found to be of another gravity."""
        for record in self._one(n, CreditRecord):
            made = corrections.propose(
                record, self._content(record, n), by=self.office[1], **self.said
            )
            corrections.make(made, WHY, by=self.office[2], **self.said)

    def answer(self, n: int) -> None:
        """An objection is right in part."""
        for filed in self._one(n, Objection, Objection.closed_on.is_(None)):
            objections.accept(filed, by=self.office[1], **self.said)
            said = self._content(filed.record, n)
            objections.propose_correction(filed, **said, by=self.office[1], **self.said)
            objections.correct(filed, WHY, by=self.office[2], **self.said)

    def _content(self, record: CreditRecord, n: int) -> dict[str, Any]:
        rules = {"pledges": ("overdue", "broken")}.get(record.stream, (record.rule,))
        said = {"rule": rules[n % len(rules)], "since": record.since, "ruled_on": record.ruled_on}
        return said | {"summary": f"{record.summary}，更正", "document": WHY, "why": WHY}

    def repair(self, n: int) -> None:
        for record in self._one(n, CreditRecord):
            repairs.file(record, WHY, WHY, by=self._own(record), **self.said)

    def grant(self, n: int) -> None:
        for repair in self._one(n, Repair, Repair.closed_on.is_(None)):
            repairs.accept(repair, by=self.office[1], **self.said)
            repair.visited_on = self.on
            repairs.agree(repair, WHY, by=self.office[1], **self.said)
            repairs.grant(repair, WHY, by=self.office[2], **self.said)

    def refuse(self, n: int) -> None:
        for repair in self._one(n, Repair, Repair.closed_on.is_(None)):
            repairs.refuse(repair, WHY, by=self.office[1], **self.said)

    def enlist(self, n: int) -> None:
        for record in self._one(n, CreditRecord):
            make_listed(
                record.subject, at=self.at, kind=ListKind.SERIOUS, record_id=record.id,
                ground=ground_of(record),
            )  # fmt: skip

    def end_basis(self, n: int) -> None:
        for basis in self._one(n, bases.ListingBasis):
            basis.effective_to = self.on

    def _one(self, n: int, model: Any, *which: Any) -> list[Any]:
        found = self.of(model, *which)
        return found[n % len(found) :][:1] if found else []

    def _own(self, record: CreditRecord) -> Any:
        role = Role.OFFICER if record.subject.kind is SubjectKind.BODY else Role.SUPPLIER
        return make_user(role, record.subject)

    def acts(self) -> list[Callable[[int], None]]:
        return [
            self.breach, self.confirm, self.confirm, self.enlist, self.object, self.reject,
            self.uphold, self.repair, self.grant, self.refuse, self.enlist, self.end_basis,
            self.correct, self.answer, self.correct,
        ]  # fmt: skip


def ground_of(record: CreditRecord) -> Any:
    """The ground that the nightly nomination would name for a record."""
    wanted = records.nominable(record.decided_on or TODAY)
    found = {row.record_id: row.ground for row in db.session.execute(wanted)}
    return Ground(found.get(record.id, Ground.NOT_PUT_RIGHT))


def known_on(on: date) -> tuple[Any, ...]:
    """What stood in the system at the end of a day: every record, every entry on a list."""
    found = [(known.record.id, *known.was[1:]) for known in history.known(on)]
    return found, [(known.entry.id, *known.was[1:]) for known in entry_history.listed(on)]


def check_files(world: World) -> None:
    """The file of a day that is over is what it was, whatever was done since."""
    for on, file in world.files.items():
        assert known_on(on) == file, f"what was known on {on} changed"


def check_versions(world: World) -> None:
    """What is kept of today is what stands."""
    for record, version, source in (
        (CreditRecord, RecordVersion, history.known(world.on)),
        (ListEntry, EntryVersion, entry_history.listed(world.on)),
    ):
        there = {one.was[0].id: one.was for one in source}
        listed = () if record is CreditRecord else (ListEntry.state == EntryState.LISTED,)
        now = {one.id: one for one in world.of(record, *listed)}
        assert there.keys() == now.keys()
        for number, was in there.items():
            for name in version.names():
                assert getattr(was, name) == getattr(now[number], name), f"{record} lost its {name}"


def check_corrections(world: World) -> None:
    """What was corrected is used no more, and of what it said nothing is public or open."""
    for record in world.of(CreditRecord, CreditRecord.state == RecordState.CORRECTED):
        assert record.superseded_by is not None and not record.public
        about = (record.superseded_by.stream, record.superseded_by.item_id)
        assert about == (record.stream, record.item_id)
        live = (ListEntry.record_id == record.id, ListEntry.state.in_(LIVE))
        assert not world.of(ListEntry, *live), "stands on a record that was corrected"
        for model in (Objection, Repair):
            still = (model.record_id == record.id, model.closed_on.is_(None))
            assert not world.of(model, *still), "open against a record that was corrected"


def check(world: World) -> None:
    """What must hold at the end of every day."""
    check_versions(world)
    check_corrections(world)
    for record in world.of(CreditRecord):
        counts = record.state in records.COUNTING and record.decided_on is not None
        assert not record.public or counts, "public without a decision, or after its end"
        assert not record.public or record.until is None or record.until >= world.on
        assert record.decided_by_name or not counts, "counts and nobody confirmed it"
        assert (record.closed_on is None) is (
            record.state in (RecordState.PROPOSED, *records.COUNTING)
        )
    for entry in world.of(ListEntry, ListEntry.state == EntryState.LISTED):
        record = db.session.get_one(CreditRecord, entry.record_id)
        assert record.state in records.COUNTING, "listed for what does not count"
        assert record.decided_on is not None
        assert entry.first_decider_id != entry.second_decider_id
        case = (entry.subject, entry.kind, entry.ground)
        assert not bases.refusal(entry.basis, *case, entry.listed_on), "listed without a basis"
        assert entry.until is None or entry.until >= world.on
    told = {(p.entry_id, p.body_id, p.kind) for p in world.of(Push)}
    for entry in world.of(ListEntry, ListEntry.state == EntryState.REMOVED):
        had = {body for number, body, kind in told if (number, kind) == (entry.id, PushKind.APPLY)}
        assert all((entry.id, body, PushKind.REMOVE) in told for body in had), "never told to drop"
    shown = {r.subject_id for r in db.session.scalars(records.published())}
    shown |= {e.subject_id for e in db.session.scalars(sanctions.published())}
    assert world.subjects[2].id not in shown, "a person in public"


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(ACTS)
def test_nothing_has_an_effect_without_what_it_stands_on(acts):
    outer = db.session.begin_nested()
    try:
        world = World()
        for which, days, n in acts:
            world.pass_days(days)
            for place in range(n, n + 6):  # to the next thing, if this one cannot be done to it
                undone = db.session.begin_nested()
                with suppress(Refused):
                    world.acts()[which](place)
                    undone.commit()
                    break
                undone.rollback()
            db.session.flush()
            world.pass_days(0)
            check(world)
        check_files(world)
    finally:
        outer.rollback()
        db.session.expire_all()
