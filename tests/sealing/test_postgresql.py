"""On PostgreSQL: many write while it is sealed, and the system runs as a role that only adds."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from integrity.app import create_app
from integrity.base.audit import service as audit
from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.base.runs import timetable
from integrity.base.sealing import service, verification
from integrity.base.sealing.models import SealedEvent
from integrity.casework.rules import service as rules
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject
from jobs import runner
from jobs.commands import jobs
from tests import servers
from tests.complaints.makers import make_complaint
from tests.complaints.test_retention import confirmed
from tests.factories import NOW, PASSWORD, TODAY, make_body, make_user
from wsgi import STREAMS

WRITERS, ROWS = 4, 60
OVER = date(2028, 11, 21)


@pytest.fixture
def _rollback() -> None:
    """These tests have databases of their own, in which everything is committed."""


def new_app(url: str) -> Flask:
    return create_app(
        STREAMS,
        commands=(jobs,),
        jobs=runner.JOBS,
        TESTING=True,
        SQLALCHEMY_DATABASE_URI=url,
        RATELIMIT_ENABLED=False,
        WTF_CSRF_ENABLED=False,
    )


@pytest.fixture
def town(postgresql_url: str) -> Iterator[Flask]:
    app = new_app(servers.create_database(postgresql_url, f"sealing_{servers.free_port()}"))
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


def places() -> dict[int, int]:
    sealed = sa.select(SealedEvent.event_id, SealedEvent.position)
    return dict(map(tuple, db.session.execute(sealed)))


def write_rows(town: Flask, number: int) -> None:
    """Two of three times a row is committed only with the next one."""
    with town.app_context():
        thing = db.session.get_one(Subject, number)
        for count in range(ROWS):
            audit.write(thing, "edit", by=audit.SYSTEM, at=NOW, why=f"示例{count}")
            db.session.flush()
            if count % 3 == 0:
                db.session.commit()
        db.session.commit()


def keep_sealing(town: Flask, over: threading.Event) -> None:
    with town.app_context():
        while not over.is_set():
            seal()


def seal() -> None:
    for _count in service.seal(at=NOW):
        db.session.commit()
    db.session.rollback()


@pytest.mark.server
def test_of_four_writers_no_row_is_passed_over_or_sealed_twice(
    town: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "BATCH", 7)
    number, over = make_body().id, threading.Event()
    db.session.commit()

    with ThreadPoolExecutor() as people:
        sealers = [people.submit(keep_sealing, town, over) for _ in range(2)]
        writers = [people.submit(write_rows, town, number) for _ in range(WRITERS)]
        for writer in writers:
            writer.result()
        early = places()
        over.set()
        for sealer in sealers:
            sealer.result()
    seal()

    late, ids = places(), set(db.session.scalars(sa.select(AuditEvent.id)))
    assert len(ids) == WRITERS * ROWS and set(late) == ids
    assert sorted(late.values()) == list(range(1, len(ids) + 1))
    assert early.items() <= late.items()
    assert list(verification.faults(NOW)) == []


@pytest.mark.server
def test_a_row_that_is_committed_late_is_not_passed_over(town: Flask) -> None:
    body = make_body()
    db.session.commit()
    with db.engine.connect() as slow, slow.begin():
        late = slow.execute(row(body.id)).inserted_primary_key[0]
        db.session.execute(row(body.id))
        db.session.commit()
        seal()
        early = places()
    seal()

    assert late not in early and max(early) > late
    assert places()[late] == len(early) + 1
    assert list(verification.faults(NOW)) == []


def row(number: int) -> sa.Insert:
    values = {"at": NOW, "by_name": "示例", "thing": "subject", "thing_id": number, "move": "edit"}
    return sa.insert(AuditEvent).values(**values, why="")


@pytest.fixture
def as_role(postgresql_url: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The system on a migrated database as a role that owns nothing, set up by the command."""
    number = servers.free_port()
    url, role = servers.create_database(postgresql_url, f"roles_{number}"), f"app-{number}"
    owner = new_app(url)
    with owner.app_context():
        upgrade()
        rules.load()
        make_user(Role.OFFICE)
        db.session.commit()
        said = owner.test_cli_runner().invoke(args=["audit", "roles", role], prog_name="flask")
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f'CREATE ROLE "{role}" LOGIN')
            connection.exec_driver_sql(said.output)
        db.session.remove()
        db.engine.dispose()
    app = new_app(sa.make_url(url).set(username=role).render_as_string(hide_password=False))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.mark.server
def test_the_role_of_the_system_can_only_add_to_the_log(as_role: Flask) -> None:
    """Seen: the system owned its tables, and so could disable every trigger."""
    audit.write(make_body(), "edit", by=audit.SYSTEM, at=NOW)
    db.session.commit()
    logs = ("audit_event", "sealed_event", "seal", "log_head", "security_event", "public_fact")
    acts = ("DELETE FROM {}", "TRUNCATE {}", "ALTER TABLE {} DISABLE TRIGGER ALL", "DROP TABLE {}")
    refused = [act.format(table) for table in logs for act in acts] + [
        "UPDATE audit_event SET by_name = 'x'",
        "UPDATE sealed_event SET chained = ''",
        "UPDATE seal SET signature = ''",
        "UPDATE log_head SET digest = ''",
        "UPDATE security_event SET why = ''",
        "UPDATE public_fact SET leaf = ''",
        "UPDATE alembic_version SET version_num = ''",
        "CREATE TABLE other (id int)",
        "CREATE OR REPLACE FUNCTION audit_event_append_only() RETURNS trigger"
        " LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    ]

    for statement in refused:
        with pytest.raises(sa.exc.ProgrammingError), db.session.begin_nested():
            db.session.execute(sa.text(statement))
    for words in ("why = 'x'", "facts = NULL"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), db.session.begin_nested():
            db.session.execute(sa.text(f"UPDATE audit_event SET {words}"))


@pytest.mark.server
def test_the_whole_system_works_as_that_role(as_role: Flask) -> None:
    """Somebody logs in, acts and exports; every job of the timetable runs, one erases words."""
    complaint = confirmed().thing
    waiting = make_complaint(complaint.subject)
    audit.write(complaint, "attach", by=audit.PUBLIC, at=NOW, sha256="ab" * 32)
    office = db.session.scalars(sa.select(User).where(User.role == Role.OFFICE)).first()
    db.session.commit()
    ref, who = waiting.ref, {"username": office.username, "password": PASSWORD}
    client = as_role.test_client()

    entered = client.post("/login", data=who)
    acted = client.post(f"/complaints/{ref}/do/accept", data={"moves": "0"})
    exported = client.get("/complaints/?format=csv")
    counts = {name: runner.run(name, TODAY) for name in timetable()}
    counts |= {"erased": runner.run("erase_complaints", OVER), "rest": runner.run("seal", TODAY)}

    assert (entered.status_code, acted.status_code, exported.status_code) == (302, 302, 200)
    db.session.rollback()
    moves = set(db.session.scalars(sa.select(AuditEvent.move)))
    assert {"accept", "export", "erase"} <= moves
    assert counts["publish_log_head"]["published"] == 1
    assert counts["erased"]["complaints"] == 1
    assert list(verification.faults(NOW)) == []
    assert service.unsealed(NOW) == (0, None)
