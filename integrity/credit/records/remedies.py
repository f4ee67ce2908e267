"""What a remedy against a record or an entry is, for the pages that the remedies share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from integrity.base.permissions import AnyPermission
from integrity.base.states import Flow
from integrity.casework.acts import Act
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.pages.forms import PostForm
from integrity.pages.items import Link, Section
from integrity.people.subjects.models import SubjectKind


@dataclass(frozen=True)
class Remedy:
    """One remedy: what it is called, what it asks, who decides, what hinders it.

    The model is Filed. `form` makes the form for a thing, by itself or on paper; a file that it
    takes is kept with what was filed, by its label. `how` is the template that tells a visitor
    without an account what to do, `told` what it needs; `guide` is what is said of a thing before.
    `rejected` is the state against which the law opens review and lawsuit. `waits`: what is
    hindered today was so on every day before, also on that on which paper came in.
    """

    name: str
    title: Any
    heading: Any
    thanks: Any
    empty: Any
    model: Any
    flow: Flow
    acts: Mapping[str, Act]
    form: Callable[[Any, bool], type[PostForm]]
    file: Callable[..., Any]
    filing: AnyPermission
    deciding: AnyPermission
    state_names: Mapping[Any, Any]
    how: str
    rejected: Any
    hindrances: Callable[[Any, date], list[str]]
    told: Callable[[], dict[str, Any]] = dict
    more: Callable[[Any], list[tuple[Any, Any]]] = lambda item: []
    links: Callable[[Any], list[Link]] = lambda item: []
    guide: Callable[[Any], Section | None] = lambda thing: None
    waits: bool = False


def address_of(thing: CreditRecord | ListEntry) -> str:
    """The page of what a remedy is against."""
    if isinstance(thing, CreditRecord):
        return url_for("records.item", number=thing.id)
    return url_for("sanctions.entry", number=thing.id)


def is_shown(thing: CreditRecord | ListEntry) -> bool:
    """Whether anybody may read of it."""
    subject = thing.subject
    if subject.kind is SubjectKind.PERSON or not subject.public or thing.shielded:
        return False
    if isinstance(thing, CreditRecord):
        return thing.public and thing.state in records.COUNTING
    return thing.state is EntryState.LISTED
