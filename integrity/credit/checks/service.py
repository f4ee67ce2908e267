"""Answering a check in a fixed number of statements, registering it, and what was done with it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.credit.checks import answering, demands, register
from integrity.credit.checks.answering import ALGORITHM
from integrity.credit.checks.answering import digest as digest
from integrity.credit.checks.demands import NumberInWords as NumberInWords
from integrity.credit.checks.demands import PersonsNotAuthorised as PersonsNotAuthorised
from integrity.credit.checks.models import (
    Authorisation,
    Check,
    CheckOutcome,
    CheckResult,
    Outcome,
)
from integrity.credit.checks.queries import WrongQuery
from integrity.credit.checks.register import by_ref as by_ref
from integrity.people.subjects.models import Subject


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
    made = answering.answer(
        queries,
        purpose=purpose,
        matter=matter,
        case_no=case_no,
        authorisation=authorisation,
        authorised_by=authorised_by,
        as_of=as_of,
        body_id=body.id,
        officer=by.name,
        at=at,
    )
    return register.found(made.ref)


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
        sa.select(sa.exists().where(register.of(made), CheckResult.key == key))
    ):
        raise UnknownKey(_("本次核查没有“%(key)s”这一项。", key=key))
    outcome, why = Outcome(outcome), why.strip()
    demands.no_number(why)
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


def as_json(made: Check) -> dict[str, Any]:
    """The answer of the interface: receipt number, versions, and a result per key."""
    return _versions(made) | {"results": made.given}


def receipt(made: Check) -> dict[str, Any]:
    """The same without the results, and what it was for."""
    return _versions(made) | {
        "officer": made.officer,
        "purpose": made.purpose,
        "matter": made.matter,
        "matter_code": made.matter_code,
        "case_no": made.case_no,
    }


def _versions(made: Check) -> dict[str, Any]:
    return {
        "check_id": made.ref,
        "at": made.at.isoformat(timespec="seconds"),
        "as_of": made.as_of.isoformat(),
        "current": not made.is_past,
        "list_version": made.list_version,
        "algorithm": ALGORITHM,
        "answer_digest": made.answer_digest,
    }
