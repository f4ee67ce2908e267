"""Two PostgreSQL servers: the leader is killed under load, the other promoted, nothing is lost.

The system is given both addresses once, and is not told of anything afterwards.
"""

import threading
import time
import urllib.error
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests import servers
from tests.benchmarks.checks import database, serving
from tests.checks.at_once import EACH
from tests.checks.test_under_load import check

pytestmark = pytest.mark.long
MOST = 1.0
"""Seconds from when the other is told to be the leader until the next answer."""


@pytest.fixture
def _rollback() -> None:
    """This test has databases of its own and no transaction around it."""


@dataclass
class Load:
    """What clients were told: when, and the number of the check or the status of the error."""

    port: int
    token: str
    over: threading.Event = field(default_factory=threading.Event)
    answered: list[tuple[float, str]] = field(default_factory=list)
    refused: list[tuple[float, int]] = field(default_factory=list)

    def work(self) -> None:
        n = 0
        while not self.over.is_set():
            n += 1
            try:
                self.answered.append((time.monotonic(), check(self.port, self.token, n)))
            except urllib.error.HTTPError as error:
                self.refused.append((time.monotonic(), error.code))
                time.sleep(0.02)
            except OSError:  # the connection itself
                self.refused.append((time.monotonic(), 0))
                time.sleep(0.02)


@pytest.fixture
def pair() -> Iterator[tuple[str, str, str]]:
    """A leader, a standby that has every commit before it is acknowledged, and a token."""
    settings = (*servers.DURABLE, "wal_level=replica", "max_wal_senders=4")
    with servers.postgresql(settings) as leader:
        url, token = database(leader, "pair", EACH, subjects=1000)
        with servers.standby(leader) as standby:
            with plain(leader) as said:
                said.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
                said.execute("SELECT pg_reload_conf()")
            with suppress(ProcessLookupError):
                yield url, make_url(standby).set(database="pair").render_as_string(False), token


def plain(url: str) -> psycopg.Connection:
    said = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(said, autocommit=True)


def test_a_leader_that_dies_costs_a_second_and_no_answer_that_was_given(
    pair: tuple[str, str, str], tmp_path: Path
) -> None:
    leader, standby, token = pair
    hosts = ",".join(str(make_url(one).query["host"]) for one in (leader, standby))
    both = f"postgresql+psycopg://postgres@/pair?host={hosts}&port=5432,5432"
    with serving(
        "product", f"{both}&target_session_attrs=read-write&connect_timeout=2", tmp_path
    ) as port:
        load = Load(port, token)
        clients = [threading.Thread(target=load.work) for _client in range(6)]
        for client in clients:
            client.start()
        time.sleep(3)
        servers.kill(leader)
        time.sleep(1)
        with plain(standby) as said:
            promoted = time.monotonic()
            assert said.execute("SELECT pg_promote()").fetchone() == (True,)
            said.execute("ALTER SYSTEM SET synchronous_standby_names = ''")
            said.execute("SELECT pg_reload_conf()")
        time.sleep(3)
        load.over.set()
        for client in clients:
            client.join(30)

    after = [moment for moment, _ref in load.answered if moment > promoted]
    outage = min(after) - promoted
    with plain(standby) as said:
        known = {row[0] for row in said.execute("SELECT ref FROM credit_check")}
    answers = {ref for _moment, ref in load.answered}
    print(f"{len(answers)} answers, {len(load.refused)} refused, back {outage:.2f} s later")
    assert len(answers) > 100 and after
    assert answers <= known
    assert outage < MOST
    assert {status for _moment, status in load.refused} <= {503}
