"""Whatever people and nights do with relations, in whatever order: nobody is met without a reason.

Relations begin and end, entries begin and end, measures lose their force, people are told, object
and appeal, drawn at random; after each the same must hold.
"""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Role
from integrity.casework.documents.models import Document
from integrity.credit.measures import shipped
from integrity.credit.relations import reaching, reachings, service, spotting
from integrity.credit.relations.models import Held, Reach, Relation, RelationRole
from integrity.credit.relations.reaching_models import (
    EFFECTIVE,
    OrderState,
    Reaching,
    ReachingState,
    ReachOrder,
)
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.models import EntryState, ListEntry
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.persons.makers import NAME, NUMBER
from tests.sanctions.makers import make_listed, make_receivers

pytestmark = pytest.mark.usefixtures("app")
ROLES = (RelationRole.LEGAL_REPRESENTATIVE, RelationRole.CONTROLLER, RelationRole.SHAREHOLDER)
WHY = "示例理由"
ACTS = st.lists(
    st.tuples(st.integers(0, 8), st.sampled_from((0, 0, 1, 30, 400)), st.integers(0, 5)),
    min_size=4,
    max_size=12,
)


class World:
    """Two firms, one person, the office, and the day it is."""

    def __init__(self) -> None:
        shipped.load()
        service.load()
        self.on = TODAY
        self.firms = [make_enterprise("示例甲有限公司"), make_enterprise("示例乙有限公司")]
        make_body("领导小组办公室")
        self.office = [make_user(Role.OFFICE) for _ in range(4)]
        make_receivers(2)
        for n in range(2):
            self.relate(n)
            self.enlist(n)
        self.pass_days(0)
        self.apply(0)

    @property
    def at(self) -> datetime:
        return NOW + (self.on - TODAY)

    def pass_days(self, days: int) -> None:
        self.on += timedelta(days=days)
        sanctions.expire(on=self.on, at=self.at)
        spotting.spot_all(on=self.on, at=self.at)
        db.session.expire_all()

    def relate(self, n: int) -> None:
        firm, role = self.firms[n % 2], ROLES[n % 3]
        since = self.on - timedelta(days=400 * (n % 2 + 1))
        person = service.related(NAME, NUMBER)
        service.enter(firm, person, role, since, None, WHY, by=self.office[0], at=self.at)

    def end(self, n: int) -> None:
        for relation in self._one(n, Relation):
            service.end(relation, self.on - timedelta(days=1), WHY, by=self.office[0], at=self.at)

    def enlist(self, n: int) -> None:
        firm = self.firms[n % 2]
        live = sa.select(ListEntry).where(
            ListEntry.subject_id == firm.id, ListEntry.state == EntryState.LISTED
        )
        if db.session.scalars(live).first() is None:
            make_listed(firm, at=self.at, record=False)

    def revoke(self, n: int) -> None:
        for entry in self._one(n, ListEntry, ListEntry.state == EntryState.LISTED):
            sanctions.revoke(entry, WHY, by=self.office[0], at=self.at)

    def apply(self, n: int) -> None:
        for found in self._one(n, Reaching, Reaching.state == ReachingState.FOUND):
            said: dict[str, Any] = {"at": self.at}
            reachings.notify(found, by=self.office[0], **said)
            reachings.defend(found, WHY, by=self.office[1], **said)
            reachings.confirm(found, WHY, by=self.office[1], **said)

    def object(self, n: int) -> None:
        for found in self._one(n, Reaching, Reaching.state == ReachingState.IN_FORCE):
            reachings.object_to(found, WHY, by=self.office[2], at=self.at)

    def answer(self, n: int) -> None:
        for found in self._one(n, Reaching, Reaching.state == ReachingState.DISPUTED):
            verb = reachings.uphold if n % 2 else reachings.maintain
            verb(found, WHY, by=self.office[3], at=self.at)

    def appeal(self, n: int) -> None:
        for found in self._one(n, Reaching, Reaching.answered_by_id.is_not(None)):
            reachings.appeal(found, WHY, by=self.office[2], at=self.at)
            verb = reachings.allow if n % 2 else reachings.dismiss
            verb(found, WHY, by=self.office[0], at=self.at)

    def change_rule(self, n: int) -> None:
        db.session.execute(sa.update(Reach).values(held=list(Held)[n % 3]))
        db.session.expire_all()

    def acts(self) -> list[Any]:
        return [
            self.relate, self.end, self.enlist, self.revoke, self.apply, self.object, self.answer,
            self.appeal, self.change_rule,
        ]  # fmt: skip

    def _one(self, n: int, model: Any, *which: Any) -> list[Any]:
        found = list(db.session.scalars(sa.select(model).where(*which).order_by(model.id)))
        return found[n % len(found) :][:1] if found else []


def held(world: World) -> None:
    db.session.flush()
    db.session.expire_all()
    person = service.related(NAME, NUMBER)
    met = reaching.reached([person.id], world.on).get(person.id, ())
    for one in met:
        _has_a_reason(one, world.on)
    for found in db.session.scalars(sa.select(Reaching)):
        sent = _orders(found)
        over = {OrderState.RECALLED, OrderState.DROPPED}
        assert found.state is not ReachingState.ENDED or {o.state for o in sent} <= over
    texts = [*db.session.scalars(sa.select(Document.content)), *_log()]
    assert not any(NAME in str(text) or NUMBER in str(text) for text in texts)


def _has_a_reason(one: reaching.Reached, on: date) -> None:
    """Of an entry that is listed, through a relation that holds, told and applied by two."""
    found = one.reaching
    assert one.entry.state is EntryState.LISTED and one.measures
    assert found.state in EFFECTIVE and found.told_by_id != found.heard_by_id
    assert {o.body_id for o in _orders(found)} and found.statement
    for measure in one.measures:
        when = sa.select(Reach.held).where(
            Reach.measure == measure.family, Reach.role == one.relation.role
        )
        if db.session.scalars(when).one() is not Held.AT_ACT:
            assert one.relation.held(on)


def _orders(found: Reaching) -> list[ReachOrder]:
    return list(db.session.scalars(sa.select(ReachOrder).filter_by(reaching_id=found.id)))


def _log() -> list[Any]:
    return [f"{e.why}{e.facts}" for e in db.session.scalars(sa.select(AuditEvent))]


@settings(deadline=None, max_examples=6, suppress_health_check=list(HealthCheck))
@given(ACTS)
def test_nobody_is_met_without_a_reason_and_nothing_outlives_it(acts):
    outer = db.session.begin_nested()
    try:
        world = World()
        for which, days, n in acts:
            world.pass_days(days)
            undone = db.session.begin_nested()
            try:
                world.acts()[which](n)
                undone.commit()
            except Refused:
                undone.rollback()
            held(world)
        world.pass_days(1)
        held(world)
    finally:
        outer.rollback()
        db.session.expire_all()
