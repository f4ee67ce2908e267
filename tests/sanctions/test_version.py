"""The version of the lists: a few counters that every move of an entry or a record changes."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from integrity.app import create_app
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.sanctions import service
from integrity.credit.sanctions.models import ListEntry
from tests import servers
from tests.factories import NOW, TODAY, make_body, make_record, make_user
from tests.sanctions.makers import make_decided, make_listed
from tests.statements import statements
from wsgi import STREAMS

LONG_AFTER = TODAY + timedelta(days=4000)


def confirmed() -> CreditRecord:
    return make_record(state=RecordState.CONFIRMED, until=TODAY)


MOVES: dict[str, tuple[Callable, Callable]] = {
    "an entry is listed": (
        make_decided,
        lambda entry: service.decide_second(entry, "同意", by=make_user(), at=NOW),
    ),
    "an entry is removed": (
        make_listed,
        lambda entry: service.revoke(entry, "撤销", by=audit.SYSTEM, at=NOW),
    ),
    "entries expire, in a set": (
        make_listed,
        lambda entry: service.expire(on=LONG_AFTER, at=NOW),
    ),
    "a record is objected to": (
        confirmed,
        lambda record: records.dispute(record, by=audit.SYSTEM, at=NOW, why="异议"),
    ),
    "a record is repaired": (
        confirmed,
        lambda record: records.repair(record, by=audit.SYSTEM, at=NOW, why="已履行"),
    ),
    "records expire, in a set": (
        confirmed,
        lambda record: records.expire(on=LONG_AFTER, at=NOW),
    ),
}


@pytest.mark.parametrize("what", MOVES)
def test_every_move_that_changes_an_answer_changes_the_version(what: str) -> None:
    make, move = MOVES[what]
    thing = make()
    before = service.version()

    move(thing)

    assert service.version() > before


def test_what_moves_nothing_and_what_moves_something_else_leave_it() -> None:
    entry = make_listed()
    before = service.version()

    service.expire(on=TODAY, at=NOW)
    audit.write(make_body(), "note", by=audit.SYSTEM, at=NOW)

    assert service.version() == before and entry.listed_on


def test_the_version_is_known_without_the_log() -> None:
    """Seen: after an import every check walked over all it had logged, 1,000 times slower."""
    make_listed()

    with statements() as seen:
        service.version()

    assert len(seen) == 1 and "audit_event" not in seen[0]


@pytest.fixture
def town(postgresql_url: str) -> Iterator[Flask]:
    """An empty system on PostgreSQL."""
    url = servers.create_database(postgresql_url, f"version_{servers.free_port()}")
    app = create_app(STREAMS, TESTING=True, SQLALCHEMY_DATABASE_URI=url)
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.mark.server
def test_two_moves_at_once_wait_for_nobody_and_both_count_in_whatever_order(town: Flask) -> None:
    """A number taken before the commit would stay when the lower one of two is committed last."""
    versions = [service.version()]
    db.session.rollback()
    with town.app_context():
        first = _moving()
        with town.app_context():
            second = _moving()
            for session in (second, first):
                session.commit()
                versions.append(_seen(town))

    assert versions == [0, 2, 4]


def _moving() -> Session:
    """A session that has moved an entry and a record and not committed; it waits a second only."""
    db.session.execute(sa.text("SET LOCAL lock_timeout = '1s'"))
    for model in (ListEntry, CreditRecord):
        rows = sa.select(sa.literal(1, sa.Integer))
        said: dict[str, Any] = {"source": "", "target": "listed", "by": audit.SYSTEM, "at": NOW}
        audit.write_all(rows, model.__tablename__, "confirm", **said)
    return db.session()


def _seen(town: Flask) -> int:
    with town.app_context():
        return service.version()
