"""What is said to whom, as tables: event -> who -> words -> how urgent.

An event is a move in the log, or a fact that a job finds. Words name the number of a thing and
nothing else of it: what they say may be read on a telephone that lies on a table.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _

from integrity.base.addresses import path_to as path_to
from integrity.base.permissions import REACH_ALL, AnyPermission, found_in, roles_with
from integrity.people.accounts.models import AccountState, User
from integrity.people.subjects import competence

DUE_SOON, OVERDUE = "due_soon", "overdue"
"""Events of the calendar, beside the moves: what is due in a few working days, or was."""


@dataclass(frozen=True)
class Whom:
    """Who hears of something: everybody who may do this, for every body or for this one.

    permission: what they may do; None: a person that the thing itself names.
    column: of the thing or of what it belongs to, names their body (or, without a permission,
        themselves); None: those who do it for every body.
    alone: there is one office for this, without a body; all who may do it hear of it.
    """

    permission: AnyPermission | None
    column: Any = None
    alone: bool = False

    @property
    def name(self) -> str:
        """Tells one from another of an event, whatever stands before or after it in the table."""
        return str(self.permission if self.column is None else self.column)

    def people(self, account: Any = User) -> sa.ColumnElement[bool]:
        """The condition for the accounts, of somebody in use, who hear of a thing."""
        active = account.state == AccountState.ACTIVE
        if self.permission is None:
            return sa.and_(active, account.id == self.column)
        roles = roles_with(self.permission)
        if matter := found_in(self.permission):
            near = account.body_id == competence.of(matter)
            return sa.and_(active, account.role.in_(roles), near)
        wide = [role for role in roles if self.alone or role in REACH_ALL]
        if self.column is None:
            return sa.and_(active, account.role.in_(wide))
        near = [role for role in roles if role not in wide]
        return sa.and_(active, account.role.in_(near), account.body_id == self.column)


class Page(NamedTuple):
    """Where a message leads; `argument`: what the address asks for, "": nothing; `ref`: from which
    column it is made, None: `ref` of the model."""

    endpoint: str
    argument: str = "ref"
    ref: Any = None


@dataclass(frozen=True)
class Tell:
    """Something that is said; `words` have %(ref)s where the number of the thing stands.

    page: for those who have another page of the thing than the others.
    """

    words: Any
    to: Whom
    urgent: bool = False
    page: Page | None = None


def at_once(words: Any, to: Whom, page: Page | None = None) -> tuple[Tell, ...]:
    """Said to them without delay; what is said to several of an event is added up."""
    return (Tell(words, to, urgent=True, page=page),)


def daily(words: Any, to: Whom, page: Page | None = None) -> tuple[Tell, ...]:
    """Said to them with all else of a day, on the morning of the next working day."""
    return (Tell(words, to, page=page),)


def untold(_why: str) -> tuple[Tell, ...]:
    """Said to nobody, and why."""
    return ()


@dataclass(frozen=True)
class Source:
    """What is told of the things of one kind.

    tells: event -> what is said then, to one or several.
    endpoint, argument: the page of a thing, and what its address asks for; "": nothing.
    ref: the column that its address is made from, `ref` of the model if not said; number: how that
        is written on paper.
    joined: what the thing belongs to, where its columns are used: a model and the condition each.
    unseen(account): the condition for rows of which this account, a column, must not hear though
        its role might act on them.
    counted(): the condition for rows of whose days anybody is reminded.
    """

    model: Any
    tells: Mapping[str, Sequence[Tell]]
    endpoint: str
    argument: str = "ref"
    ref: Any = None
    number: Callable[[str], str] = str
    joined: Sequence[tuple[Any, sa.ColumnElement[bool]]] = ()
    unseen: Callable[[Any], sa.ColumnElement[bool]] | None = None
    counted: Callable[[], sa.ColumnElement[bool]] = sa.true

    def page(self, tell: Tell) -> Page:
        return tell.page or Page(self.endpoint, self.argument, self.ref)

    @property
    def thing(self) -> str:
        return str(self.model.__tablename__)


@dataclass(frozen=True)
class Said:
    """One sentence and the address of the page that it leads to."""

    words: str
    path: str


def merged(sources: Iterable[Source]) -> dict[str, Source]:
    """One table of several, by thing; raises ValueError for two of one thing, or one event."""
    found: dict[str, Source] = {}
    for source in sources:
        if found.setdefault(source.thing, source) is not source:
            raise ValueError(f"{source.thing} is told twice")
        for event, said in source.tells.items():
            if len({tell.to.name for tell in said}) < len(said):
                raise ValueError(f"{source.thing}: {event} is told twice to the same people")
    return found


def sources() -> dict[str, Source]:
    """What is told in this app, by thing."""
    return current_app.extensions["tells"]  # type: ignore[no-any-return]


def event_of(move: str, tell: Tell) -> str:
    """How a message names what it says: the event, and to whom."""
    return f"{move}/{tell.to.name}"


def say(thing: str, event: str, ref: str) -> Said:
    """What a message says today, in the tongue of whoever reads it."""
    source = sources().get(thing)
    move, _slash, _to = event.partition("/")
    said = {event_of(move, tell): tell for tell in source.tells.get(move, ())} if source else {}
    if source is None or event not in said:
        return Said(_("您办理的事项有新的进展，请登录查看。"), path_to("desk.today"))
    words = str(said[event].words) % {"ref": source.number(ref)}
    page = source.page(said[event])
    asked = {page.argument: ref} if page.argument else {}
    return Said(words, path_to(page.endpoint, **asked))
