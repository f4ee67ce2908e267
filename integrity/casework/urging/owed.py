"""What bodies owe by a day besides the things of streams: urged as those are, and in no figure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import current_app, url_for

from integrity.base.db import db


@dataclass(frozen=True)
class Owed:
    """A kind of thing that a body owes by a day and that is no stream.

    model: HasDeadline, with `id`, `ref`, `title`, `subject` and `subject_id` (who owes it).
    ref, titled(), whose: the same of a row in SQL; nobody who may not see a row is told its title.
    visible(user): the condition for rows that a person may see.
    page: the endpoint of the page of one, and what it calls the id.
    known: where everybody reads how many of them each body is late with, an endpoint.
    """

    name: str
    title: Any
    model: Any
    ref: sa.ColumnElement[str]
    titled: Callable[[], sa.ColumnElement[str]]
    whose: Any
    visible: Callable[[Any], sa.ColumnElement[bool]]
    page: tuple[str, str]
    known: str

    def overdue(self, on: date) -> sa.Select[Any]:
        """What is open after its day: stream, id, ref, title, subject_id, due_on."""
        model = self.model
        return sa.select(
            sa.literal(self.name, sa.String(40)).label("stream"),
            model.id.label("id"),
            self.ref.label("ref"),
            self.titled().label("title"),
            self.whose.label("subject_id"),
            model.due_on.label("due_on"),
        ).where(model.is_overdue(on))

    def number(self, on: date, *which: sa.ColumnElement[bool]) -> int:
        """How many of them are late."""
        late = sa.select(sa.func.count()).select_from(self.model)
        return db.session.scalar(late.where(self.model.is_overdue(on), *which)) or 0

    def by_ids(self, ids: Iterable[int]) -> dict[int, Any]:
        """Rows by id, unchecked: the caller decides who may see them."""
        wanted = sa.select(self.model).where(self.model.id.in_(list(ids)))
        return {row.id: row for row in db.session.scalars(wanted)}

    def url(self, item: Any) -> str:
        """The address of the page of one."""
        endpoint, argument = self.page
        return url_for(endpoint, **{argument: item.id})


def merged(kinds: Iterable[Owed]) -> dict[str, Owed]:
    """The kinds by their names."""
    return {kind.name: kind for kind in kinds}


def registered() -> Mapping[str, Owed]:
    """The kinds that this app knows, by name."""
    return current_app.extensions["owed"]  # type: ignore[no-any-return]
