"""Commitments in and out of tables, and the real ones the product ships with.

Who answers (`body`) was decided when the file was prepared: a single named unit that is an
institution does; several without order, an internal department or nobody, and it is the issuer.
The source's own words stay in `lead_unit`. Where the source does not show who issued it, the
government of the province is taken. `done_on` is filled where the source itself says that it is
done, never later than the due day of the promise; nobody has verified it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from commitments.models import PUBLIC, Category, Commitment, CommitmentState, Progress
from integrity import clock, imports
from integrity.audit import service as audit
from integrity.db import db
from integrity.imports import BadValue, Importer, Loaded, Row
from integrity.subjects.models import Subject, SubjectKind
from integrity.subjects.service import by_words

DATA = Path(__file__).parent / "data" / "commitments.csv"
WORDS = {
    "title": "title",
    "target": "target",
    "source_title": "source_title",
    "source_date": "source_date",
    "source_issuer": "issuer",
    "source_locator": "source_locator",
    "lead_words": "lead_unit",
    "support_words": "support_units",
    "due_words": "due_words",
}
"""Column of the model -> column of the file, for what is taken word by word."""
COLUMNS = (
    "ref",
    "body",
    "source_title",
    "source_date",
    "issuer",
    "title",
    "target",
    "lead_unit",
    "support_units",
    "due_on",
    "due_words",
    "category",
    "outcome_words",
    "outcome_date",
    "source_locator",
    "done_on",
)


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The bodies and the commitments that a batch names, in two queries."""
    refs = [row["ref"] for row in rows]
    found = db.session.scalars(sa.select(Commitment).where(Commitment.ref.in_(refs)))
    return {
        "bodies": by_words(row["body"] for row in rows),
        "commitments": {item.ref: item for item in found},
    }


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add a commitment that its source published; the same row again changes nothing."""
    body = row.known["bodies"].get(row["body"])
    if body is None or body.kind is not SubjectKind.BODY:
        raise BadValue("body", _("没有登记这个单位，或者有多个单位同名；请填写统一社会信用代码。"))
    values = _values(row, body)
    found = row.known["commitments"].get(row["ref"])
    if found is not None:
        _demand_same(found, values)
        return Loaded.UNCHANGED
    row.known["commitments"][row["ref"]] = _add(row, body, values, by, at)
    return Loaded.ADDED


def dump() -> Iterator[Mapping[str, Any]]:
    """Every published commitment with its first report, as it can be imported again."""
    reports = sa.select(Progress).where(Progress.by_id.is_(None))
    said = {report.commitment_id: report for report in db.session.scalars(reports)}
    wanted = (
        sa.select(Commitment)
        .where(Commitment.state.in_(PUBLIC))
        .options(joinedload(Commitment.subject))
        .order_by(Commitment.id)
    )
    for item in db.session.scalars(wanted.execution_options(yield_per=1000)):
        report = said.get(item.id)
        yield {column: getattr(item, name) for name, column in WORDS.items()} | {
            "ref": item.ref,
            "body": item.subject.uscc or item.subject.name,
            "category": item.category.value,
            "due_on": item.first_due_on,
            "done_on": item.closed_on,
            "outcome_words": report.text if report else "",
            "outcome_date": report.on_day if report else None,
        }


def load_real(*, by: audit.Actor, at: datetime) -> imports.Report:
    """The real commitments; their bodies must be registered first."""
    return imports.run(IMPORTERS["commitments"], DATA, by=by, at=at)


def _values(row: Row, body: Subject) -> dict[str, Any]:
    due_on, done_on = row.day("due_on"), row.day("done_on")
    values: dict[str, Any] = {name: row[column] for name, column in WORDS.items()}
    if len(row["source_date"]) not in (0, 4):
        values["source_date"] = str(row.day("source_date"))
    return values | {
        "category": row.choice("category", Category),
        "first_due_on": due_on,
        "closed_on": done_on,
        "subject_id": body.id,
    }


def _demand_same(found: Commitment, values: dict[str, Any]) -> None:
    """A published promise is never rewritten by an import; what happened since is not in a file."""
    for name, value in values.items():
        if name != "closed_on" and getattr(found, name) != value:
            raise BadValue(
                WORDS.get(name, name.removeprefix("first_")),
                _("此编号的承诺已公开，内容不同；公开的承诺只能依法变更。"),
            )


def _add(
    row: Row, body: Subject, values: dict[str, Any], by: audit.Actor, at: datetime
) -> Commitment:
    done, reported_on = values["closed_on"], row.day("outcome_date")
    item = Commitment(
        ref=row["ref"],
        subject=body,
        state=CommitmentState.REPORTED if done else CommitmentState.PUBLISHED,
        due_on=values["first_due_on"],
        due_basis=row["source_title"],
        measured=row["outcome_words"] if done else "",
        published_by=row["issuer"],
        published_at=_moment(values["source_date"]),
        reported_by=row["issuer"] if done else "",
        **values,
    )
    db.session.add(item)
    if row["outcome_words"]:
        report = Progress(
            commitment=item,
            on_day=reported_on,
            percent=None,
            text=row["outcome_words"],
            at=clock.at(reported_on, 9) if reported_on else at,
            by_id=None,
            by_name=row["source_title"],
        )
        db.session.add(report)
    return item


def _moment(source_date: str) -> datetime | None:
    return clock.at(date.fromisoformat(source_date), 9) if len(source_date) == 10 else None


IMPORTERS = {
    "commitments": Importer(
        columns=COLUMNS,
        required=("ref", "body", "title", "category", "issuer"),
        load=load,
        key=("ref",),
        prepare=prepare,
        dump=dump,
        model=Commitment,
    )
}
