"""What SQLite has acknowledged is there after the process died."""

import shutil

import pytest
import sqlalchemy as sa

import integrity.base.db  # noqa: F401  it prepares every connection

ROWS = 40_000
"""Enough for more pages than SQLite keeps in its cache."""


def insert(connection: sa.Connection, words: str) -> None:
    rows = [{"words": f"{number * 7919 % ROWS:08d}{words}" * 4} for number in range(ROWS)]
    connection.execute(sa.text("INSERT INTO long (words) VALUES (:words)"), rows)


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_commit_after_a_long_savepoint_was_rolled_back_survives(tmp_path, dry_run: bool):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'a.sqlite'}")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE long (words TEXT)"))
        connection.execute(sa.text("CREATE INDEX by_words ON long (words)"))
        connection.execute(sa.text("CREATE TABLE note (words TEXT)"))
    with engine.begin() as connection:
        savepoint = connection.begin_nested()
        insert(connection, "checked")
        savepoint.rollback() if dry_run else savepoint.commit()
        connection.execute(sa.text("INSERT INTO note VALUES ('first')"))
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO note VALUES ('second')"))

    for name in ("a.sqlite", "a.sqlite-wal"):  # as the disk is when everything is killed
        shutil.copy(tmp_path / name, tmp_path / name.replace("a.", "b."))
    with sa.create_engine(f"sqlite:///{tmp_path / 'b.sqlite'}").connect() as connection:
        notes = connection.scalars(sa.text("SELECT words FROM note")).all()
        number = connection.scalar(sa.text("SELECT count(*) FROM long"))
        sound = connection.scalar(sa.text("PRAGMA integrity_check"))

    assert (notes, number, sound) == (["first", "second"], 0 if dry_run else ROWS, "ok")
    engine.dispose()
