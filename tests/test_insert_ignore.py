"""Inserting what is not there yet: the key decides, and no other collision is passed over."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from integrity.base.db import changed, db, insert_ignore

TABLE = sa.Table(
    "drawer",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(10), unique=True),
)


@pytest.fixture
def drawer() -> sa.Table:
    """A table with one row."""
    TABLE.create(db.session.connection())
    db.session.execute(sa.insert(TABLE).values(id=1, name="one"))
    return TABLE


def put(table: sa.Table, number: int, name: str) -> int:
    row = sa.select(sa.literal(number, sa.Integer), sa.literal(name, sa.String))
    return changed(insert_ignore(table, ["id", "name"], row, ("name",)))


def test_what_has_the_same_key_is_passed_over(drawer: sa.Table) -> None:
    assert (put(drawer, 2, "one"), put(drawer, 2, "two")) == (0, 1)


def test_a_collision_of_anything_else_is_an_error(drawer: sa.Table) -> None:
    """Seen: with a sequence that lagged behind, a million removals were not sent, in silence."""
    with pytest.raises(IntegrityError):
        put(drawer, 1, "two")
