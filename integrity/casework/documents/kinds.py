"""The kinds of papers: what a thing gives its paper, to whom it goes, and what service begins.

A feature declares them in a `papers.py` beside its flow; the app holds all of them as one table.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

import sqlalchemy as sa
from flask import current_app

from integrity.base.audit import service as audit
from integrity.base.db import Base
from integrity.base.errors import NotFound

EVERY = ("发文机关", "联系方式")
"""The fields that every kind has: who issues it, and how to reach them."""


class Served(Protocol):
    """What begins on the day on which papers were served, for the things with these ids.

    It sets the terms that the law counts from service; nothing else does.
    """

    def __call__(
        self, things: sa.Select[Any], on: date, *, by: audit.Actor, at: datetime
    ) -> None: ...


@dataclass(frozen=True)
class Addressee:
    """To whom a paper goes: a subject that is known here, or somebody by name alone."""

    name: str
    subject_id: int | None = None


def its_subject(item: Any) -> Sequence[Addressee]:
    """Most papers go to the one whom the thing is about."""
    return [Addressee(item.subject.name, item.subject_id)]


def by_the_office(item: Any) -> int | None:
    """The leading group's office issues it."""
    return None


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper of one kind of thing.

    mark: the letters in its internal numbers. fields: what a template may ask for -> what a
    thing answers: words, a day, a table, or nothing. issuer: the id of the body that has the
    power, None: the office. served: what begins with its service. within: the family of terms
    by which an answer is due, counted from service. answered(item, delivery, by=, at=): what an
    answer does. must_be_opened: on a desk it is served only by whoever opens it,
    never by a rule. by_leader: only the leader in charge issues it. applies: whether a thing has
    such a paper at all. url: the page of the thing. text: the template, where several kinds
    share one. why: the field that is the reason of the move which makes it. load: what its
    fields need of many things at once (loader options). gather: looks up for a batch of things
    what loading them does not bring (`terms.once`).
    """

    name: str
    title: Any
    mark: str
    model: Any
    fields: Mapping[str, Callable[[Any], Any]]
    url: Callable[[Any], str]
    addressees: Callable[[Any], Sequence[Addressee]] = its_subject
    issuer: Callable[[Any], int | None] = by_the_office
    served: Served | None = None
    within: str | None = None
    answered: Callable[..., None] | None = None
    must_be_opened: bool = False
    by_leader: bool = False
    text: str = ""
    why: str = ""
    load: Sequence[Any] = ()
    gather: Callable[[Sequence[Any]], None] = field(default=lambda items: None)
    applies: Callable[[Any], bool] = field(default=lambda item: True)

    @property
    def names(self) -> set[str]:
        """The fields that its text may ask for."""
        return {*self.fields, *EVERY, *filter(None, [self.why])}

    @property
    def template(self) -> str:
        """The name of its text."""
        return self.text or self.name

    @property
    def thing(self) -> str:
        """The table of what it is about."""
        return str(self.model.__tablename__)


def merged(kinds: Iterable[PaperKind]) -> dict[str, PaperKind]:
    """One table of all; raises ValueError for two of the same name or with the same mark."""
    table: dict[str, PaperKind] = {}
    for kind in kinds:
        if kind.name in table or kind.mark in {known.mark for known in table.values()}:
            raise ValueError(f"{kind.name} ({kind.mark}) is a kind of paper twice")
        table[kind.name] = kind
    return table


def registered() -> dict[str, PaperKind]:
    """The kinds of this app, by name."""
    return current_app.extensions["papers"]  # type: ignore[no-any-return]


def named(name: str) -> PaperKind:
    """One kind; raises NotFound."""
    try:
        return registered()[name]
    except KeyError:
        raise NotFound from None


def model_of(thing: str) -> Any:
    """The model of a table."""
    mappers = Base.registry.mappers
    return next(m.class_ for m in mappers if m.local_table.name == thing)  # type: ignore[attr-defined]
