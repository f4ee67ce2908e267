"""Answering a check in a fixed number of statements, registering it, and what was done with it."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import orjson
import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.credit.checks import candidates, lookups
from integrity.credit.checks import queries as reading
from integrity.credit.checks.answers import Answer, decided, undecided
from integrity.credit.checks.models import Check, CheckOutcome, CheckResult, Outcome, Verdict
from integrity.credit.checks.queries import Asked, WrongBatch, WrongQuery
from integrity.credit.sanctions import service as sanctions
from integrity.people.subjects.models import Subject

ALGORITHM = "exact-code/2"
"""Name and version of the rule that decides: an exact identifier, never a similar name."""


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

    With an earlier `as_of` it says what was in force and known on that day, though it was
    withdrawn, repaired or ended later; that is no ground for a decision today. The number of
    statements does not depend on the number of queries.
    """
    today = local_day(at)
    day = as_of or today
    _demand_known(day, today)
    if not purpose.strip() or not matter.strip():
        raise WrongBatch(_("须写明查询用途和办理事项。"))
    reading.check_batch(queries)
    answers = _answers(queries, day, today, f"{purpose} {matter}")
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
    _register(made, answers)
    return made


def _register(made: Check, answers: Mapping[str, Answer]) -> None:
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


def report(
    made: Check, key: str, outcome: Outcome, why: str, *, by: audit.Actor, at: datetime
) -> CheckOutcome:
    """What the office did; the same again changes nothing, something else is refused.

    Nothing is decided on how things stood on an earlier day.
    Raises OutcomeConflict, UnknownKey, WrongQuery.
    """
    if made.is_past:
        raise WrongQuery(_("查询的是过去某日的情况，不能作为办理依据，请重新核查。"))
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
        "current": not made.is_past,
        "list_version": made.list_version,
        "algorithm": ALGORITHM,
        "answer_digest": made.answer_digest,
        "results": {result.key: result.answer for result in made.results},
    }


def digest(answer: Mapping[str, Any]) -> str:
    """SHA-256 of results as JSON with sorted keys."""
    return hashlib.sha256(orjson.dumps(answer, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _demand_known(day: date, today: date) -> None:
    """Raise WrongBatch for a day to come, and for one before anything was known here."""
    if day > today:
        raise WrongBatch(_("核查时点不能晚于今天。"))
    if day == today:
        return
    first = audit.first_moment()
    known_from = local_day(first) if first else today
    if day < known_from:
        said = _("本系统自 %(day)s 起有记录，更早的情况无法还原。", day=known_from)
        raise WrongBatch(said)


def _answers(queries: Mapping[str, Any], on: date, today: date, about: str) -> dict[str, Answer]:
    asked: dict[str, Asked] = {}
    answers: dict[str, Answer] = {}
    for key, raw in queries.items():
        try:
            asked[key] = reading.read(raw)
        except WrongQuery as wrong:
            answers[key] = Answer(Verdict.ERROR, error=wrong.detail)
    known = lookups.subjects(asked.values())
    subjects = {key: lookups.identified(query, known) for key, query in asked.items()}
    found = lookups.on_record([s.id for s in subjects.values() if s], on, today, about)
    named = {value: those for (by, value), those in known.items() if by == "name"}
    unknown = [q.name_key for key, q in asked.items() if not subjects[key]]
    near = candidates.nearest(name for name in unknown if name not in named)
    for key, query in asked.items():
        if subject := subjects[key]:
            answers[key] = decided(query, subject, found, today)
        else:
            answers[key] = undecided(query, candidates.chosen(query, named, near), on, today)
    return {key: answers[key] for key in queries}
