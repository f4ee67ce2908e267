"""A commitment as a row of a table: its columns read and written, and where two differ.

A column that a file does not have is not compared and leaves its default, so that files with fewer
columns go on to work. Texts are compared without spaces around them and with one kind of line end.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from commitments.fields import MILESTONES, PROMISE, REF, RESPONSIBLE
from commitments.models import Commitment
from commitments.source_fields import SOURCE
from commitments.steps import milestones
from commitments.steps.milestones import Milestone
from integrity.base.db import db
from integrity.files.imports import BadValue, Row
from integrity.pages import fields
from integrity.pages.fields import FILE, at
from integrity.people.subjects import cells
from integrity.people.subjects.fields import in_cell
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.people.subjects.names import SEPARATORS, parted

CONTENT = (*at(PROMISE, FILE), *SOURCE)
"""What is compared of a commitment, besides who answers for it and its milestones."""
IN_MODEL = {
    "issuer": "source_issuer",
    "lead_unit": "lead_words",
    "support_units": "support_words",
    "due_on": "first_due_on",
}
"""Column of the file -> column of the model, where they differ."""


def mentioned(row: Row) -> list[str]:
    """The codes and names of every subject that a row names."""
    return [word for word in (row["body"], row["beneficiary"], *parted(row["supporters"])) if word]


def body_of(row: Row) -> Subject:
    """The body that a row says will do it; raises BadValue."""
    found = cells.named(row, "body")
    if found.kind is not SubjectKind.BODY:
        raise BadValue("body", _("不是机关事业单位。"))
    return found


def promised(row: Row) -> dict[str, Any]:
    """What a row says was promised, by columns of the file; raises BadValue."""
    return fields.read([field for field in (*CONTENT, MILESTONES) if field.name in row], row)


def written(item: Commitment, steps: Iterable[Milestone], shared: set[str]) -> dict[str, Any]:
    """The cells of a commitment; `shared` are names that several subjects have."""
    return fields.written((REF, RESPONSIBLE, *CONTENT), item) | {
        "supporters": "、".join(sorted(_shown(one, shared) for one in item.supporters)),
        "milestones": milestones.as_cell((step.title, step.due_on, step.weight) for step in steps),
    }


def difference(
    found: Commitment, steps: Iterable[Milestone], said: Mapping[str, Any], row: Row
) -> str | None:
    """The first column of the file in which a stored commitment says something else."""
    for field in fields.differences(CONTENT, found, said, row):
        return field.name
    known = milestones.as_cell((step.title, step.due_on, step.weight) for step in steps)
    if "milestones" in said and milestones.as_cell(said["milestones"]) != known:
        return MILESTONES.name
    return None


def of_model(said: Mapping[str, Any]) -> dict[str, Any]:
    """The values as a new commitment takes them; its milestones are rows of their own."""
    return {IN_MODEL.get(name, name): said[name] for name in said if name != "milestones"}


def steps_of(item: Commitment, said: Mapping[str, Any]) -> list[Milestone]:
    """New milestones for a new commitment."""
    return [
        Milestone(commitment=item, position=position, title=title, due_on=due_on, weight=weight)
        for position, (title, due_on, weight) in enumerate(said.get("milestones", ()), start=1)
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


def _shown(subject: Subject, shared: set[str]) -> str:
    ambiguous = subject.name in shared or SEPARATORS.search(subject.name)
    return in_cell(subject) if ambiguous else subject.name
