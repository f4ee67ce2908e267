"""Private PostgreSQL and Redis servers: `python -m tests.servers -- COMMAND`.

They live in temporary folders, take no port or setting of the system's own servers, and die with
the process that started them, even if that is killed.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import redis
from sqlalchemy.engine import make_url

FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "max_locks_per_transaction=256",
)
DURABLE = ("max_connections=60", "shared_buffers=256MB")
"""What is committed is on the disk."""
SUPERUSER = "postgres"  # what Debian calls it; root may not run the server


class NoServer(RuntimeError):
    """A server is not installed or did not start."""


@contextmanager
def postgresql(settings: Sequence[str] = FAST) -> Iterator[str]:
    """A new cluster reached through a socket only; yields the URL of its `postgres` database."""
    programs = _postgresql_programs()
    with _folder("postgresql-", SUPERUSER) as folder:
        data = folder / "data"
        initialise = [programs / "initdb", "-D", data, "-U", SUPERUSER, "-E", "UTF8"]
        options = ["--locale=C.UTF-8", "--auth=trust", "--no-sync", "--no-instructions"]
        made = subprocess.run(
            [*run_as(SUPERUSER), *initialise, *options], cwd=folder, capture_output=True, text=True
        )
        if made.returncode:
            raise NoServer(f"initdb failed: {made.stderr}")
        with started(data, folder, *settings) as url:
            yield url


@contextmanager
def standby(leader: str) -> Iterator[str]:
    """Another server that repeats what the leader does until it is promoted; yields its URL."""
    programs = _postgresql_programs()
    with _folder("standby-", SUPERUSER) as folder:
        data = folder / "data"
        words = ["-D", data, "-h", make_url(leader).query["host"], "-U", SUPERUSER]
        copy = [programs / "pg_basebackup", *words, "--write-recovery-conf", "--checkpoint=fast"]
        subprocess.run([*run_as(SUPERUSER), *copy], cwd=folder, check=True, capture_output=True)
        with started(data, folder) as url:
            yield url


@contextmanager
def started(data: Path, folder: Path, *settings: str) -> Iterator[str]:
    """A server on data that are there, reached through a socket in a folder; yields its URL."""
    words = [word for setting in settings for word in ("-c", setting)]
    command = [_postgresql_programs() / "postgres", "-D", data, "-k", folder, "-h", "", *words]
    url = f"postgresql+psycopg://{SUPERUSER}@/postgres?host={folder}"
    with running("PostgreSQL", [*run_as(SUPERUSER), *command], folder, lambda: _connect(url)):
        yield url


def kill(url: str) -> None:
    """End a PostgreSQL of ours as a power failure would, all its processes at once."""
    folder = Path(str(make_url(url).query["host"]))
    number = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    os.killpg(number, signal.SIGKILL)


@contextmanager
def redis_server() -> Iterator[str]:
    """A Redis that keeps nothing, on a free port of 127.0.0.1; yields its URL."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if not program:
        raise NoServer("redis-server is not installed; run tests/setup.sh")
    with _folder("redis-") as folder:
        port = free_port()
        options = ["--port", str(port), "--bind", "127.0.0.1", "--dir", folder]
        command = [*run_as(), program, *options, "--save", "", "--appendonly", "no"]
        url = f"redis://127.0.0.1:{port}/0"
        with running("Redis", command, folder, lambda: redis.Redis.from_url(url).ping()):
            yield url


def create_database(url: str, name: str) -> str:
    """An empty database of this name on the server, whatever was there; returns its URL.

    With LC_CTYPE C instead of C.UTF-8 pg_trgm finds nothing in Chinese.
    """
    with _connect(url) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(
            f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING UTF8'
            " LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
        )
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _connect(url: str) -> psycopg.Connection:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True)


def _postgresql_programs() -> Path:
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.is_dir()]
    if versions:
        return max(versions, key=lambda path: float(path.parent.name))
    if program := shutil.which("initdb"):
        return Path(program).resolve().parent
    raise NoServer("PostgreSQL is not installed; run tests/setup.sh")


def run_as(user: str | None = None) -> list[str]:
    """Words before a command: as this user if we are root, and dying with us."""
    setpriv = shutil.which("setpriv")
    if not setpriv:
        return []
    words = [setpriv, "--pdeathsig", "INT"]
    if user and os.getuid() == 0:
        words += [f"--reuid={user}", f"--regid={user}", "--init-groups"]
    return [*words, "--"]


@contextmanager
def _folder(prefix: str, owner: str | None = None) -> Iterator[Path]:
    """A temporary folder in /tmp, because the path of a socket may have 107 characters only."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp"))
    try:
        if owner and os.getuid() == 0:
            person = pwd.getpwnam(owner)
            os.chown(folder, person.pw_uid, person.pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(
    name: str,
    command: Sequence[str | Path],
    folder: Path,
    answers: Callable[[], object],
    **more: Any,
) -> Iterator[Path]:
    """A server, from when it answers until the end of the block; yields the file it logs to."""
    log = folder / "log"
    options = {"cwd": folder, "start_new_session": True} | more
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, **options)
    try:
        _wait(name, process, answers, log)
        yield log
    finally:
        process.send_signal(signal.SIGINT)  # PostgreSQL: disconnect everybody and stop
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(name: str, process: subprocess.Popen, answers: Callable[[], object], log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        with suppress(psycopg.OperationalError, redis.ConnectionError, OSError):
            connection = answers()
            if isinstance(connection, psycopg.Connection):
                connection.close()
            return
        time.sleep(0.05)
    raise NoServer(f"{name} did not start:\n{log.read_text(errors='replace')}")


def main(command: list[str]) -> int:
    """Run a command with TEST_POSTGRESQL_URL and TEST_REDIS_URL set; its exit code is ours."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with postgresql() as postgresql_url, redis_server() as redis_url:
        urls = {"TEST_POSTGRESQL_URL": postgresql_url, "TEST_REDIS_URL": redis_url}
        child = subprocess.Popen(command, env=os.environ | urls)
        try:
            return child.wait()
        except KeyboardInterrupt:
            return child.wait()  # the terminal has told the child too
        finally:
            if child.poll() is None:
                child.terminate()
                child.wait()


if __name__ == "__main__":
    words = sys.argv[1:]
    sys.exit(main(words[1:] if words[:1] == ["--"] else words))
