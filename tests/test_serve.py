"""`flask serve` with its embedded queue: up, all processes there, and down without a trace."""

import base64
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from integrity import processes
from integrity.base import server_keys
from tests.commands import ROOT
from tests.servers import free_port

PATIENCE = 90
"""Seconds until something that waits is given up: a busy machine takes its time."""
JOBS = ("flask worker", "flask scheduler")
PARTS = ("valkey-server", *JOBS, "granian")


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def served(tmp_path: Path, port: int) -> Iterator[subprocess.Popen]:
    """`flask serve` that answers."""
    command = [sys.executable, "-m", "flask", "serve", "--port", str(port), "--workers", "1"]
    with (tmp_path / "log").open("w") as log:
        environment = os.environ | {"INSTANCE": str(tmp_path)}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        for _attempt in range(900):
            if "已启动" in (tmp_path / "log").read_text() or process.poll() is not None:
                break
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def children(process: subprocess.Popen) -> dict[str, int]:
    """The processes it supervises: part -> process id."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int(folder.joinpath("stat").read_text().rsplit(")", 1)[1].split()[1])
            words = folder.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, IndexError):
            continue
        if parent == process.pid:
            found |= {part: int(folder.name) for part in PARTS if part in words}
    return found


def alive(number: int) -> bool:
    return Path(f"/proc/{number}").exists()


@pytest.mark.server
def test_it_stops_cleanly_answers_who_is_asking_and_leaves_nobody(served, port):
    parts = children(served)
    assert set(parts) == set(PARTS)
    assert urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").status == 200
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    asking.putrequest("POST", "/login")
    asking.putheader("Content-Type", "application/x-www-form-urlencoded")
    asking.putheader("Content-Length", "10")
    asking.endheaders(b"name=")

    served.send_signal(signal.SIGINT)
    time.sleep(1)  # it stops while half of what is said has come
    asking.send(b"admin")

    assert asking.getresponse().status == 422  # a form of its own, filled in by half
    assert served.wait(PATIENCE) == 0
    assert not any(alive(number) for number in parts.values())


@pytest.mark.server
def test_a_part_that_dies_is_started_again_and_the_site_stays(served, port, tmp_path):
    """Seen: one killed background process, or one killed web worker, ended the public site."""
    parts = children(served)
    answering = web_worker(parts["granian"])
    for number in (*(parts[job] for job in JOBS), answering):
        os.kill(number, signal.SIGKILL)

    def is_back() -> bool:
        now = children(served)
        same = [
            part for part in ("flask scheduler", "flask worker") if now.get(part) == parts[part]
        ]
        return set(now) == set(PARTS) and not same and answers(port)

    assert eventually(is_back)
    assert web_worker(children(served)["granian"]) != answering
    assert served.poll() is None
    log = (tmp_path / "log").read_text()
    assert "scheduler 已退出" in log and "worker 已退出" in log


@pytest.mark.server
def test_new_code_is_taken_up_without_a_dropped_request(served, port):
    """SIGHUP: every process but the queue is another one afterwards, and everybody was answered."""
    before = children(served)
    answering, refused, over = web_worker(before["granian"]), [], threading.Event()

    def ask() -> None:
        while not over.is_set():
            if not answers(port, PATIENCE):
                refused.append(time.monotonic())
            time.sleep(0.02)

    asking = [threading.Thread(target=ask) for _client in range(3)]
    for thread in asking:
        thread.start()
    served.send_signal(signal.SIGHUP)

    def is_renewed() -> bool:
        now = children(served)
        jobs = all(now.get(job) not in (None, before[job]) for job in JOBS)
        return jobs and not alive(answering)

    renewed = eventually(is_renewed)
    over.set()
    for thread in asking:
        thread.join()
    assert renewed and answers(port, PATIENCE)
    assert refused == []
    assert children(served)["valkey-server"] == before["valkey-server"]


def test_what_is_renewed_is_started_at_once_and_no_death_is_counted():
    process = processes.Process("worker", ["sleep", "60"], 1)
    first = process.child.pid

    process.renew()
    process.child.wait()
    process.tend(0)

    assert process.child.pid != first and process.child.poll() is None
    assert process.deaths == []
    process.stop()


def test_a_process_that_works_is_seen_to_make_progress():
    process = processes.Process("web", ["sh", "-c", "while :; do :; done"], 1)

    assert eventually(lambda: process.spent() > 5)
    process.stop()
    assert process.spent() == 0


def test_a_part_that_cannot_be_kept_alive_is_given_up_aloud(capsys):
    process = processes.Process("worker", ["false"], 1)

    def tend_for_a_while() -> None:
        for quarter in range(4 * processes.PERIOD):
            process.child.wait()
            process.tend(quarter / 4)

    with pytest.raises(processes.Died, match=r"worker.*反复重启无效"):
        tend_for_a_while()

    assert len(process.deaths) == processes.DEATHS
    assert capsys.readouterr().err.count("重新启动") == processes.DEATHS - 1


def test_it_does_not_start_without_the_keys_of_what_was_signed(app, monkeypatch):
    """Seen: restored without keys/, it made a new key, and every signature was false in public."""
    lost = base64.b64encode(b"a key that was lost").decode()
    monkeypatch.setattr(server_keys, "USED", [lambda: sa.select(sa.literal(lost))])

    done = app.test_cli_runner().invoke(args=["serve"])

    assert done.exit_code == 1
    assert "签名密钥缺失" in done.output and "恢复" in done.output


def web_worker(granian: int) -> int:
    """The process that answers for a granian."""
    found = Path(f"/proc/{granian}/task/{granian}/children").read_text().split()
    return int(found[0])


def answers(port: int, patience: int = 2) -> bool:
    address = f"http://127.0.0.1:{port}/healthz"
    try:
        return urllib.request.urlopen(address, timeout=patience).status == 200
    except OSError:
        return False


def eventually(holds: Callable[[], bool]) -> bool:
    for _attempt in range(10 * PATIENCE):
        if holds():
            return True
        time.sleep(0.1)
    return False
