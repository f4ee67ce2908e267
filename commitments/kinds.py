"""How the parts of a commitment are read from a cell, asked, compared and written."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from commitments.steps import milestones
from integrity.files.fitness import LONGEST
from integrity.files.imports import BadValue, Row
from integrity.pages.fields import Kind, as_it_is, text
from integrity.pages.forms import NumberField
from integrity.people.subjects import cells
from integrity.people.subjects.choosing import FIRMS, SubjectField, SubjectsField
from integrity.people.subjects.fields import PARTY
from integrity.people.subjects.models import Subject
from integrity.people.subjects.names import parted


def plain(said: str) -> str:
    """Words as they are compared: one kind of line end, no spaces around."""
    return said.replace("\r\n", "\n").replace("\r", "\n").strip()


def words(most: int, rows: int = 1, in_file: int = LONGEST) -> Kind:
    """Words that a form takes up to a length; those of a published source may be longer."""

    def read(row: Row, column: str) -> str:
        return plain(row.text(column, in_file))

    asked = text(most, rows)
    return replace(asked, read=read, write=plain, stored=plain, brief=as_it_is, hint="")


def _beneficiary(row: Row, column: str) -> Subject | None:
    if not row[column]:
        return None
    unknown = _("没有登记这个企业或者组织，或者有多个同名；自然人不公开。")
    found = cells.named(row, column, unknown)
    if not found.public:
        raise BadValue(column, unknown)
    return found


def _supporters(row: Row, column: str) -> list[Subject]:
    subjects, said = row.known["subjects"], parted(row[column])
    if unknown := [word for word in said if word not in subjects]:
        raise BadValue(column, _("没有登记：%(names)s", names="、".join(unknown)))
    return _in_order({subjects[word] for word in said})


def _in_order(subjects: Any) -> list[Subject]:
    return sorted(subjects, key=lambda one: one.id)


def _names(subjects: Sequence[Subject]) -> str:
    return _("、").join(subject.name for subject in subjects)


def _plan(row: Row, column: str) -> Sequence[tuple[str, date, int]]:
    try:
        steps = milestones.read(row[column])
    except ValueError as wrong:
        raise BadValue(column, str(wrong)) from None
    due_on = row.day("due_on")
    for title, day, _weight in steps:
        if due_on and day > due_on:
            raise BadValue(column, milestones.too_late(title))
    return steps


NUMBER = Kind(Row.decimal, control=NumberField, hint=_l("数字，最多两位小数。"))
FLAG = Kind(
    Row.flag,
    write=lambda said: str(said).lower(),
    hint=_l("是或者否；不填为否。"),
    control=BooleanField,
    show=lambda said: _("是") if said else "",
)
BENEFICIARY = replace(PARTY, read=_beneficiary, control=partial(SubjectField, kinds=FIRMS))
SUPPORTERS = Kind(_supporters, write=_names, stored=_in_order, control=SubjectsField, show=_names)
PLAN = Kind(_plan, write=milestones.as_cell)
