"""How often and how long: what a monitor asks of every process of this system (Prometheus).

Of pages that ask nobody who they are nothing is counted but errors: read every few seconds, a count
would say when somebody complained. Several processes keep their counts in one folder, which
PROMETHEUS_MULTIPROC_DIR names; `flask serve` names it itself.
"""

import os
import shutil
import time
from pathlib import Path

from flask import Flask, Response, g, request
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

from integrity.base import connections
from integrity.base.stamps import asks_nobody

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10)
REQUESTS = Histogram(
    "integrity_request_seconds",
    "How long requests took, by page and answer.",
    ["endpoint", "method", "status"],
    buckets=SECONDS,
)
DATABASE = Histogram(
    "integrity_request_database_seconds",
    "How long requests waited for the database.",
    buckets=SECONDS,
)
ERRORS = Counter("integrity_errors", "Answers of 500 and above, on any page.", ["status"])


def counted(response: Response) -> Response:
    """Count the answer that a request got."""
    status = response.status_code
    if status >= 500:
        ERRORS.labels(status).inc()
    if request.endpoint == "static" or "started" not in g or asks_nobody():
        return response
    took = time.perf_counter() - g.started
    REQUESTS.labels(request.endpoint or "none", request.method, status).observe(took)
    DATABASE.observe(connections.waited())
    return response


def shared(instance: Path) -> dict[str, str]:
    """A folder in which processes keep their counts together, emptied, as their environment."""
    folder = instance / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return {FOLDER: str(folder)}


def registry() -> CollectorRegistry:
    """What was counted by all processes, or by this one where no folder is shared."""
    if not os.environ.get(FOLDER):
        return REGISTRY
    found = CollectorRegistry()
    MultiProcessCollector(found)
    return found


def init(app: Flask) -> None:
    app.after_request(counted)
