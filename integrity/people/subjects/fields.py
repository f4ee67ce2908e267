"""A body or an enterprise as a field of something else: by code or name in a file, else by name."""

from dataclasses import replace
from functools import partial
from operator import attrgetter

from flask_babel import lazy_gettext as _l

from integrity.pages.fields import Kind
from integrity.people.subjects import cells
from integrity.people.subjects.choosing import EVERYBODY, SubjectField
from integrity.people.subjects.models import Subject
from integrity.people.subjects.service import became


def in_cell(subject: Subject) -> str:
    """The word by which a file names it for certain."""
    return subject.uscc or subject.name


NAME = attrgetter("name")
PARTY = Kind(
    cells.named,
    write=in_cell,
    hint=_l("统一社会信用代码，或者登记的名称。"),
    stored=became,
    control=partial(SubjectField, kinds=EVERYBODY),
    narrows=partial(SubjectField, kinds=EVERYBODY),
    show=NAME,
    brief=NAME,
    word=NAME,
)
"""Whoever is registered."""
BODY = replace(PARTY, control=SubjectField, narrows=SubjectField)
"""A public body, found among all of them."""
