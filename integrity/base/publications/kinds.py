"""What everybody may read, as a table: kind -> which rows of a model, their address and content."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import current_app

from integrity.base.db import db

Touched = Callable[[sa.Select[Any]], sa.ColumnElement[bool]]
"""From the ids of rows of another table to the condition for rows of a kind."""


@dataclass(frozen=True)
class Kind:
    """Public things of one sort.

    public(on): the condition for rows that everybody may read on a day. content(item): what it
    says, the same on every day. address(item): where it stands. options: how rows are read.
    keeps: what it said before it was changed stays readable as well. also: further tables whose
    moves may change which rows are public, besides those that refer to it or that it names.
    """

    name: str
    title: Any
    model: Any
    public: Callable[[date], sa.ColumnElement[bool]]
    content: Callable[[Any], dict[str, Any]]
    address: Callable[[Any], str]
    options: tuple[Any, ...] = ()
    keeps: bool = False
    also: Mapping[str, Touched] = field(default_factory=dict)

    def touched(self, table: str, ids: sa.Select[Any]) -> list[sa.ColumnElement[bool]]:
        """The conditions for rows that a move of these rows of a table may have changed."""
        model = self.model
        found: list[sa.ColumnElement[bool]] = []
        if table == model.__tablename__:
            found.append(model.id.in_(ids))
        if table in self.also:
            found.append(self.also[table](ids))
        other = db.metadata.tables[table]
        if table in PEOPLE or "id" not in other.c:
            return found
        found += [column.in_(ids) for column in _naming(model.__table__, table)]
        for column in _naming(other, model.__tablename__):
            found.append(model.id.in_(sa.select(column).where(other.c.id.in_(ids))))
        return found


PEOPLE = {"user"}
"""Who entered or decided something is named by it, and is no part of what it says."""


def _naming(table: Any, other: str) -> list[sa.Column[Any]]:
    """The columns of a table that name rows of another one."""
    return [
        column
        for column in table.columns
        if any(key.column.table.name == other for key in column.foreign_keys)
        and table.name != other
    ]


def merged(found: Iterable[Kind]) -> dict[str, Kind]:
    """One table of several, by name; raises ValueError for two of one name."""
    kinds: dict[str, Kind] = {}
    for kind in found:
        if kinds.setdefault(kind.name, kind) is not kind:
            raise ValueError(f"{kind.name} is public twice")
    return kinds


def kinds() -> dict[str, Kind]:
    """Everything that this app makes public, by name."""
    return current_app.extensions["publications"]  # type: ignore[no-any-return]
