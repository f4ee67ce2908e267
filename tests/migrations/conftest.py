"""A database of its own for every test of a migration, and rows as they were before it."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from integrity.app import create_app
from integrity.base.db import db
from wsgi import STREAMS


@pytest.fixture
def _rollback() -> None:
    """These tests have a database of their own and no transaction around them."""


@pytest.fixture
def fresh(new_database: Callable[[str], str]) -> Iterator[Flask]:
    app = create_app(STREAMS, TESTING=True, SQLALCHEMY_DATABASE_URI=new_database("migrations"))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def row(table: sa.Table, **known: object) -> sa.Insert:
    """A row with these values, and nothing in what else must be there."""
    kinds = {bool: False, int: 0, Decimal: 0}
    needed = (c for c in table.columns if not (c.nullable or c.primary_key or c.server_default))
    empty: dict[str, object] = {c.name: kinds.get(c.type.python_type, "") for c in needed}
    return table.insert().values(empty | known)


def tables(*names: str) -> list[sa.Table]:
    """Tables as they are at this revision."""
    reflected = sa.MetaData()
    reflected.reflect(db.engine)
    return [reflected.tables[name] for name in names]


def found(words: str) -> list[tuple[object, ...]]:
    """What a query finds, days as people write them."""
    with db.engine.connect() as connection:
        rows = connection.execute(sa.text(words)).all()
    return [tuple(str(value) if value is not None else None for value in row) for row in rows]
