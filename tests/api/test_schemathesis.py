"""schemathesis reads the OpenAPI document, makes up calls, and finds no answer that breaks it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import ROOT
from tests.factories import example_code
from tests.live import running_system

COURT = example_code(990_077)
MANY = "1000000 per minute"
SCOPES = ("checks", "courts", "pushes", "records")
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "NO_COLOR": "1", "LANG": "C.UTF-8"}


@pytest.fixture(scope="module")
def tried(new_database, redis_server, tmp_path_factory):
    """A system of its own, in which a court may do everything; its token."""
    folder = tmp_path_factory.mktemp("schemathesis")
    sheet = folder / "bodies.csv"
    sheet.write_text(f"kind,name,uscc,court\nbody,示例人民法院,{COURT},是\n", encoding="utf-8")
    first = ("db upgrade", "rules load", f"import subjects {sheet}")
    url, redis = new_database("schemathesis"), {"REDIS_URL": f"{redis_server}/13"}
    with running_system("tried", url, folder, *first, VISITS=MANY, **redis) as system:
        scopes = [word for name in SCOPES for word in ("--scope", name)]
        words = ("token", "create", "--body", COURT, "--per-minute", "1000000", *scopes)
        yield system, system.flask(*words).split()[-1]


def try_it(tried, folder: Path, *words: str) -> None:
    """Let schemathesis try it; fails with all that is found."""
    system, token = tried
    command = [sys.executable, "-m", "schemathesis.cli"]
    command += ["--config-file", str(ROOT / "tests" / "api" / "schemathesis.toml"), "run"]
    command += [f"{system.url}/api/openapi.json", "-H", f"Authorization: Bearer {token}"]
    command += ["--warnings", "off", "--continue-on-failure", *words]
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)
    if done.returncode:
        pytest.fail(done.stdout + done.stderr)


def test_a_minute_of_schemathesis_finds_nothing(tried, tmp_path) -> None:
    short = ("--phases", "examples,coverage,fuzzing", "--max-time", "35", "--seed", "1")

    try_it(tried, tmp_path, *short, "--max-examples", "5")


@pytest.mark.long
def test_many_minutes_of_schemathesis_find_nothing(tried, tmp_path) -> None:
    try_it(tried, tmp_path, "--max-examples", "150")
