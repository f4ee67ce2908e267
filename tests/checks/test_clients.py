"""The sample clients of docs/checks.md against a running system."""

import shutil
import subprocess

import pytest

from integrity.credit.checks.models import Verdict
from integrity.credit.checks.trials import CODES, PREFIX
from tests.checks.systems import FIRM, make_system
from tests.commands import ROOT

CLIENTS = {
    "python": ["python3", "check.py"],
    "javascript": ["node", "check.mjs"],
    "java": ["java", "Check.java"],
    "curl": ["sh", "check.sh"],
}


def run(client: str, live, token: str, *codes: str) -> subprocess.CompletedProcess[str]:
    words = CLIENTS[client]
    if not shutil.which(words[0]):
        pytest.skip(f"{words[0]} is not installed")
    said = {"SITE": live.url, "TOKEN": token, "MATTER": "示例许可", "PURPOSE": "行政许可审批"}
    path = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [*words, *codes],
        cwd=ROOT / "docs" / "clients",
        env=path | said,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_says_what_is_to_be_done_and_under_which_receipt(live, client, tmp_path):
    ran = run(client, live, make_system(live, tmp_path), FIRM)

    assert ran.returncode == 0, ran.stderr
    assert "clear" in ran.stdout
    receipt = "check_id" if client == "curl" else "receipt"
    assert receipt in ran.stdout


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_is_tried_with_a_token_and_codes_for_tests(live, client, tmp_path):
    code = next(code for code, verdict in CODES.items() if verdict is Verdict.RESTRICT)

    ran = run(client, live, make_system(live, tmp_path, "--test"), code)

    assert ran.returncode == 0, ran.stderr
    assert "restrict" in ran.stdout and PREFIX in ran.stdout


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_names_the_problem_and_fails(live, client):
    ran = run(client, live, "ig_example", FIRM)

    assert ran.returncode != 0
    assert "unauthorised" in ran.stdout + ran.stderr
