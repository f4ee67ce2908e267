"""A worker that dies in the middle of a job, as by kill -9 or when the memory ends."""

import os
import signal
import subprocess
import sys
import time

from redis import Redis

from tests.commands import ROOT
from tests.live import Live


def kill_a_worker(live: Live, job: str) -> None:
    """Kill a worker, with the process that runs its job, once that says how far it is."""
    redis = Redis.from_url(live.environment["REDIS_URL"])
    command = [sys.executable, "-m", "flask", "worker", "--burst"]
    worker = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | live.environment, start_new_session=True
    )
    end = time.monotonic() + 60
    while not redis.keys(f"integrity:{job}:*"):
        assert worker.poll() is None and time.monotonic() < end, "no progress"
        time.sleep(0.002)
    session = os.getsid(worker.pid)
    processes = subprocess.run(
        ["pgrep", "-s", str(session)], capture_output=True, text=True, check=True
    )
    for number in processes.stdout.split():
        os.kill(int(number), signal.SIGKILL)
    worker.wait()
