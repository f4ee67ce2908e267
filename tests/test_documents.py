"""What a document claims is shown by a test that exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
CITED = re.compile(r"`((?:\w+/)?test_\w+)`")


def known() -> set[str]:
    """Every test and every file of tests, by what a document calls it."""
    found = set()
    for path in TESTS.rglob("test_*.py"):
        found |= {path.stem, str(path.relative_to(TESTS).with_suffix(""))}
        found |= set(re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.M))
    return found


@pytest.mark.parametrize("name", ["threat-model.md", "security.md"])
def test_every_test_that_a_document_names_exists(name):
    cited = set(CITED.findall((ROOT / "docs" / name).read_text(encoding="utf-8")))

    assert len(cited) > 10
    assert cited - known() == set()
