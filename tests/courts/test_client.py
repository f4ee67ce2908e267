"""The sample client of docs/courts.md against running systems: nothing lost, nothing doubled."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from docs import court_client
from docs.court_client import Court, Refused
from tests import servers
from tests.commands import commands
from tests.courts import pushing
from tests.live import Live

SOME, ALL, BATCH = 300, 10_000, 250


def days() -> tuple[str, str]:
    """Yesterday to tomorrow: these systems have a clock of their own."""
    today = date.today()  # noqa: DTZ011, TID251
    return str(today - timedelta(days=1)), str(today + timedelta(days=1))


def compared(court: Court, sent: list) -> None:
    """Reconciliation equal: as many as were sent, each once, as they were sent."""
    came = list(court.received())
    assert len(came) == len(sent)
    assert {(one["external_id"], one["digest"]) for one in came} == {
        (one["external_id"], court_client.digest(one)) for one in sent
    }
    kinds = [day for day in court.days(*days()) if day["cases"]]
    assert sum(day["received"] for day in kinds) == len(sent)
    if len(kinds) == 1:  # else it was midnight
        assert kinds[0]["digest"] == court_client.digest_of_day(sent)


def test_two_pushers_of_the_same_cases_at_once_bring_each_case_once(live, tmp_path):
    court = Court(live.url, pushing.make_court(live, tmp_path))
    sent = pushing.cases(SOME)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda some: list(court.push(some)), (sent, sent[::-1])))

    results = sorted(row["result"] for rows in answers for row in rows)
    assert results == ["received"] * SOME + ["unchanged"] * SOME
    compared(court, sent)
    assert court.heartbeat(SOME)["received"] == SOME
    withdrawn = court.report(sent[0]["case_no"], "withdraw", why="示例：推送有误")
    assert withdrawn["state"] == "withdrawn"
    with pytest.raises(Refused) as refused:
        court.report("（2024）示0199执99999号", "withdraw", why="示例")
    assert refused.value.code == "not-found"


@pytest.fixture
def killed(postgresql_url, redis_url, tmp_path) -> Iterator[pushing.Server]:
    """A server on PostgreSQL that can be killed."""
    port = servers.free_port()
    environment = {
        "DATABASE_URL": servers.create_database(postgresql_url, "pushed"),
        "REDIS_URL": redis_url,
        "INSTANCE": str(tmp_path),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "FLASK_APP": "tests.ahead_app",
        "APP": "wsgi",
    }
    with commands(environment) as done:
        live = Live(environment["BASE_URL"], environment, tmp_path / "log", done)
        for words in ("db upgrade", "rules load"):
            live.flask(*words.split())
        server = pushing.Server(live, port)
        try:
            server.wait()
            yield server
        finally:
            server.kill()


@pytest.mark.long
def test_ten_thousand_cases_survive_a_server_that_is_killed_twice(killed, tmp_path, capsys):
    """Pushed in batches over HTTP; kill -9 of all workers in the middle of it, twice."""
    token = pushing.make_court(killed.live, tmp_path)
    court = Court(killed.live.url, token, tries=600, pause=0.2)
    sent, answers, kills = pushing.cases(ALL), [], []

    def push() -> None:
        for first in range(0, ALL, BATCH):
            answers.extend(court.push(sent[first : first + BATCH]))

    began = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        pushed = pool.submit(push)
        for part in (1, 2):
            while len(answers) < part * ALL // 3:
                time.sleep(0.05)
            time.sleep(0.1 * part)  # into the next call
            kills.append(len(answers))
            killed.kill()
            killed.start()
            killed.wait()
        pushed.result()

    took = time.monotonic() - began
    assert len(kills) == 2 and max(kills) < ALL
    assert {row["result"] for row in answers} <= {"received", "unchanged"}
    compared(court, sent)
    with capsys.disabled():
        print(f"{ALL} cases in {took:.0f} s, killed after {kills} answers")
