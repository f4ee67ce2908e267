"""Processes that one process looks after: started again when they die, renewed, ended in order."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext as _

DEATHS, PERIOD = 5, 60
"""How often a process may die within so many seconds before we give up."""
PAUSE = 0.5  # seconds until it is started again, twice as many each time


class Died(click.ClickException):
    """One of the processes ended by itself, and starting it again does not help."""


class Process:
    """A child in a session of its own, so that Ctrl-C reaches only us and we stop it in order."""

    def __init__(
        self, name: str, command: list[str], patience: float, told: str = "", **more: Any
    ) -> None:
        """`told` is all it will ever read."""
        self.name, self.patience, self.told = name, patience, told
        setpriv = shutil.which("setpriv")
        tied = [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []
        self.command, self.more = [*tied, *command], more
        self.deaths: list[float] = []
        self.again_at: float | None = None
        self.start()

    def start(self) -> None:
        self.leaving = False
        pipe: dict[str, Any] = {"stdin": subprocess.PIPE} if self.told else {}
        self.child = subprocess.Popen(self.command, start_new_session=True, **pipe, **self.more)
        if self.child.stdin:
            self.child.stdin.write(self.told.encode())
            self.child.stdin.close()

    def tend(self, now: float) -> None:
        """Start it again if it died, not at once; raises Died if it does so again and again."""
        if self.again_at is not None:
            if now >= self.again_at:
                self.again_at = None
                self.start()
        elif self.child.poll() is not None:
            self._sweep()
            if self.leaving:
                self.start()
                return
            self.deaths = [death for death in self.deaths if now - death < PERIOD] + [now]
            if len(self.deaths) >= DEATHS:
                raise Died(ended(self) + _("，反复重启无效，全部停止。"))
            pause = PAUSE * 2 ** (len(self.deaths) - 1)
            self.again_at = now + pause
            click.echo(ended(self) + _("，%(seconds)s 秒后重新启动。", seconds=pause), err=True)

    def renew(self) -> None:
        """Ask it to end when its work is done; `tend` then starts it with the code of that day."""
        self.leaving = True
        self.child.terminate()

    def spent(self) -> int:
        """The time of the processor that it and its children have taken, in ticks."""
        found = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError, IndexError):
                words = stat.read_text().rsplit(")", 1)[1].split()
                if int(words[3]) == self.child.pid:  # its session
                    found += int(words[11]) + int(words[12])
        return found

    def stop(self) -> None:
        """Ask, ask again (RQ then drops its job), insist; leave nobody of its group behind."""
        for patience in (self.patience, 0.75):
            self.child.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.child.wait(patience)
                break
        self._sweep()
        self.child.wait()

    def _sweep(self) -> None:
        """Nobody of its group is left, to hold a port for one."""
        with suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)


class Web(Process):
    """Granian, which puts new processes in the place of its own one by one, when it is told to."""

    def renew(self) -> None:
        self.child.send_signal(signal.SIGHUP)


def ended(process: Process) -> str:
    return _(
        "进程 %(name)s 已退出（代码 %(code)s）", name=process.name, code=process.child.returncode
    )
