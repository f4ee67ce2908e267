"""Answering a check in a fixed number of statements, and registering it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from integrity.base.audit import service as audit
from integrity.credit.checks import answering, register
from integrity.credit.checks.answering import ALGORITHM
from integrity.credit.checks.answering import digest as digest
from integrity.credit.checks.demands import NumberInWords as NumberInWords
from integrity.credit.checks.demands import PersonsNotAuthorised as PersonsNotAuthorised
from integrity.credit.checks.models import Authorisation, Check
from integrity.credit.checks.register import by_ref as by_ref
from integrity.people.subjects.models import Subject


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
