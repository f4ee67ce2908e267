"""Migrations go up and down on both databases and end at what the models say."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade

from integrity.base.db import db
from integrity.people.subjects import names
from tests.migrations.conftest import row

pytestmark = pytest.mark.slow
MONTH = re.compile(r"(credit_check|check_result)_(rest|\d{4}_\d\d)")


def differences() -> list[object]:
    with db.engine.connect() as connection:
        options = {"compare_type": True, "include_object": is_no_month}
        context = MigrationContext.configure(connection, opts=options)
        return compare_metadata(context, db.metadata)


def is_no_month(thing: Any, name: str | None, kind: str, *more: object) -> bool:
    """The models know the register of checks, and nothing of the months in which it is kept."""
    if kind == "foreign_key_constraint":  # PostgreSQL has one more for every month
        name = thing.elements[0].target_fullname.partition(".")[0]
    return not MONTH.fullmatch(name or "")


def test_the_migrated_schema_is_what_the_models_say(fresh: Flask) -> None:
    upgrade()

    assert differences() == []


def test_everything_goes_down_and_up_again(fresh: Flask) -> None:
    upgrade()
    downgrade(revision="base")
    left = set(sa.inspect(db.engine).get_table_names())
    upgrade()

    assert left == {"alembic_version"}
    assert differences() == []


def test_a_migrated_log_is_append_only(fresh: Flask) -> None:
    upgrade()
    columns = "at, by_name, thing, thing_id, move, why"
    row = "'2026-11-21 00:00:00', '示例', 'subject', 1, 'add', ''"
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"INSERT INTO audit_event ({columns}) VALUES ({row})")

    for statement in ("UPDATE audit_event SET why = 'x'", "DELETE FROM audit_event"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), db.engine.begin() as connection:
            connection.exec_driver_sql(statement)


def test_all_tables_of_a_fresh_database_have_their_checks(fresh: Flask) -> None:
    upgrade()
    checks = {c["name"] for c in sa.inspect(db.engine).get_check_constraints("subject")}

    assert any("person_never_public" in str(name) for name in checks)


def test_the_day_of_an_old_answer_is_taken_from_the_log(fresh: Flask) -> None:
    upgrade(revision="0010")
    answers = (datetime(2026, 11, 2, 17, 30, tzinfo=UTC), datetime(2026, 11, 5, 2, tzinfo=UTC))
    reflected = sa.MetaData()
    reflected.reflect(db.engine)
    subject, complaint, event = (
        reflected.tables[name] for name in ("subject", "complaint", "audit_event")
    )
    with db.engine.begin() as connection:
        connection.execute(row(subject, id=1, kind="body", slug="a", public=True))
        for number in (1, 2):
            days = {"received_at": answers[0], "accepted_on": date(2026, 11, 1), "disputes": 0}
            known = {"id": number, "ref": f"T{number}", "once": f"{number}", "subject_id": 1}
            connection.execute(row(complaint, **known, **days))
        for at in answers:
            connection.execute(row(event, thing="complaint", thing_id=1, move="answer", at=at))

    upgrade()

    with db.engine.begin() as connection:
        wanted = sa.text("SELECT id, answered_on, answer_days FROM complaint ORDER BY id")
        found = [
            (one.id, str(one.answered_on), one.answer_days) for one in connection.execute(wanted)
        ]
    assert found == [(1, "2026-11-03", 2), (2, "None", None)]  # it was the 3rd in China


def test_what_a_body_alone_had_declared_paid_waits_for_somebody_else(fresh: Flask) -> None:
    upgrade(revision="0039")
    reflected = sa.MetaData()
    reflected.reflect(db.engine)
    tables = ("subject", "commitment", "change_request", "compensation", "milestone", "extension")
    subject, commitment, change, compensation, milestone, extension = (
        reflected.tables[name] for name in tables
    )
    event, day = reflected.tables["audit_event"], date(2026, 11, 1)
    said = datetime(2026, 11, 8, 17, tzinfo=UTC)
    with db.engine.begin() as connection:
        connection.execute(row(subject, id=1, kind="body", slug="a", public=True))
        connection.execute(row(commitment, id=1, ref="C1", subject_id=1, moves=0))
        known = {"commitment_id": 1, "requested_at": said, "state": "requested", "moves": 0}
        connection.execute(row(change, id=1, **known))
        owed = {"change_id": 1, "amount": 5, "due_on": day}
        connection.execute(row(compensation, id=1, paid_on=day, **owed))
        connection.execute(row(compensation, id=2, **owed))
        step = {"commitment_id": 1, "position": 1, "weight": 1, "due_on": day, "moves": 0}
        connection.execute(row(milestone, id=1, met_on=day, **step))
        days = {"item_id": 1, "old_due_on": day, "new_due_on": day, "at": said}
        connection.execute(row(extension, id=1, **days))
        for thing, move in (("commitment", "compensate"), ("milestone", "record")):
            connection.execute(row(event, thing=thing, thing_id=1, move=move, at=said))

    upgrade()

    columns = "state, claimed_on, claim_received_on, step_since, first_due_on, closed_on"
    with db.engine.connect() as connection:

        def read(what: str) -> list[tuple[str, ...]]:
            return [tuple(map(str, one)) for one in connection.execute(sa.text(f"SELECT {what}"))]

        told, first = "2026-11-09", str(day)  # it was the 9th in China
        assert read(f"{columns} FROM compensation ORDER BY id") == [
            ("left", first, told, told, first, "None"),
            ("owed", "None", "None", "None", first, "None"),
        ]
        assert read("step_since FROM change_request") == [(told,)]
        assert read("met_on, received_on FROM milestone") == [(first, told)]
        assert read("state FROM extension WHERE proposed_at = at") == [("granted",)]


def test_who_stood_twice_on_a_list_keeps_the_longest_place(fresh: Flask) -> None:
    upgrade(revision="0017")
    reflected = sa.MetaData()
    reflected.reflect(db.engine)
    user, subject, entry, push = (
        reflected.tables[name] for name in ("user", "subject", "list_entry", "push")
    )
    listed = {"first_decider_id": 1, "second_decider_id": 2, "listed_on": date(2026, 1, 5)}
    with db.engine.begin() as connection:
        for number in (1, 2):
            known = {"id": number, "username": f"u{number}", "failures": 0}
            connection.execute(row(user, **known, created_at=datetime(2026, 1, 5, tzinfo=UTC)))
        connection.execute(row(subject, id=1, kind="body", slug="a", public=True))
        for number, more in (
            (1, {"state": "listed", "until": date(2027, 1, 5), **listed}),
            (2, {"state": "listed", "until": date(2029, 1, 5), **listed}),
            (3, {"state": "heard"}),
        ):
            known = {"id": number, "kind": "serious", "subject_id": 1, "disputed": False}
            at = {"nominated_at": datetime(2026, 1, 5, tzinfo=UTC)}
            connection.execute(row(entry, **known, **more, **at))
        known = {"entry_id": 1, "body_id": 1, "kind": "apply", "attempts": 1, "version": 1}
        connection.execute(row(push, **known, state="answered"))

    upgrade()

    with db.engine.begin() as connection:
        states = connection.execute(sa.text("SELECT id, state FROM list_entry ORDER BY id"))
        assert [tuple(found) for found in states] == [
            (1, "removed"),
            (2, "listed"),
            (3, "rejected"),
        ]
        told = connection.execute(sa.text("SELECT entry_id, state FROM push WHERE kind = 'remove'"))
        assert [tuple(found) for found in told] == [(1, "pending")]
        logged = sa.text("SELECT count(*) FROM audit_event WHERE thing = 'list_entry'")
        assert connection.scalar(logged) == 2


def test_what_was_agreed_and_counted_wrong_is_put_right(fresh: Flask) -> None:
    upgrade(revision="0018")
    reflected = sa.MetaData()
    reflected.reflect(db.engine)
    subject, term, invoice, record = (
        reflected.tables[name] for name in ("subject", "term", "invoice", "credit_record")
    )
    decided, least = date(2026, 5, 31), date(2026, 8, 31)
    with db.engine.begin() as connection:
        for number in (1, 2):
            known = {"id": number, "kind": "body", "slug": f"{number}", "public": True}
            connection.execute(row(subject, **known))
        for code in ("PENALTY-WITHDRAW", "DEC-HEARING", "BAN-FOOD", "OBJ-OWN"):
            connection.execute(row(term, code=code, unit="day", amount=3))
        days = {"delivered_on": date(2026, 8, 3), "registered_on": date(2026, 8, 4)}
        sums = {"amount": 1, "disputed": 0, "paid": 0}
        parties = {"subject_id": 1, "creditor_id": 2}
        agreed = {"agreed_days": 60, "starts_on": date(2026, 8, 3)}
        connection.execute(row(invoice, id=1, **days, **sums, **parties, **agreed))
        told = {"posted_at": datetime(2026, 5, 1, tzinfo=UTC), "notified_on": decided}
        known = {"item_id": 1, "subject_id": 1, "since": decided, "object_by": decided}
        for number, day in ((1, least), (2, decided)):
            known |= {"id": number, "rule": f"{number}", "repairable_on": day}
            connection.execute(row(record, **known, **told, decided_on=decided))

    upgrade()

    with db.engine.begin() as connection:
        limits = dict(connection.exec_driver_sql("SELECT code, counting FROM time_limit").all())
        unit = connection.exec_driver_sql(
            "SELECT unit FROM time_limit WHERE code = 'PENALTY-WITHDRAW'"
        ).scalar()
        counted = connection.exec_driver_sql(
            "SELECT agreed_amount, agreed_unit, starts_as FROM invoice"
        ).one()
        repairable = connection.exec_driver_sql(
            "SELECT repairable_on FROM credit_record ORDER BY id"
        ).scalars()
        assert [str(day) for day in repairable] == ["2026-09-01", "2026-05-31"]
    assert limits == {
        "PENALTY-WITHDRAW": "limit",
        "DEC-HEARING": "backward",
        "BAN-FOOD": "period",
        "OBJ-OWN": "limit",
    }
    assert unit == "working_day"
    assert tuple(counted) == (60, "day", "交付之日")


def test_names_entered_before_are_compared_as_those_of_today(fresh: Flask) -> None:
    written = {1: "示例園林（綠化）有限责任公司", 2: "买买提·艾山商行", 3: "示例公司济南分公司"}
    upgrade(revision="0021")
    reflected = sa.MetaData()
    reflected.reflect(db.engine, only=["subject"])
    with db.engine.begin() as connection:
        for number, name in written.items():
            known = {"id": number, "kind": "enterprise", "name": name, "key": "old", "public": True}
            connection.execute(row(reflected.tables["subject"], **known))

    upgrade()

    with db.engine.begin() as connection:
        found = connection.execute(sa.text("SELECT id, key FROM subject"))
        assert dict(map(tuple, found)) == {n: names.key(name) for n, name in written.items()}


def test_a_database_with_something_in_every_corner_is_upgraded(fresh: Flask) -> None:
    """Seen: SQLite refused to copy a table of invoices that had payments."""
    upgrade(revision="0016")
    filled = fill()

    upgrade()

    tables = sa.inspect(db.engine).get_table_names()
    filled = {RENAMED.get(name, name) for name in filled}
    kept = {name for name in filled if name in tables and rows_of(name)}
    assert filled - kept == set()


RENAMED = {"term": "time_limit", "first_answer": "request_key"}


def rows_of(table: str) -> int:
    with db.engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(sa.table(table))).scalar()


def fill() -> set[str]:
    """One row in every table that takes one made by rote; returns the names of these tables."""
    old, filled = sa.MetaData(), set()
    old.reflect(db.engine)
    old.remove(old.tables["alembic_version"])
    for table in old.sorted_tables:
        values = {}
        for column in table.columns:
            if column.foreign_keys:
                values[column.name] = None if column.nullable else 1
            elif not column.nullable and column.server_default is None:
                values[column.name] = by_rote(column)
        try:
            with db.engine.begin() as connection:
                connection.execute(sa.insert(table).values(**values))
        except sa.exc.IntegrityError:  # a check wants more than rote
            continue
        filled.add(table.name)
    return filled


def by_rote(column: sa.Column[object]) -> object:
    kinds = {date: date(2026, 11, 1), datetime: datetime(2026, 11, 1, tzinfo=UTC), str: "x"}
    kind = column.type.python_type
    return kinds.get(kind, {} if kind is dict else 1)
