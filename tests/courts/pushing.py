"""A court and its cases for the sample client, and a server that can be killed."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.commands import ROOT
from tests.factories import example_code
from tests.live import Live

COURT, BODY = example_code(990_101), example_code(990_102)


def make_court(live: Live, folder: Path) -> str:
    """Register a court and a body that owes; returns the court's token."""
    sheet = folder / "bodies.csv"
    rows = f"body,推送示例人民法院,{COURT}\nbody,推送示例局,{BODY}\n"
    sheet.write_text(f"kind,name,uscc\n{rows}", encoding="utf-8")
    live.flask("import", "subjects", str(sheet))
    words = ("token", "create", "--body", COURT, "--scope", "courts", "--per-minute", "100000")
    return live.flask(*words).strip().splitlines()[-1]


def cases(number: int, first: int = 1) -> list[dict[str, Any]]:
    return [
        {
            "external_id": f"示例-{n}",
            "version": 1,
            "case_no": f"（2024）示0199执{n}号",
            "body": BODY,
            "cause": "买卖合同纠纷（示例）",
            "owed": f"{n}.50",
            "received_on": "2024-06-01",
            "creditor_kind": "enterprise",
        }
        for n in range(first, first + number)
    ]


class Server:
    """The web server of a live system in a process group of its own: killed, and started again."""

    def __init__(self, live: Live, port: int) -> None:
        self.live, self.port = live, port
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2"]
        options = ["--port", str(self.port), "--blocking-threads", "2", "tests.ahead_app:app"]
        variables = os.environ | self.live.environment
        with self.live.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *options],
                cwd=ROOT,
                env=variables,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self) -> None:
        for _attempt in range(600):
            with suppress(OSError):
                urllib.request.urlopen(f"{self.live.url}/healthz", timeout=2).close()
                return
            time.sleep(0.1)
        raise AssertionError(self.live.log.read_text(errors="replace"))

    def kill(self) -> None:
        """kill -9 of the server and its workers, in the middle of whatever they do."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
