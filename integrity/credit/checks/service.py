"""Answering a check in a fixed number of statements, registering it, and what was done with it."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import orjson
import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import selectinload

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.credit.checks import candidates, lookups
from integrity.credit.checks import queries as reading
from integrity.credit.checks.answers import Answer, decided, undecided
from integrity.credit.checks.models import (
    Authorisation,
    Check,
    CheckOutcome,
    CheckResult,
    Outcome,
    Verdict,
)
from integrity.credit.checks.queries import Asked, WrongBatch, WrongQuery
from integrity.credit.matters import here as matters
from integrity.credit.matters.here import Here
from integrity.credit.relations import service as relations
from integrity.credit.sanctions import service as sanctions
from integrity.files.spellings import has_identity_number
from integrity.people.subjects.models import Subject, SubjectKind

ALGORITHM = "exact-code/3"
"""Name and version of the rule that decides: an exact identifier, never a similar name."""


class OutcomeConflict(Refused):
    """Another outcome was reported for this result before."""

    status = 409


class PersonsNotAuthorised(WrongBatch):
    """Persons are asked about without a paper that allows it, or without a case."""

    status = 403
    title = _l("没有核查自然人的依据")
    correctable = True


class NumberInWords(WrongBatch):
    """Somebody is named by number in words that are kept as typed."""

    title = _l("文字中有身份证号码")


class UnknownKey(Refused):
    """The check has no such result."""


def check(
    queries: Mapping[str, Any],
    *,
    purpose: str,
    matter: str,
    case_no: str = "",
    authorisation: Authorisation | None = None,
    authorised_by: str = "",
    as_of: date | None = None,
    body: Subject,
    by: audit.Actor,
    at: datetime,
) -> Check:
    """Answer and register up to 1,000 queries; raises WrongBatch. A broken query is an `error`.

    `matter` is a code of the application list, or words that are on no list.
    Persons are asked about by number and name, on a paper (`authorised_by`) and for a case:
    raises PersonsNotAuthorised; NumberInWords where a number stands elsewhere.

    With an earlier `as_of` it says what was in force and known on that day, though it was
    withdrawn, repaired or ended later; that is no ground for a decision today. The number of
    statements does not depend on the number of queries.
    """
    today = local_day(at)
    day = as_of or today
    _demand_known(day, today)
    words = {"purpose": purpose, "matter": matter, "case_no": case_no}
    said = {name: word.strip() for name, word in (words | {"authorised_by": authorised_by}).items()}
    _demand_words(said, queries)
    reading.check_batch(queries)
    on_paper = bool(authorisation and said["authorised_by"] and said["case_no"])
    here = matters.here(said["matter"], body.id, day)
    answers = _answers(queries, day, today, f"{purpose} {here.name or matter}", on_paper, here)
    who = {"body_id": body.id, "officer": by.name, "authorisation": authorisation}
    said |= {"matter_code": here.code, "matter": here.name or said["matter"]}
    return _registered(answers, **said, **who, as_of=day, at=at)


def _registered(answers: Mapping[str, Answer], **facts: Any) -> Check:
    made = Check(
        ref=str(uuid4()),
        list_version=sanctions.version(),
        answer_digest=digest({key: answer.as_json() for key, answer in answers.items()}),
        **facts,
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
    _demand_no_number(why)
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


def _demand_words(said: Mapping[str, str], queries: Mapping[str, Any]) -> None:
    """Raise WrongBatch without a purpose or a matter; NumberInWords where somebody is named."""
    if not said["purpose"] or not said["matter"]:
        raise WrongBatch(_("须写明查询用途和办理事项。"))
    _demand_no_number(*said.values(), *queries)


def _demand_no_number(*words: str) -> None:
    if any(map(has_identity_number, words)):
        raise NumberInWords(_("事项、编号和说明中不要填写身份证号码。"))


def _answers(
    queries: Mapping[str, Any], on: date, today: date, about: str, on_paper: bool, here: Here
) -> dict[str, Answer]:
    asked: dict[str, Asked] = {}
    answers: dict[str, Answer] = {}
    for key, raw in queries.items():
        try:
            asked[key] = reading.read(raw)
        except WrongQuery as wrong:
            answers[key] = Answer(Verdict.ERROR, error=wrong.detail)
    if any(query.digest for query in asked.values()) and not on_paper:
        raise PersonsNotAuthorised(_("核查自然人须写明查询依据、授权书或者文书，以及办件编号。"))
    known = lookups.subjects(asked.values())
    subjects = {key: lookups.identified(query, known) for key, query in asked.items()}
    found = lookups.on_record([s.id for s in subjects.values() if s], on, today, about)
    people = [s.id for s in subjects.values() if s and s.kind is SubjectKind.PERSON]
    closed = relations.staff(people, on)  # their files are for who appoints, by a query of its own
    found = replace(found, records={i: r for i, r in found.records.items() if i not in closed})
    named = {value: those for (by, value), those in known.items() if by == "name"}
    unknown = [q.name_key for key, q in asked.items() if not subjects[key]]
    near = candidates.nearest(name for name in unknown if name not in named)
    for key, query in asked.items():
        if subject := subjects[key]:
            answers[key] = decided(query, subject, found, today, here)
        else:
            answers[key] = undecided(query, candidates.chosen(query, named, near), on, today)
    return {key: answers[key] for key in queries}
