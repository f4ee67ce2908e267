"""Reads what strangers sent where it can use up nothing: in a process of its own, starved.

The process gets the file, a name of what to do with it and no secret of ours; it has little time,
little memory and one file to write to, and its end is no harm. It imports only what its task
needs, so that a start costs little. Whatever parses or draws what somebody sent runs here only.
"""

import errno
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
REFUSED = 3
"""How the process ends when it wrote a reason instead of a result."""
COMPLEX, BROKEN, BUSY = "complex", "broken", "busy"
STOPPED = frozenset({-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT, -signal.SIGSEGV})
"""Ends of a process that ran out of what it may use; every other end means a broken file."""
AT_ONCE, PATIENCE = 2, 5
"""Processes that one of ours starts at once, and seconds that one more waits for its turn, and only
one: were there more, whoever sends many files would hold every thread that answers pages."""
slots = threading.BoundedSemaphore(AT_ONCE)
waiting = threading.BoundedSemaphore(1)


@dataclass(frozen=True)
class Task:
    """A function (file, result, *words) of a module, and what it may use: seconds, bytes."""

    module: str
    name: str
    seconds: int = 20
    memory: int = 1_000_000_000
    written: int = 100_000_000

    def load(self) -> Callable[..., None]:
        return getattr(importlib.import_module(self.module), self.name)  # type: ignore[no-any-return]


TASKS = {
    "check": Task("integrity.files.packages", "check", seconds=5, memory=500_000_000, written=1000),
    "clean": Task("integrity.files.cleaning", "clean"),
    "pages": Task("integrity.files.binding", "pages"),
    "count": Task("integrity.files.binding", "count", seconds=60),
    "bind": Task("integrity.files.binding", "bind", seconds=120, written=600_000_000),
    "words": Task("integrity.files.wording", "words", seconds=10, written=20_000_000),
    "table": Task("integrity.files.workbooks", "table", seconds=60, written=300_000_000),
}


class Unsafe(Exception):
    """A file that cannot be handled; the reason is a word, its values complete a sentence."""

    def __init__(self, reason: str, **values: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


def run(task: str, stream: IO[bytes], *words: str) -> IO[bytes]:
    """What a task makes of a file, as a file that nobody else can open; raises Unsafe."""
    _take_slot()
    try:
        with _as_file(stream) as given:
            return _run(task, given, words)
    finally:
        slots.release()


def _take_slot() -> None:
    """Now, or after waiting a little where nobody else waits; raises Unsafe."""
    if slots.acquire(blocking=False):
        return
    if not waiting.acquire(blocking=False):
        raise Unsafe(BUSY)
    try:
        if not slots.acquire(timeout=PATIENCE):
            raise Unsafe(BUSY)
    finally:
        waiting.release()


def _run(task: str, given: IO[bytes], words: tuple[str, ...]) -> IO[bytes]:
    result = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        done = subprocess.run(
            (sys.executable, "-m", "integrity.files.sandbox", task, *words),
            cwd=ROOT,
            env={},  # it needs no secret of ours
            stdin=given,
            stdout=result,
            stderr=subprocess.DEVNULL,
            timeout=2 * TASKS[task].seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unsafe(COMPLEX) from None
    result.seek(0)
    if done.returncode == REFUSED:
        reason = json.loads(result.read())
        raise Unsafe(reason.pop("reason"), **reason)
    if done.returncode:
        raise Unsafe(COMPLEX if done.returncode in STOPPED else BROKEN)
    return result


def _as_file(stream: IO[bytes]) -> IO[bytes]:
    """The same bytes in a file that another process can read, from its beginning."""
    given = tempfile.TemporaryFile()  # noqa: SIM115
    stream.seek(0)
    while chunk := stream.read(1 << 20):
        given.write(chunk)
    stream.seek(0)
    given.seek(0)
    return given


def starve(task: Task) -> None:
    """Take from this process what a file could use it for."""
    for limit, most in (
        (resource.RLIMIT_AS, task.memory),
        (resource.RLIMIT_CPU, task.seconds),
        (resource.RLIMIT_FSIZE, task.written),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    os.nice(10)


def main(name: str, *words: str) -> int:
    """Do a task with what is on standard input; writes the result, or the reason why there is none.

    A process that may not write more, or has no memory left, has met a file that is too complex.
    """
    task = TASKS[name]
    work = task.load()
    starve(task)
    try:
        work(sys.stdin.buffer, sys.stdout.buffer, *words)
        sys.stdout.buffer.flush()
    except Unsafe as unsafe:
        return _refuse(unsafe)
    except (MemoryError, RecursionError):
        return _refuse(Unsafe(COMPLEX))
    except OSError as error:
        return _refuse(Unsafe(COMPLEX if error.errno == errno.EFBIG else BROKEN))
    return 0


def _refuse(unsafe: Unsafe) -> int:
    os.ftruncate(1, 0)
    os.pwrite(1, json.dumps({"reason": unsafe.reason, **unsafe.values}).encode(), 0)
    return REFUSED


if __name__ == "__main__":
    # The module under its own name, so that the tasks and this process mean the same Unsafe.
    os._exit(importlib.import_module("integrity.files.sandbox").main(*sys.argv[1:]))
