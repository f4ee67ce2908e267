"""The contract of a stream: a kind of thing that a public body owes somebody by a day.

(Or an enterprise: `of_bodies` says so, and the figures about public bodies pass over it.)

A stream says what is overdue; the core turns that into a credit record and never knows a stream
by name. Adding one is a folder with models, forms, service, views and stream, and a line in wsgi.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, current_app, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity.base import searching
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, AnyPermission, Grants
from integrity.base.publications.kinds import Kind
from integrity.base.runs import Job
from integrity.base.states import Flow
from integrity.casework import finding
from integrity.casework.acts import Act, buttons
from integrity.casework.breaches import BREACH as BREACH
from integrity.casework.breaches import NOT_TAKEN_OVER as NOT_TAKEN_OVER
from integrity.casework.breaches import Problem
from integrity.casework.breaches import breach as breach
from integrity.casework.counting import Delivered as Delivered
from integrity.casework.counting import Figures as Figures
from integrity.casework.counting import Promised as Promised
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.on_paper import OnPaper
from integrity.casework.first_steps import FirstStep
from integrity.casework.recounts import Day
from integrity.casework.signals import NONE, Signals
from integrity.casework.steps import step_in
from integrity.pages.fields import Field
from integrity.pages.items import Badge, Button
from integrity.people.messages.following import Followed
from integrity.people.messages.tells import Source
from integrity.people.subjects import competence


@dataclass(frozen=True)
class Place:
    """A public page in the menu above every page; they stand by their `order`, from 10 to 90."""

    address: str
    label: Any
    order: int


@dataclass(frozen=True)
class Reach:
    """Who sees what of a stream.

    read: the permission to read what is not public; None: nobody's.
    grants: which role has which of its permissions.
    mine(body_id): the condition for rows in which a body is a party; public: for everybody's.
    finds: the permission of the department that finds what is so, for every body; which one that
        is stands in the table of competent bodies under the name of the stream.
    matters: further matters of that table in which it is found what this stream needs to know.
    assigned(user): the ids of the bodies that a person was given to look at.
    live(user): whether this person may know its figures as they stand; to others only `summary`
        tells what may be known.
    searched: the texts by which its things are found; of what may be public only public ones.
    about: further columns of those by whose name they are found, besides the subject.
    left(user): the condition for things that a person left to others (回避).
    publishes: further kinds of public things. keeps: what its own said before stays in the log.
    menu: its public pages. desk: its pages of the desk besides its list, as (endpoint, label).
    """

    mine: Callable[[int], sa.ColumnElement[bool]]
    public: Callable[[], sa.ColumnElement[bool]]
    read: AnyPermission | None = None
    grants: Grants = field(default_factory=dict)
    finds: AnyPermission | None = None
    matters: Mapping[str, Any] = field(default_factory=dict)
    assigned: Callable[[Any], sa.Select[Any]] | None = None
    live: Callable[[Any], bool] = lambda user: True
    searched: tuple[Any, ...] = ()
    about: tuple[Any, ...] = ()
    left: Callable[[Any], sa.ColumnElement[bool]] = lambda user: sa.false()
    publishes: tuple[Kind, ...] = ()
    keeps: bool = False
    menu: tuple[Place, ...] = ()
    desk: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Work:
    """What is done with the things of a stream, and when.

    acts: move -> Act; moves without one are not by hand.
    jobs: what runs by night or often. days: due days in columns of their own.
    duties(user): what waits for a person besides the things themselves (a Task).
    alarms(user, on): what a person must know of it before all duties.
    inherited: the condition for open things that a new head of the body must take over.
    changeable: whether a new head may ask for a lawful change of them: not of a judgment or a debt.
    missed_takeovers(stream, on): the breaches of heads who did not take over things of a stream.
    on_record(record): what the person logged in may do in it about a confirmed record, as rows of
        a label and an address.
    on_item(stream, item), on_entry(entry): about a thing of any stream, about an entry of a list.
    meanwhile(things): what everybody may know is being done by it about late things of any stream,
        which are named as (stream, id): a word of each of those about which something is.
    tells: who is told of what, of its things and of what belongs to them.
    followed: what of it may be followed by mail without an account.
    papers: the kinds of papers that its moves write; on_paper: what is also signed on paper.
    ships: loads the data a stream comes with; what is there already stays. Returns how many.
    informs(subject_ids, about, on): what a check of a matter tells besides, without a verdict.
    delivered: what bodies send in as its things.
    first_steps: what it needs before the first day of an installation.
    """

    flow: Flow
    acts: Mapping[str, Act]
    jobs: tuple[Job, ...] = ()
    days: tuple[Day, ...] = ()
    importers: Mapping[str, Any] = field(default_factory=dict)
    duties: Callable[[Any], Iterable[Any]] | None = None
    alarms: Callable[[Any, date], Iterable[str]] | None = None
    inherited: Callable[[], sa.ColumnElement[bool]] | None = None
    changeable: bool = False
    missed_takeovers: Callable[[str, date], sa.Select[Any]] | None = None
    on_record: Callable[[Any], Iterable[tuple[Any, str]]] | None = None
    on_item: Callable[["Stream", Any], Iterable[tuple[Any, str]]] | None = None
    on_entry: Callable[[Any], Iterable[tuple[Any, str]]] | None = None
    meanwhile: Callable[[Sequence[tuple[str, int]]], Mapping[tuple[str, int], str]] | None = None
    tells: Sequence[Source] = ()
    followed: Sequence[Followed] = ()
    papers: tuple[PaperKind, ...] = ()
    on_paper: tuple[OnPaper, ...] = ()
    ships: Callable[[], int] | None = None
    informs: Callable[[Sequence[int], str, date], Mapping[int, Sequence[str]]] | None = None
    delivered: Delivered | None = None
    first_steps: tuple[FirstStep, ...] = ()


@dataclass(frozen=True)
class Words:
    """What things are called on a page.

    rules: breach rule -> its name. move_names: of the moves that are no acts.
    standing(item, on): where an item stands on a day, as a word and a tone, for other pages.
    lateness(item, on): how its day looks, where that is not what the day alone says.
    warning(on): gives the word of warning that today's duties show with an item, or None.
    problems: breach rule -> which of the four problems of public bodies it is, None: none of them;
        a column of the model where each thing says it itself.
    """

    rules: Mapping[str, Any]
    state_names: Mapping[Any, Any]
    move_names: Mapping[str, Any] = field(default_factory=dict)
    standing: Callable[[Any, date], tuple[Any, str]] | None = None
    lateness: Callable[[Any, date], Badge | None] | None = None
    warning: Callable[[date], Callable[[Any], Any]] | None = None
    problems: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Stream:
    """Everything the core may ask of a stream.

    model: has HasDeadline, `id`, `ref`, `title` (a column, or a hybrid known to SQL), `state`,
        `outcome`, `subject_id`, `subject`, `parties`.
    breaches(on): a SELECT of BREACH columns of everything that broke a rule by that day.
    answerer(item): the public body that answers complaints about an item, None: none for sure.
    fields: what an item says; everybody is told those that are public of what is public.
    signals: what warns of it besides its own days.
    """

    name: str
    title: Any
    model: Any
    blueprint: Blueprint
    breaches: Callable[[date], sa.Select[Any]]
    reach: Reach
    work: Work
    words: Words
    figures: Figures = field(default_factory=Figures)
    answerer: Callable[[Any], int | None] = attrgetter("subject_id")
    fields: Sequence[Field] = ()
    signals: Signals = NONE

    def __post_init__(self) -> None:
        self.work.flow.names.update(self.words.state_names)
        searching.index(*self.reach.searched)
        if self.work.inherited:
            rules = {**self.words.rules, NOT_TAKEN_OVER: _l("新任主要负责人逾期未确认承接")}
            problems = {**self.words.problems, NOT_TAKEN_OVER: Problem.OLD_PROMISES_IGNORED}
            object.__setattr__(self, "words", replace(self.words, rules=rules, problems=problems))

    def visible(self, user: Any) -> sa.ColumnElement[bool]:
        """The condition for rows this person may see."""
        if not user.is_authenticated or not self.is_read_by(user):
            return self.reach.public()
        if self.is_reached_by(user):
            return sa.true()
        return sa.or_(self.reach.public(), self.reach.mine(user.body_id or 0))

    def is_reached_by(self, user: Any) -> bool:
        """Whether this person acts on the things of every body."""
        return user.role in REACH_ALL or (
            self.reach.finds is not None and user.can(self.reach.finds)
        )

    def is_read_by(self, user: Any) -> bool:
        """Whether this person reads more than what is public; nobody where nothing says who."""
        return self.reach.read is not None and user.can(self.reach.read)

    def found(self, words: str | finding.Asked) -> sa.ColumnElement[bool]:
        """The condition for rows in which every word is, or the name of somebody it concerns."""
        return finding.meets(words, self.reach.searched, (self.model.subject_id, *self.reach.about))

    def by_ref(self, ref: str) -> Any:
        """The row with this reference if the person logged in may see it; raises NotFound."""
        wanted = sa.select(self.model).where(self.model.ref == ref, self.visible(current_user))
        item = db.session.scalars(for_change(wanted, self.model)).first()
        if item is None:
            raise NotFound
        return item

    def by_ids(self, ids: Iterable[int]) -> dict[int, Any]:
        """Rows by id, in one query, unchecked: the caller decides who may see them."""
        rows = db.session.scalars(sa.select(self.model).where(self.model.id.in_(list(ids))))
        return {row.id: row for row in rows}

    def is_public(self, item: Any) -> bool:
        """Whether everybody may see this item."""
        mine = sa.exists().where(self.model.id == item.id, self.reach.public())
        return bool(db.session.scalar(sa.select(mine)))

    def url(self, item: Any) -> str:
        """The address of an item's page."""
        return url_for(f"{self.name}.item", ref=item.ref)

    def buttons(self, item: Any) -> list[Button]:
        """What the person logged in may do with this item now, the primary act first."""
        return buttons(
            self.work.acts,
            self.work.flow,
            item,
            lambda move: url_for(f"{self.name}.act", ref=item.ref, move=move),
        )

    def step(self, item: Any, on: date) -> tuple[str, str] | None:
        """Who must act in the item's state and how late they are, as a word and a tone."""
        return step_in(self.work.flow, item, on)

    def overdue(self, on: date) -> sa.Select[Any]:
        """Items still open after their day."""
        return self.model.overdue(on)  # type: ignore[no-any-return]


def registered() -> dict[str, Stream]:
    """The streams of this app, by name."""
    return current_app.extensions["streams"]  # type: ignore[no-any-return]


def is_assigned(user: Any, body_id: int) -> bool:
    """Whether this person was given this body to look at."""
    found = [s.reach.assigned(user) for s in registered().values() if s.reach.assigned]
    return any(db.session.scalar(sa.select(sa.literal(body_id).in_(ids))) for ids in found)


def of_bodies() -> dict[str, Stream]:
    """The streams of what public bodies owe, by name."""
    return {name: stream for name, stream in registered().items() if stream.figures.of_bodies}


def matters() -> dict[str, Any]:
    """What a competent body may find in: every stream, and further matters, with their names."""
    own = {key: name for s in registered().values() for key, name in s.reach.matters.items()}
    return {s.name: s.title for s in registered().values()} | own | competence.MATTERS


def told() -> dict[str, Stream]:
    """Those of them of which whoever asks may know every figure as it stands now."""
    return {name: stream for name, stream in of_bodies().items() if stream.reach.live(current_user)}


def named(name: str) -> Stream:
    """One stream; raises NotFound."""
    try:
        return registered()[name]
    except KeyError:
        raise NotFound from None
