"""`flask serve` with its embedded queue: up, all processes there, and down without a trace."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import ROOT
from tests.servers import free_port

pytestmark = pytest.mark.server
PARTS = ("valkey-server", "flask worker", "flask scheduler", "granian")


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
        process.wait(15)


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


def test_it_stops_cleanly_and_leaves_nobody(served, port):
    parts = children(served)
    assert set(parts) == set(PARTS)
    assert urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").status == 200

    served.send_signal(signal.SIGINT)

    assert served.wait(10) == 0
    assert not any(alive(number) for number in parts.values())


def test_when_a_part_dies_all_stop_and_it_says_so(served, tmp_path):
    parts = children(served)

    os.kill(parts["flask scheduler"], signal.SIGKILL)

    assert served.wait(12) == 1
    assert not any(alive(number) for number in parts.values())
    assert "scheduler" in (tmp_path / "log").read_text().splitlines()[-1]
