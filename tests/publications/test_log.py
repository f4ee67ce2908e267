"""The public log: what became public is in it with its transaction, and what must go goes."""

import hashlib

import pytest
import sqlalchemy as sa

from commitments.models import CommitmentState
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.publications import leaves, service
from integrity.base.publications.models import FactEvent, PublicFact, PublicThing
from integrity.credit.records.models import RecordState
from tests.factories import NOW, TODAY, make_record
from tests.site.makers import make_commitment

E = FactEvent


def logged(kind, thing):
    wanted = sa.select(PublicFact).where(PublicFact.kind == kind, PublicFact.thing_id == thing.id)
    return db.session.scalars(
        wanted.order_by(PublicFact.number).execution_options(populate_existing=True)
    ).all()


def published():
    return make_record(state=RecordState.CONFIRMED, decided_on=TODAY, public=True)


def act(thing, move="edit"):
    audit.write(thing, move, by=audit.SYSTEM, at=NOW)
    db.session.commit()


def test_what_becomes_public_is_in_the_log_with_the_same_commit():
    promise = make_commitment(state=CommitmentState.DRAFTED)
    act(promise)
    assert logged("commitments", promise) == []

    promise.state = CommitmentState.PUBLISHED
    act(promise)

    [fact] = logged("commitments", promise)
    assert fact.event is E.PUBLISHED
    assert fact.address == f"/commitments/{promise.ref}"
    assert promise.title in fact.content


def test_the_row_of_a_promise_is_hashed_as_it_is_documented():
    promise = make_commitment()
    act(promise)

    [fact] = logged("commitments", promise)
    words = hashlib.sha256(fact.salt + fact.content.encode()).digest()
    assert fact.words == words
    entered = leaves.entry(fact.number, fact.at, fact.kind, fact.event, fact.address, words)
    assert fact.leaf == hashlib.sha256(b"\x00" + entered).digest()


def test_an_act_that_changes_nothing_public_adds_nothing():
    promise = make_commitment()
    act(promise)

    act(promise, "look")

    assert len(logged("commitments", promise)) == 1


def test_what_a_promise_said_before_its_change_stays_readable():
    promise = make_commitment()
    act(promise)

    promise.title = "示例：改后的承诺"
    act(promise)

    first, second = logged("commitments", promise)
    assert second.event is E.CHANGED
    assert first.content
    assert "示例：改后的承诺" in second.content


def test_what_a_record_said_before_it_was_corrected_goes():
    record = published()
    act(record)

    record.summary = "示例：更正后的摘要"
    act(record)

    first, second = logged("records", record)
    assert (first.content, first.salt) == (None, None)
    assert len(first.words) == len(first.leaf) == 32
    assert "示例：更正后的摘要" in second.content


def test_of_what_is_public_no_more_only_the_hash_is_left():
    record = published()
    act(record)

    record.public = False
    act(record, "repair")

    first, last = logged("records", record)
    assert (first.content, first.salt) == (None, None)
    assert last.event is E.REMOVED
    assert last.content is None
    assert db.session.get(PublicThing, ("records", record.id)) is None


def test_nothing_of_a_person_or_of_a_hidden_subject_is_in_the_log():
    record, promise = published(), make_commitment()
    record.subject.public = False
    promise.subject.public = False
    act(record)
    act(promise)

    assert logged("records", record) == []
    assert logged("commitments", promise) == []


def test_hiding_a_subject_takes_all_of_it_out_of_the_log():
    record = published()
    act(record)

    record.subject.public = False
    act(record.subject, "hide")

    assert logged("records", record)[-1].event is E.REMOVED


def test_what_the_day_alone_changes_is_caught_up_with():
    record = published()
    db.session.commit()
    assert logged("records", record) == []

    service.catch_up(at=NOW)

    assert len(logged("records", record)) == 1
    assert service.catch_up(at=NOW) == 0


def test_what_is_rolled_back_leaves_no_row_and_no_gap():
    first, second = make_commitment(), make_commitment()
    act(first)
    db.session.begin_nested()
    audit.write(second, "edit", by=audit.SYSTEM, at=NOW)
    db.session.rollback()

    third = make_commitment()
    act(third)

    numbers = db.session.scalars(sa.select(PublicFact.number).order_by(PublicFact.number)).all()
    assert numbers == list(range(len(numbers)))


def test_the_database_refuses_to_take_away_what_is_public():
    promise = make_commitment()
    act(promise)
    [fact] = logged("commitments", promise)

    with pytest.raises(sa.exc.DatabaseError, match="append-only"), db.session.begin_nested():
        db.session.execute(
            sa.update(PublicFact)
            .where(PublicFact.number == fact.number)
            .values(content=None, salt=None)
        )
