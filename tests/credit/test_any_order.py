"""Whatever people and nights do, in whatever order: no effect without what it stands on.

Breaches, confirmations, objections, repairs, corrections, listings, honours with doubts about their
candidates, bases that lose their force, and other rule sets, drawn at random over some years; after
each the same must hold, and what was known on a day that is over stays what it was.
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
from integrity.casework.rules.models import Grade
from integrity.credit.corrections import service as corrections
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.objections import service as objections
from integrity.credit.objections.models import Objection
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.credit.repairs import service as repairs
from integrity.credit.repairs.models import Repair
from integrity.credit.rulesets import comparing
from integrity.credit.rulesets import service as rulesets
from integrity.credit.sanctions import bases, reviews
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.credit.sanctions.review_models import ReviewObjection
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.people.subjects.service import register_person
from tests.credit.holding import check, check_files, known_on
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.sanctions.makers import make_heard, make_listed, make_receivers
from tests.sanctions.test_exclusions import RED

pytestmark = pytest.mark.usefixtures("app")
WHY = "示例：理由充分，事实清楚，证据齐全。"
KINDS = (("rectifications", "not-put-right"), ("courts", "not-performed"), ("pledges", "overdue"))
PERSON = "11010519491231002X"
SETS = (("minor", "REP-MINOR-MAX", False), ("serious", "REP-SEVERE-MAX", True))
ACTS = st.lists(
    st.tuples(st.integers(0, 20), st.sampled_from((0, 0, 0, 6, 7, 30, 200)), st.integers(0, 5)),
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
        self.rules_change()
        records.expire(on=self.on, at=self.at)
        sanctions.expire(on=self.on, at=self.at)
        sanctions.forfeit(on=self.on, at=self.at)
        db.session.expire_all()

    def rules_change(self) -> None:
        """The sets that begin by today hold for what was decided: never to anybody's harm."""
        before = {record.id: comparing.outcome(record) for record in self.of(CreditRecord)}
        rulesets.apply_lenient(on=self.on, at=self.at)
        db.session.expire_all()
        for record in self.of(CreditRecord):
            now = comparing.outcome(record)
            assert not now.heavier(before[record.id]), "a new rule made it worse"

    def switch(self, n: int) -> None:
        """Two people decide that other rules hold from tomorrow: lighter, graver, or for new ones
        alone."""
        grade, maximum, published = SETS[n % len(SETS)]
        day = self.on + timedelta(days=1)
        made = rulesets.draft(f"示例{day}", "示例办法", day, n > 1, by=self.office[0], **self.said)
        db.session.add(
            Grade(
                scale=made.code, stream="*", rule="*", grade=grade, minimum=None, maximum=maximum,
                published=published, repairable=True, nominates=None, legal_basis="示例办法第一条",
            )
        )  # fmt: skip
        db.session.flush()
        rulesets.put_forward(made, WHY, by=self.office[0], **self.said)
        rulesets.enact(made, WHY, by=self.office[1], **self.said)

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

    def propose(self, n: int) -> None:
        """Somebody is a candidate for the red list, and public."""
        entry = make_heard(self.subjects[n % 2], at=self.at, **RED)
        reviews.publicise(entry, by=self.office[0], **self.said)

    def doubt(self, n: int) -> None:
        for entry in self._one(n, ListEntry, ListEntry.state == EntryState.SHOWN):
            reviews.file(entry, WHY, once="", **self.said)

    def believe(self, n: int) -> None:
        for said in self._one(n, ReviewObjection, ReviewObjection.closed_on.is_(None)):
            reviews.uphold(said, WHY, by=self.office[1], **self.said)

    def disbelieve(self, n: int) -> None:
        for said in self._one(n, ReviewObjection, ReviewObjection.closed_on.is_(None)):
            reviews.reject(said, WHY, by=self.office[1], **self.said)

    def honour(self, n: int) -> None:
        for entry in self._one(n, ListEntry, ListEntry.state == EntryState.SHOWN):
            sanctions.decide_first(entry, WHY, (), by=self.office[1], **self.said)
            sanctions.decide_second(entry, WHY, by=self.office[2], **self.said)

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
            self.propose, self.doubt, self.believe, self.disbelieve, self.honour,
            self.switch,
        ]  # fmt: skip


def ground_of(record: CreditRecord) -> Any:
    """The ground that the nightly nomination would name for a record."""
    wanted = records.nominable(record.decided_on or TODAY)
    found = {row.record_id: row.ground for row in db.session.execute(wanted)}
    return Ground(found.get(record.id, Ground.NOT_PUT_RIGHT))


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
