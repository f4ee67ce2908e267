"""Answering a check in a fixed number of statements, registering it, and what was done with it."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import orjson
import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from integrity.audit import service as audit
from integrity.checks import queries as reading
from integrity.checks.answers import Answer, Found
from integrity.checks.models import Check, CheckOutcome, CheckResult, Outcome, Verdict
from integrity.checks.queries import Asked, WrongBatch, WrongQuery
from integrity.clock import local_day
from integrity.db import db
from integrity.errors import Refused
from integrity.records import service as records
from integrity.sanctions import service as sanctions
from integrity.sanctions.models import EntryMeasure, EntryState, ListEntry
from integrity.subjects.models import Subject

ALGORITHM = "exact-code/1"
"""Name and version of the rule that decides: an exact identifier, never a similar name."""
CANDIDATES = 10


class OutcomeConflict(Refused):
    """Another outcome was reported for this result before."""

    status = 409


class UnknownKey(Refused):
    """The check has no such result."""


def check(
    queries: Mapping[str, Any],
    *,
    purpose: str,
    matter: str,
    case_no: str = "",
    as_of: date | None = None,
    body: Subject,
    by: audit.Actor,
    at: datetime,
) -> Check:
    """Answer and register up to 1,000 queries; raises WrongBatch. A broken query is an `error`.

    The number of statements does not depend on the number of queries.
    """
    day = as_of or local_day(at)
    if day > local_day(at):
        raise WrongBatch(_("核查时点不能晚于今天。"))
    if not purpose.strip() or not matter.strip():
        raise WrongBatch(_("须写明查询用途和办理事项。"))
    reading.check_batch(queries)
    answers = _answers(queries, day)
    made = Check(
        ref=str(uuid4()),
        body_id=body.id,
        officer=by.name,
        purpose=purpose.strip(),
        matter=matter.strip(),
        case_no=case_no.strip(),
        as_of=day,
        list_version=sanctions.version(),
        at=at,
        answer_digest=digest({key: answer.as_json() for key, answer in answers.items()}),
    )
    db.session.add(made)
    db.session.flush()
    rows = [
        {
            "check_id": made.id,
            "key": key,
            "subject_id": answer.subject_id,
            "verdict": answer.verdict,
            "answer": answer.as_json(),
        }
        for key, answer in answers.items()
    ]
    # Into the table: the mapper would make a statement of its own for every run of NULLs.
    db.session.execute(sa.insert(CheckResult.__table__), rows)  # type: ignore[arg-type]
    return made


def report(
    made: Check, key: str, outcome: Outcome, why: str, *, by: audit.Actor, at: datetime
) -> CheckOutcome:
    """What the office did; the same again changes nothing, something else is refused."""
    if not db.session.scalar(
        sa.select(sa.exists().where(CheckResult.check_id == made.id, CheckResult.key == key))
    ):
        raise UnknownKey(_("本次核查没有“%(key)s”这一项。", key=key))
    outcome, why = Outcome(outcome), why.strip()
    if outcome is Outcome.NOT_APPLIED and not why:
        raise WrongQuery(_("未采用核查结果的，须写明原因。"))
    known = outcomes(made).get(key)
    if known is None:
        known = CheckOutcome(
            check_id=made.id, key=key, outcome=outcome, why=why, officer=by.name, at=at
        )
        db.session.add(known)
        audit.write(made, "outcome", by=by, at=at, why=why, key=key, outcome=outcome)
    elif (known.outcome, known.why) != (outcome, why):
        raise OutcomeConflict(_("“%(key)s”已经反馈过不同的结果。", key=key))
    return known


def outcomes(made: Check) -> dict[str, CheckOutcome]:
    """What was reported for a check, by key."""
    wanted = sa.select(CheckOutcome).where(CheckOutcome.check_id == made.id)
    return {outcome.key: outcome for outcome in db.session.scalars(wanted)}


def by_ref(ref: str) -> Check | None:
    """The check with this receipt number."""
    return db.session.scalars(
        sa.select(Check).where(Check.ref == ref).options(selectinload(Check.results))
    ).first()


def as_json(made: Check) -> dict[str, Any]:
    """The answer of the interface: receipt number, versions, and a result per key."""
    return {
        "check_id": made.ref,
        "at": made.at.isoformat(timespec="seconds"),
        "as_of": made.as_of.isoformat(),
        "list_version": made.list_version,
        "algorithm": ALGORITHM,
        "answer_digest": made.answer_digest,
        "results": {result.key: result.answer for result in made.results},
    }


def digest(answer: Mapping[str, Any]) -> str:
    """SHA-256 of results as JSON with sorted keys."""
    return hashlib.sha256(orjson.dumps(answer, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _answers(queries: Mapping[str, Any], on: date) -> dict[str, Answer]:
    asked: dict[str, Asked] = {}
    answers: dict[str, Answer] = {}
    for key, raw in queries.items():
        try:
            asked[key] = reading.read(raw)
        except WrongQuery as wrong:
            answers[key] = Answer(Verdict.ERROR, error=wrong.detail)
    subjects = _subjects(list(asked.values()))
    ids = [subject.id for found in subjects.values() for subject in found]
    found = Found(_entries(ids, on), _records(ids, on))
    for key, query in asked.items():
        candidates = subjects.get(_handle(query), [])
        answers[key] = found.answer(query, candidates)
    return {key: answers[key] for key in queries}


def _handle(query: Asked) -> tuple[str, str]:
    """By what a query finds its subjects."""
    if query.uscc:
        return "uscc", query.uscc
    return ("digest", query.digest) if query.digest else ("name", query.name_key)


def _subjects(asked: Sequence[Asked]) -> dict[tuple[str, str], list[Subject]]:
    """Every subject asked about, by handle; merged ones stand for what they became."""
    handles = {_handle(query) for query in asked}
    values: dict[str, list[str]] = defaultdict(list)
    for by, value in sorted(handles):
        values[by].append(value)
    wanted = sa.select(Subject).where(
        sa.or_(
            Subject.uscc.in_(values["uscc"]),
            Subject.identifier_digest.in_(values["digest"]),
            sa.and_(Subject.key.in_(values["name"]), Subject.public),
        )
    )
    rows = db.session.scalars(wanted.order_by(Subject.id)).all()
    now = _what_became_of(rows)
    found: dict[tuple[str, str], list[Subject]] = defaultdict(list)
    for row in rows:
        for handle in (("uscc", row.uscc), ("digest", row.identifier_digest), ("name", row.key)):
            if handle in handles and now[row.id] not in found[handle]:
                found[handle].append(now[row.id])
    return {handle: subjects[:CANDIDATES] for handle, subjects in found.items()}


def _what_became_of(rows: Sequence[Subject]) -> dict[int, Subject]:
    """Each subject, or what it was merged into; one statement per step of merging."""
    now = {row.id: row for row in rows}
    while merged := {s.merged_into_id for s in now.values() if s.merged_into_id}:
        wanted = sa.select(Subject).where(Subject.id.in_(merged))
        into = {subject.id: subject for subject in db.session.scalars(wanted)}
        now = {i: into[s.merged_into_id] if s.merged_into_id else s for i, s in now.items()}
    return now


def _entries(subject_ids: Sequence[int], on: date) -> dict[int, list[ListEntry]]:
    """The entries listed on a day, with their measures, by subject."""
    wanted = (
        sa.select(ListEntry)
        .where(
            ListEntry.subject_id.in_(subject_ids),
            ListEntry.state.in_((EntryState.LISTED, EntryState.REMOVED)),
            ListEntry.listed_on <= on,
            sa.or_(ListEntry.removed_on.is_(None), ListEntry.removed_on > on),
        )
        .order_by(ListEntry.id)
        .options(
            joinedload(ListEntry.attachments).joinedload(EntryMeasure.measure),
            joinedload(ListEntry.subject),
        )
    )
    found: dict[int, list[ListEntry]] = defaultdict(list)
    for entry in db.session.scalars(wanted).unique():
        found[entry.subject_id].append(entry)
    return found


def _records(subject_ids: Sequence[int], on: date) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for record in records.in_force(subject_ids, on):
        found[record.subject_id].append(record)
    return found
