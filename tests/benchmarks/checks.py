"""Checks over HTTP, beside the least that could answer and register them, on the same database.

The database writes to the disk before it answers. One in ten of those asked about has an entry with
measures and a record. What is compared takes turns, and of several rounds the middle one counts.
"""

import json
import os
import random
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from flask import Flask

from integrity.app import create_app
from integrity.base import clock
from integrity.base.audit.models import AuditEvent
from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.rules import service as rules
from integrity.credit.checks import partitions
from integrity.credit.measures import shipped
from integrity.credit.measures.models import Measure
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.models import EntryMeasure, ListEntry
from integrity.people.accounts import tokens
from tests import servers
from tests.benchmarks.files_of_codes import judge_file
from tests.benchmarks.filling import fill, settle
from tests.commands import ROOT
from tests.factories import example_code, make_body, make_user

SUBJECTS = 200_000
ENTRIES, TIMES = 10_000, 10
"""Entries of one database, and how many times as many the other one has."""
LOGGED = 1_000_000
"""Rows that the other one's log has about other things."""
ASKED, BATCHES, BATCH = 4_000, 20, 1_000
ROUNDS, SECONDS = 3, 5
AT_ONCE = {"one": 16, "many": 4}
MEASURES = 3
LEAST = {"one": 2.5, "many": 4}
"""For how many of the least there must be one of the product's."""
DECIDERS = {"first_decider_id": "min", "second_decider_id": "max"}
Figures = dict[str, list[dict[str, Any]]]


def measured() -> Iterator[tuple[str, Figures]]:
    """What each server managed with single checks and with batches, round by round."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        server = stack.enter_context(servers.postgresql(servers.DURABLE))
        small, token = database(server, "checks", ENTRIES)
        judge_file(application(small), token, ENTRIES, SUBJECTS)
        large, other = database(server, "checks_large", ENTRIES * TIMES, LOGGED)
        at = {
            name: (stack.enter_context(serving(served, url, folder)), shown)
            for name, served, url, shown in (
                ("product", "product", small, token),
                ("bare", "bare", small, token),
                ("large", "product", large, other),
            )
        }
        for kind, bodies in (("one", _ones()), ("many", _many())):
            found: Figures = {name: [] for name in at}
            for _round in range(ROUNDS + 1):
                for name, (port, shown) in at.items():
                    path = f"/{kind}" if name == "bare" else "/api/v1/checks"
                    found[name].append(_driven(folder, port, path, shown, bodies, AT_ONCE[kind]))
            yield kind, {name: rounds[1:] for name, rounds in found.items()}  # the first one warms


def rate(rounds: list[dict[str, Any]]) -> float:
    """Answers a second, of the middle round."""
    assert not any(one["wrong"] for one in rounds), [one["wrong"] for one in rounds]
    return median(one["answers"] / one["seconds"] for one in rounds)


def slow(rounds: list[dict[str, Any]]) -> float:
    """Milliseconds within which 99 of 100 are answered, of the middle round."""
    return median(one["taken"][int(len(one["taken"]) * 0.99)] for one in rounds) * 1000


def database(
    server: str, name: str, entries: int, logged: int = 0, subjects: int = SUBJECTS
) -> tuple[str, str]:
    """Its address, and a token of a body in it."""
    url = servers.create_database(server, name)
    app = application(url)
    with app.app_context():
        db.create_all()
        rules.load()
        shipped.load()
        partitions.add(on=clock.today())
        token = tokens.issue(make_body("示例审批局"), ["checks"], by=SYSTEM, at=clock.now())
        db.session.commit()
        _fill_subjects(subjects)
        _fill_entries(entries)
        if logged:
            things = "(ARRAY['commitment', 'invoice', 'court_case', 'push'])[1 + n % 4]"
            fill(AuditEvent, logged, thing=things, id="n + 10000")
        bare = "id serial PRIMARY KEY, ref text, at timestamptz, answer text"
        db.session.execute(sa.text(f"CREATE TABLE bare_check ({bare})"))
        settle("subject", "list_entry", "credit_record", "audit_event")
        db.engine.dispose()
    return url, token


def application(url: str) -> Flask:
    """The system on this database, without limits."""
    from wsgi import STREAMS

    return create_app(STREAMS, TESTING=True, SQLALCHEMY_DATABASE_URI=url, RATELIMIT_ENABLED=False)


def _fill_subjects(count: int) -> None:
    """Enterprises with the codes that are asked about, numbered from 1001."""
    columns = "id, kind, name, key, uscc, area, public, code_is_example, duties_url, court"
    connection = db.session.connection().connection.dbapi_connection
    with (
        connection.cursor() as cursor,  # type: ignore[union-attr]
        cursor.copy(f"COPY subject ({columns}) FROM STDIN") as rows,
    ):
        for n in range(count):
            name = f"示例商贸有限公司{n}"
            code = example_code(n, "91")
            rows.write_row((n + 1001, "enterprise", name, name, code, "", True, True, "", False))


def _fill_entries(count: int) -> None:
    """The first subjects have an entry with measures and a record each."""
    on = clock.today()
    listed = {"kind": "(ARRAY['serious', 'watch'])[1 + n % 2]", "state": "'listed'"}
    days = {"listed_on": f"date '{on}' - 30", "until": f"date '{on}' + 300", "removed_on": "NULL"}
    people = {name: f'(SELECT {which}(id) FROM "user")' for name, which in DECIDERS.items()}
    make_user(Role.OFFICE), make_user(Role.OFFICE)
    db.session.flush()
    fill(
        ListEntry,
        count,
        ground="'arrears'",
        outcome="NULL",
        disputed="false",
        **listed,
        **days,
        subject_id="n + 1000",
        **people,
    )
    measures = sa.select(Measure.id).order_by(Measure.id).limit(MEASURES).subquery()
    rows = sa.select(ListEntry.id, measures.c.id, sa.cast(on, sa.Date)).join(measures, sa.true())
    columns = ["entry_id", "measure_id", "attached_on"]
    db.session.execute(sa.insert(EntryMeasure).from_select(columns, rows))
    kept = {"decided_on": f"date '{on}' - 30", "until": f"date '{on}' + 300", "closed_on": "NULL"}
    record = {"stream": "'pledges'", "item_id": "n", "state": "'confirmed'", "public": "true"}
    fill(CreditRecord, count, subject_id="n + 1000", grade="'general'", **kept, **record)


def _ones() -> list[str]:
    return [_asking(1, seed) for seed in range(ASKED)]


def _many() -> list[str]:
    return [_asking(BATCH, seed) for seed in range(BATCHES)]


def _asking(count: int, seed: int) -> str:
    """A request about so many subjects, a tenth of whom are listed in either database."""
    chance = random.Random(seed)
    queries = {}
    for n in range(count):
        listed = chance.random() < 0.1
        number = chance.randrange(*((0, ENTRIES) if listed else (ENTRIES * TIMES, SUBJECTS)))
        queries[f"k{n}"] = {"code": example_code(number, "91")}
    words = {"matter": "示例许可", "purpose": "行政许可审批", "queries": queries}
    return json.dumps(words, ensure_ascii=False)


def _driven(
    folder: Path, port: int, path: str, token: str, bodies: list[str], at_once: int
) -> dict[str, Any]:
    plan = folder / "plan.json"
    headers = {"Authorization": f"Bearer {token}"}
    asked = {"port": port, "path": path, "headers": headers, "bodies": bodies}
    plan.write_text(json.dumps(asked | {"connections": at_once, "seconds": SECONDS}), "utf-8")
    command = [sys.executable, "-m", "tests.benchmarks.load", str(plan)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return dict(json.loads(done.stdout))


@contextmanager
def serving(served: str, url: str, folder: Path) -> Iterator[int]:
    """A server as the system starts its own: two processes of four threads."""
    port = servers.free_port()
    options = ["--interface", "wsgi", "--port", str(port), "--workers", "2", "--no-ws"]
    options += ["--blocking-threads", "4", "--log-level", "warning"]
    command = [*servers.run_as(), sys.executable, "-m", "granian", *options]
    environment = os.environ | {"DATABASE_URL": url, "SERVED": served, "INSTANCE": str(folder)}
    address = f"http://127.0.0.1:{port}/healthz"

    def answers() -> object:
        return urllib.request.urlopen(address, timeout=2).close()

    command.append("tests.benchmarks.served:app")
    own = folder / f"{served}-{port}"
    own.mkdir()
    with servers.running(served, command, own, answers, cwd=ROOT, env=environment):
        yield port
