"""A commitment as a row of a table: its columns read and written, and where two differ.

A column that a file does not have is not compared and leaves its default, so that files with fewer
columns go on to work. Texts are compared without spaces around them and with one kind of line end.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from commitments.models import (
    CATEGORY_NAMES,
    FIELD_NAMES,
    THEME_NAMES,
    Category,
    Commitment,
    KeyField,
    Theme,
)
from commitments.steps import milestones
from commitments.steps.milestones import Milestone
from integrity.base.db import db
from integrity.files import imports
from integrity.files.imports import BadValue, Row
from integrity.people.subjects import cells
from integrity.people.subjects.models import Subject, SubjectKind

Step = tuple[str, date, int]
NAMES = re.compile(r"[、,，;；\n]")
TEXTS = {
    "title": "title",
    "target": "target",
    "unit": "unit",
    "source_title": "source_title",
    "source_date": "source_date",
    "source_issuer": "issuer",
    "source_locator": "source_locator",
    "source_page": "source_page",
    "lead_words": "lead_unit",
    "support_words": "support_units",
    "due_words": "due_words",
    "body_text": "body_text",
}
"""Column of the model -> column of the file, for what is taken word by word."""
LONGEST = {"unit": 40, "source_page": 40}
CHOICES: dict[str, tuple[Any, Mapping[Any, Any]]] = {
    "category": (Category, CATEGORY_NAMES),
    "theme": (Theme, THEME_NAMES),
    "key_field": (KeyField, FIELD_NAMES),
}


def mentioned(row: Row) -> list[str]:
    """The codes and names of every subject that a row names."""
    return [word for word in (row["body"], row["beneficiary"], *names(row["supporters"])) if word]


def body_of(row: Row) -> Subject:
    """The body that a row says will do it; raises BadValue."""
    found = cells.named(row, "body")
    if found.kind is not SubjectKind.BODY:
        raise BadValue("body", _("不是机关事业单位。"))
    return found


def names(cell: str) -> list[str]:
    return [word.strip() for word in NAMES.split(cell) if word.strip()]


def promised(row: Row, subjects: Mapping[str, Subject]) -> dict[str, Any]:
    """What a row says was promised, by columns of the model; raises BadValue."""
    values: dict[str, Any] = {
        name: plain(row.text(column, LONGEST.get(name, imports.LONGEST)))
        for name, column in TEXTS.items()
        if column in row
    }
    for name, (words, shown) in CHOICES.items():
        if name in row:
            values[name] = row.choice(name, words, shown) if row[name] else None
    if "due_on" in row:
        values["first_due_on"] = row.day("due_on")
    if "quantity" in row:
        values["quantity"] = row.decimal("quantity")
    if "major" in row:
        values["major"] = row.flag("major")
    if "beneficiary" in row:
        values["beneficiary_id"] = _beneficiary(row, subjects)
    if "supporters" in row:
        values["supporters"] = _supporters(row, subjects)
    if "milestones" in row:
        values["milestones"] = _steps(row)
    return values


def written(item: Commitment, steps: Iterable[Milestone], shared: set[str]) -> dict[str, Any]:
    """The cells of a commitment; `shared` are names that several subjects have."""
    return {column: plain(getattr(item, name)) for name, column in TEXTS.items()} | {
        "ref": item.ref,
        "body": _word(item.subject),
        "category": item.category.value,
        "theme": item.theme and item.theme.value,
        "key_field": item.key_field and item.key_field.value,
        "beneficiary": item.beneficiary and _word(item.beneficiary),
        "major": str(item.major).lower(),
        "quantity": item.quantity,
        "due_on": item.first_due_on,
        "supporters": "、".join(sorted(_shown(one, shared) for one in item.supporters)),
        "milestones": milestones.as_cell((step.title, step.due_on, step.weight) for step in steps),
    }


def difference(
    found: Commitment, steps: Iterable[Milestone], values: Mapping[str, Any]
) -> str | None:
    """The first column of the file in which a stored commitment says something else."""
    for name, value in values.items():
        if name == "supporters":
            same = {one.id for one in found.supporters} == {one.id for one in value}
        elif name == "milestones":
            known = ((step.title, step.due_on, step.weight) for step in steps)
            same = milestones.as_cell(known) == milestones.as_cell(value)
        elif name in TEXTS:
            same = plain(getattr(found, name)) == value
        else:
            same = getattr(found, name) == value
        if not same:
            return TEXTS.get(name, name.removeprefix("first_").removesuffix("_id"))
    return None


def of_model(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as a new commitment takes them; its milestones are rows of their own."""
    return {name: value for name, value in values.items() if name != "milestones"}


def steps_of(item: Commitment, values: Mapping[str, Any]) -> list[Milestone]:
    """New milestones for a new commitment."""
    return [
        Milestone(commitment=item, position=position, title=title, due_on=due_on, weight=weight)
        for position, (title, due_on, weight) in enumerate(values.get("milestones", ()), start=1)
    ]


def planned(items: Iterable[Commitment]) -> dict[int, list[Milestone]]:
    """The milestones of a batch of commitments by their ids, in one query."""
    found: dict[int, list[Milestone]] = {item.id: [] for item in items}
    wanted = sa.select(Milestone).where(Milestone.commitment_id.in_(found))
    for step in db.session.scalars(wanted.order_by(Milestone.position, Milestone.id)):
        found[step.commitment_id].append(step)
    return found


def shared_names() -> set[str]:
    """Names that several subjects have, which name none of them."""
    wanted = sa.select(Subject.name).group_by(Subject.name).having(sa.func.count() > 1)
    return set(db.session.scalars(wanted))


def plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _beneficiary(row: Row, subjects: Mapping[str, Subject]) -> int | None:
    if not row["beneficiary"]:
        return None
    unknown = _("没有登记这个企业或者组织，或者有多个同名；自然人不公开。")
    found = cells.named(row, "beneficiary", unknown)
    if not found.public:
        raise BadValue("beneficiary", unknown)
    return found.id


def _supporters(row: Row, subjects: Mapping[str, Subject]) -> list[Subject]:
    words = names(row["supporters"])
    if unknown := [word for word in words if word not in subjects]:
        raise BadValue("supporters", _("没有登记：%(names)s", names="、".join(unknown)))
    return sorted({subjects[word] for word in words}, key=lambda one: one.id)


def _steps(row: Row) -> Sequence[Step]:
    try:
        steps = milestones.read(row["milestones"])
    except ValueError as wrong:
        raise BadValue("milestones", str(wrong)) from None
    due_on = row.day("due_on")
    for title, day, _weight in steps:
        if due_on and day > due_on:
            raise BadValue("milestones", milestones.too_late(title))
    return steps


def _word(subject: Subject) -> str:
    return subject.uscc or subject.name


def _shown(subject: Subject, shared: set[str]) -> str:
    ambiguous = subject.name in shared or NAMES.search(subject.name)
    return _word(subject) if ambiguous else subject.name
