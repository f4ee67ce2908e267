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
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload, selectinload

from commitments import draft_imports, rows
from commitments.fields import MILESTONES, PROMISE, REF, RESPONSIBLE
from commitments.kinds import plain
from commitments.models import PUBLIC, Commitment, CommitmentOutcome, CommitmentState, Progress
from commitments.source_fields import RESULT, SOURCE
from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db, in_batches
from integrity.base.permissions import Permission
from integrity.files import imports
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.pages.fields import heads
from integrity.people.subjects.models import Subject
from integrity.people.subjects.service import became, by_words

COLUMNS = (REF, RESPONSIBLE, *PROMISE, MILESTONES, *SOURCE, *RESULT)
DATA = Path(__file__).parent / "data" / "commitments.csv"


def prepare(batch: Sequence[Row]) -> dict[str, Any]:
    """The subjects and the commitments that a batch names, in a few queries."""
    wanted = (
        sa.select(Commitment)
        .where(Commitment.ref.in_([row["ref"] for row in batch]))
        .options(joinedload(Commitment.subject), selectinload(Commitment.supporters))
    )
    found = {item.ref: item for item in db.session.scalars(wanted)}
    return {
        "subjects": by_words(word for row in batch for word in rows.mentioned(row)),
        "commitments": found,
        "steps": rows.planned(found.values()),
    }


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add a commitment that its source published; the same row again changes nothing."""
    body = rows.body_of(row)
    values = rows.promised(row)
    if len(row["source_date"]) not in (0, 4):
        values["source_date"] = str(row.day("source_date"))
    found = row.known["commitments"].get(row["ref"])
    if found is not None:
        _demand_same(row, found, body, values)
        return Loaded.UNCHANGED
    row.known["commitments"][row["ref"]] = _add(row, body, values, at)
    return Loaded.ADDED


def dump() -> Iterator[Mapping[str, Any]]:
    """Every published commitment with its first report, as it can be imported again."""
    reports = sa.select(Progress).where(Progress.by_id.is_(None))
    said = {report.commitment_id: report for report in db.session.scalars(reports)}
    shared = rows.shared_names()
    wanted = (
        sa.select(Commitment)
        .where(Commitment.state.in_(PUBLIC))
        .options(
            joinedload(Commitment.subject),
            joinedload(Commitment.beneficiary),
            selectinload(Commitment.supporters),
        )
        .order_by(Commitment.id)
    )
    for batch in in_batches(db.session.scalars(wanted.execution_options(yield_per=500))):
        steps = rows.planned(batch)
        for item in batch:
            report = said.get(item.id)
            yield rows.written(item, steps[item.id], shared) | {
                "done_on": item.closed_on or item.claimed_on,
                "measured": plain(item.measured),
                "measured_quantity": item.measured_quantity,
                "outcome_words": plain(report.text) if report else "",
                "outcome_date": report.on_day if report else None,
                "state": item.state.value,
                "outcome": item.outcome and item.outcome.value,
            }


def load_real(*, by: audit.Actor, at: datetime) -> imports.Report:
    """The real commitments; their bodies must be registered first."""
    return imports.run(IMPORTERS["commitments"], DATA, by=by, at=at)


def _demand_same(row: Row, found: Commitment, body: Subject, values: dict[str, Any]) -> None:
    """A published promise is never rewritten by an import; what happened since is not in a file."""
    if found.state not in PUBLIC:
        raise BadValue("ref", _("此编号的承诺尚未公开，不能由导入公开。"))
    steps = row.known["steps"].get(found.id, ())
    column = rows.difference(found, steps, values, row)
    if became(found.subject).id != body.id:
        column = "body"
    if column:
        raise BadValue(column, _("此编号的承诺已公开，内容不同；公开的承诺只能依法变更。"))


def _add(row: Row, body: Subject, values: dict[str, Any], at: datetime) -> Commitment:
    """A new commitment, published; if done, then as its source says, for others to verify."""
    if row["outcome"] == CommitmentOutcome.CHANGED:
        raise BadValue("outcome", _("依法变更而撤回的承诺不能由导入重新公开。"))
    done, reported_on = row.day("done_on"), row.day("outcome_date")
    item = Commitment(
        ref=row.text("ref", 40),
        subject=body,
        subject_id=body.id,
        state=CommitmentState.REPORTED if done else CommitmentState.PUBLISHED,
        due_on=values.get("due_on"),
        due_basis=row["source_title"],
        claimed_on=done,
        claim_received_on=done,  # the source is published; who imports it is not who owes
        measured=row["measured" if "measured" in row else "outcome_words"] if done else "",
        measured_quantity=row.decimal("measured_quantity") if done else None,
        published_by_name=row["issuer"],
        published_at=_moment(values.get("source_date", "")),
        reported_by_name=row["issuer"] if done else "",
        **rows.of_model(values),
    )
    db.session.add(item)
    db.session.add_all(rows.steps_of(item, values))
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
        heads=heads(COLUMNS),
        load=load,
        key=("ref",),
        prepare=prepare,
        dump=dump,
        model=Commitment,
        title=_l("公开承诺"),
        permission=Permission.IMPORT,
    ),
    "commitment-drafts": draft_imports.IMPORTER,
}
