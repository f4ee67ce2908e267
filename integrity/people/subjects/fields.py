"""A body or an enterprise as a field of something else: by code or name in a file, else by name."""

from operator import attrgetter
from typing import Any

from flask_babel import lazy_gettext as _l

from integrity.pages.fields import Kind
from integrity.pages.forms import ChosenField
from integrity.people.subjects import cells
from integrity.people.subjects.models import Subject
from integrity.people.subjects.service import became, body_names


def in_cell(subject: Subject) -> str:
    """The word by which a file names it for certain."""
    return subject.uscc or subject.name


def _chosen(label: Any, **more: Any) -> ChosenField:
    return ChosenField(label, coerce=int, choices=lambda: list(body_names().items()), **more)


NAME = attrgetter("name")
PARTY = Kind(
    cells.named,
    write=in_cell,
    hint=_l("统一社会信用代码，或者登记的名称。"),
    stored=became,
    show=NAME,
    brief=NAME,
    word=NAME,
)
"""Whoever is registered."""
BODY = Kind(
    cells.named,
    write=in_cell,
    hint=PARTY.hint,
    stored=became,
    control=_chosen,
    show=NAME,
    brief=NAME,
    word=NAME,
    asked=body_names,
)
"""A public body, chosen from all of them."""
