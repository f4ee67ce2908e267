"""What was released stays as it was: any release can be upgraded by the same steps."""

import ast
import hashlib
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from integrity.base.db import db

VERSIONS = Path(__file__).parents[2] / "integrity" / "migrations" / "versions"
FROZEN = Path(__file__).with_name("frozen.sha256")
OURS = {"integrity", "commitments", "arrears", "evaluations", "jobs", "wsgi", "tests"}


def known() -> dict[str, str]:
    """Every released migration and its digest."""
    lines = (line.split() for line in FROZEN.read_text().splitlines())
    return {name: digest for digest, name in lines}


def test_what_was_released_is_not_edited() -> None:
    """Seen: 0009 was edited after a release, and a database of that release had no way on."""
    found = {
        name: hashlib.sha256((VERSIONS / name).read_bytes()).hexdigest()
        for name in known()
        if (VERSIONS / name).exists()
    }

    assert found == known()


def test_nothing_is_put_between_what_was_released() -> None:
    last = max(known())
    numbers = {path.name for path in VERSIONS.glob("0*.py") if path.name <= last}

    assert numbers == set(known())


@pytest.mark.parametrize("path", sorted(VERSIONS.glob("*.py")), ids=lambda path: path.stem)
def test_a_migration_uses_nothing_of_the_program(path: Path) -> None:
    """What it does would change with the code."""
    used = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            used |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            used.add((node.module or "").partition(".")[0])

    assert not used & OURS


def revision() -> str | None:
    with db.engine.connect() as connection:
        return connection.scalar(sa.text("SELECT version_num FROM alembic_version"))


def test_a_migration_gives_up_a_lock_and_nothing_of_it_stays(
    fresh: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else all who come after it wait behind it for as long as somebody reads."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("only PostgreSQL locks single tables")
    monkeypatch.setitem(fresh.config, "LOCK_SECONDS", 0.2)
    upgrade(revision="0001")

    with db.engine.begin() as reading:
        reading.exec_driver_sql("LOCK TABLE subject IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(sa.exc.OperationalError, match="lock timeout"):
            upgrade(revision="0002")
        assert not sa.inspect(reading).has_table("measure")

    assert revision() == "0001"
    upgrade(revision="0002")
    assert revision() == "0002"
