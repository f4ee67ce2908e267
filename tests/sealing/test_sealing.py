"""The log gets its places and hashes, and whatever is changed afterwards is named."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base import clock, server_keys
from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.sealing import chain, service
from integrity.base.sealing.models import Seal, SealedEvent
from jobs import runner
from tests.factories import NOW, TODAY
from tests.sealing.makers import change, found, seal, write

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _app(app):
    return app


def test_a_row_is_sealed_once_and_the_log_is_as_it_was():
    ids = write(3)

    first, again = seal(), seal()

    assert (first >= 3, again) == (True, 0)
    assert set(ids) <= set(db.session.scalars(sa.select(SealedEvent.event_id)))
    assert service.unsealed(NOW) == (0, None)
    assert found() == []


def test_many_rows_are_sealed_in_batches_that_follow_one_another(monkeypatch):
    monkeypatch.setattr(service, "BATCH", 3)
    write(8)

    sizes = list(service.seal(at=NOW))

    assert sizes[0] == 3 and len(sizes) >= 3
    assert found() == []


def test_when_it_is_killed_between_two_batches_the_next_run_goes_on(monkeypatch):
    monkeypatch.setattr(service, "BATCH", 3)
    write(8)
    run = service.seal(at=NOW)
    kept = next(run)
    run.close()

    rest = seal()

    sealed = db.session.scalar(sa.select(sa.func.count()).select_from(SealedEvent))
    assert kept + rest == sealed
    assert found() == []


def test_an_altered_row_is_named(unprotected):
    """Seen: the trigger dropped, a row rewritten, the trigger put back, and nothing showed it."""
    ids = write(3)
    seal()

    change("UPDATE audit_event SET by_name = '别人' WHERE id = :id", id=ids[1])

    assert [kind for kind, _where in found()] == ["altered"]
    assert f"row {ids[1]}," in found()[0][1]


@pytest.mark.parametrize("column", ["why", "facts"])
def test_words_that_were_changed_or_taken_out_by_hand_are_named(unprotected, column):
    ids = write(2)
    seal()

    change(f"UPDATE audit_event SET {column} = :new WHERE id = :id", new='""', id=ids[0])
    change("UPDATE audit_event SET why = '', facts = NULL WHERE id = :id", id=ids[1])
    change("UPDATE sealed_event SET salt = NULL WHERE event_id = :id", id=ids[1])

    assert [kind for kind, _where in found()] == ["altered", "altered"]
    assert "no rule erased" in found()[1][1]


def test_a_missing_row_is_named(unprotected):
    ids = write(3)
    seal()

    change("DELETE FROM audit_event WHERE id = :id", id=ids[1])

    assert [(kind, f"row {ids[1]}," in where) for kind, where in found()] == [("missing", True)]


def test_a_row_that_is_gone_from_both_tables_leaves_a_gap(unprotected):
    ids = write(3)
    seal()
    place = db.session.scalar(sa.select(SealedEvent.position).where(SealedEvent.event_id == ids[1]))

    change("DELETE FROM audit_event WHERE id = :id", id=ids[1])
    change("DELETE FROM sealed_event WHERE event_id = :id", id=ids[1])

    assert found() == [("missing", f"the seals of position {place}")]


def test_rows_that_changed_places_are_named(unprotected):
    ids = write(6)
    seal()
    one, other = ids[1], ids[4]
    sealed = sa.select(SealedEvent.event_id, SealedEvent.position)
    places = dict(map(tuple, db.session.execute(sealed)))

    for event, place in ((-1, one), (one, other), (other, one)):
        values = {"event": event, "place": places[place]}
        change("UPDATE sealed_event SET event_id = :event WHERE position = :place", **values)

    named = [(kind, where.split(",")[0]) for kind, where in found()]
    assert named == [("reordered", f"row {other}"), ("reordered", f"row {one}")]


def test_a_row_put_in_long_after_its_neighbours_is_named(unprotected):
    ids = write(3, at=NOW)
    change("DELETE FROM audit_event WHERE id = :id", id=ids[1])
    seal()
    write(1)
    seal(NOW + 3 * DAY)

    change(
        "INSERT INTO audit_event (id, at, by_name, thing, thing_id, move, why)"
        " VALUES (:id, :at, '示例', 'subject', 1, 'edit', '')",
        id=ids[1],
        at="2026-11-20 02:00:00",
    )
    before = found(NOW + 3 * DAY)
    seal(NOW + 3 * DAY, everything=True)

    assert before == [("inserted", f"row {ids[1]}, never sealed")]
    assert found(NOW + 3 * DAY) == [("inserted", f"row {ids[1]}, long after its neighbours")]


def test_a_chain_that_was_made_anew_does_not_fit_its_seal(unprotected):
    """Who owns the database can compute every hash, but not sign."""
    ids = write(3)
    seal()
    change("UPDATE audit_event SET why = '另一个理由' WHERE id = :id", id=ids[2])
    places = db.session.scalars(sa.select(SealedEvent).order_by(SealedEvent.position.desc()))
    last, before = places.fetchmany(2)
    event = db.session.get_one(AuditEvent, ids[2])
    words = chain.words_of(event, last.salt)
    anew = chain.chained(before.chained, event, words)

    anew = {"words": words, "chained": anew, "id": ids[2]}
    change(
        "UPDATE sealed_event SET words = :words, chained = :chained WHERE event_id = :id", **anew
    )

    assert [kind for kind, _where in found()] == ["broken seal"]


def test_a_seal_that_somebody_else_signed_is_named(unprotected):
    write(2)
    seal()
    strange = server_keys.sign(b"something else")[1]

    change("UPDATE seal SET signature = :strange", strange=strange)

    assert {kind for kind, _where in found()} == {"bad signature"}


def test_cutting_off_the_end_contradicts_what_was_published(unprotected):
    write(2)
    seal()
    write(2)
    seal()
    service.publish(on=TODAY)
    newest = db.session.scalars(sa.select(Seal).order_by(Seal.number.desc())).first()
    number, first = newest.number, newest.first

    for table, place in (("sealed_event", "position"), ("seal", "first")):
        change(f"DELETE FROM {table} WHERE {place} >= :first", first=first)

    assert [kind for kind, _where in found()] == ["missing"]
    assert f"seal {number}," in found()[0][1]


def test_the_job_leaves_one_run_a_day():
    """It runs every 20 seconds."""
    from integrity.base.runs import JobRun

    for _ in range(3):
        write(1)
        runner.run("seal", TODAY)

    runs = db.session.scalars(sa.select(JobRun).where(JobRun.name == "seal")).all()
    assert [run.counts for run in runs] == [{"sealed": 1}]
    assert service.unsealed(clock.now()) == (0, None)
