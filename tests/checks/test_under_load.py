"""Several processes at once: nothing that was kept is told after it moved, and nothing is lost."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests import servers
from tests.benchmarks.checks import database, serving
from tests.checks.at_once import EACH, LISTERS
from tests.commands import ROOT
from tests.factories import example_code

pytestmark = pytest.mark.long
SECONDS = 20
"""How long they work."""


@pytest.fixture
def _rollback() -> None:
    """These tests have a database of their own and no transaction around them."""


@pytest.fixture(scope="module")
def filled() -> Iterator[tuple[str, str]]:
    """A database that writes to the disk, with entries, and a token of a body in it."""
    with servers.postgresql(servers.DURABLE) as server:
        yield database(server, "under_load", LISTERS * EACH, subjects=1000)


def test_no_check_is_wrong_for_longer_than_a_request(filled: tuple[str, str]) -> None:
    url, token = filled
    roles = [("list", 0), ("list", 1), ("check", 0), ("check", 1)]

    done = [json.loads(out) for out in _at_once(url, token, roles)]

    changes: dict[int, list[tuple[bool, float, float]]] = defaultdict(list)
    for entry, listed, before, after in done[0] + done[1]:
        changes[entry].append((listed, before, after))
    answers = done[2] + done[3]
    wrong = [a for a in answers if a[1] not in _possible(changes[a[0]], a[2], a[3])]
    assert {found for _entry, found, *_moments in answers} == {True, False}
    assert min(len(one) for one in changes.values()) > 5 and len(answers) >= 20
    assert wrong == []


def _possible(changes: list[tuple[bool, float, float]], since: float, until: float) -> set[bool]:
    """What was so at some moment between two others, as far as one can say from outside."""
    known = [(True, 0.0, 0.0), *changes, (True, float("inf"), float("inf"))]
    return {
        listed
        for (listed, begun, _done), (_next, _begun, over) in pairwise(known)
        if begun <= until and over >= since
    }


def _at_once(url: str, token: str, roles: list[tuple[str, int]]) -> list[str]:
    environment = os.environ | {"DATABASE_URL": url, "TOKEN": token}
    command = [sys.executable, "-m", "tests.checks.at_once"]
    begun = [
        subprocess.Popen(
            [*command, role, str(number)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for role, number in roles
    ]
    for process in begun:
        assert process.stdout and process.stdout.readline() == "ready\n"
    for process in begun:
        assert process.stdin
        process.stdin.write(f"{SECONDS}\n")
        process.stdin.flush()
    return [process.communicate(timeout=200)[0] for process in begun]


def test_whatever_was_answered_is_registered_though_the_servers_are_killed(
    filled: tuple[str, str], tmp_path: Path
) -> None:
    url, token = filled
    answered: list[str] = []
    with suppress(ProcessLookupError), serving("product", url, tmp_path) as port:
        asking = [threading.Thread(target=_ask, args=(port, token, answered)) for _n in range(8)]
        for thread in asking:
            thread.start()
        _wait_for(answered, 200)
        _kill(port)
        for thread in asking:
            thread.join(60)

    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        known = {row[0] for row in connection.execute("SELECT ref FROM credit_check")}
        ids = "SELECT count(*) FROM credit_check c WHERE NOT EXISTS"
        lost = connection.execute(f"{ids} (SELECT FROM check_result WHERE check_id = c.id)")
        assert lost.fetchone() == (0,)
    assert len(answered) >= 200
    assert set(answered) <= known


def _ask(port: int, token: str, answered: list[str]) -> None:
    """Ask until nobody answers any more."""
    for n in range(100_000):
        try:
            answered.append(check(port, token, n))
        except OSError:
            return


def check(port: int, token: str, n: int) -> str:
    """Ask about a code; the number of the check. Raises OSError."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    asked: dict[str, Any] = {"matter": "示例", "purpose": "示例"}
    asked["queries"] = {"q": {"code": example_code(n % 900, "91")}}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/checks", json.dumps(asked).encode(), headers
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(json.loads(answer.read())["check_id"])


def _wait_for(answered: list[str], count: int) -> None:
    until = time.monotonic() + 120
    while len(answered) < count and time.monotonic() < until:
        time.sleep(0.02)


def _kill(port: int) -> None:
    """Every process of the server at once: none may finish what it has begun."""
    found = subprocess.run(
        ["pgrep", "-f", f"granian.*--port {port} "], capture_output=True, text=True, check=True
    )
    for number in found.stdout.split():
        with suppress(ProcessLookupError):
            os.kill(int(number), signal.SIGKILL)
