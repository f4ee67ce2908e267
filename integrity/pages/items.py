"""The parts of the page of one thing: what templates/streams/item.html takes, with its types."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import render_template
from markupsafe import Markup


class Fact(NamedTuple):
    """Something known of it; a value that is None or empty is shown as not known."""

    label: Any
    value: Any


class Link(NamedTuple):
    label: Any
    url: str


@dataclass(frozen=True)
class Badge:
    """A word with a shape: late, soon, good, closed or plain; `href` tells why."""

    word: Any
    tone: str = "plain"
    href: str | None = None


@dataclass(frozen=True)
class Button:
    """A way to the page of an act; of several, one is primary."""

    label: Any
    url: str
    primary: bool = False
    danger: bool = False


@dataclass(frozen=True)
class Event:
    """What happened at a moment, or on a day."""

    what: Any
    at: datetime | None = None
    on: date | None = None
    who: Any = None
    why: Any = None
    tone: str | None = "plain"
    href: str | None = None


@dataclass(frozen=True)
class Evidence:
    """A file, or a note on it; without an address, that there is one. sha256: its digest."""

    title: Any
    href: str | None = None
    note: Any = ""
    sha256: str = ""


@dataclass(frozen=True)
class Related:
    """A credit record that it led to."""

    title: Any
    href: str
    badge: Badge
    note: Any = ""


@dataclass(frozen=True)
class Section:
    """A part that only one kind of thing has: a template, and what it is given."""

    template: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def __html__(self) -> str:
        return Markup(render_template(self.template, **self.data))  # nosec B704: it escapes


@dataclass(frozen=True)
class Item:
    """The page of one thing, in the order of a phone.

    sentence: what it is, in one sentence. ref: its public number. badges: state, lateness, step.
    brief: who owes whom how much by when. target: what was promised and what was reached; share:
    how much of it, in percent. next: what happens next. steps: what a citizen can do about it.
    acts: what this person may do now. words: what was promised, as it was said. timeline: newest
    first. evidence: None where no files belong to such a thing. notices, parts and aside: what only
    this kind of thing has, above, between and beside. seals: what machines verify.
    """

    heading: Any
    kicker: Any
    sentence: Any = None
    ref: str | None = None
    badges: Sequence[Badge] = ()
    brief: Sequence[Fact] = ()
    target: Sequence[Fact] = ()
    share: int | None = None
    next: Any = ""
    steps: Sequence[Link] = ()
    words: Sequence[Section] = ()
    facts: Sequence[Fact] = ()
    acts: Sequence[Button] = ()
    timeline: Sequence[Event] = ()
    evidence: Sequence[Evidence] | None = None
    records: Sequence[Related] = ()
    links: Sequence[Link] = ()
    notices: Sequence[Section] = ()
    parts: Sequence[Section] = ()
    aside: Sequence[Section] = ()
    seals: Sequence[Section] = ()


def known(*pairs: tuple[Any, Any]) -> list[Fact]:
    """The facts that have a value; the others are left out."""
    return [Fact(label, value) for label, value in pairs if value not in (None, "")]
