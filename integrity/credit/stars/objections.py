"""Anybody objects to a candidate while it is shown, by a receipt; the office decides."""

import secrets
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from integrity.base.clock import local_day
from integrity.casework.informants import numbers, receipts
from integrity.credit.sanctions.reviews import ReviewOver
from integrity.credit.stars.models import CandidateState, StarCandidate, StarObjection
from integrity.credit.stars.models import StarObjectionState as S
from integrity.credit.stars.service import OBJECTIONS, OwnMatter, turn_down

LETTER = "X"


def is_open(candidate: StarCandidate, on: date) -> bool:
    """Whether anybody may object to a candidate on a day."""
    until = candidate.shown_until
    return candidate.state is CandidateState.SHOWN and until is not None and on <= until


def file(candidate: StarCandidate, text: str, *, once: str, at: datetime) -> receipts.Receipt:
    """Anybody objects to a candidate while it is shown; the same form gives the same receipt.

    Raises ReviewOver, AlreadyFiled.
    """
    on, once = local_day(at), once or secrets.token_hex(16)
    if known := receipts.again(StarObjection, once, on=on):
        return known
    if not is_open(candidate, on):
        raise ReviewOver(_("公示期间才能提出异议；已经评定的，请反映失信行为或者投诉。"))
    made = StarObjection(
        ref=numbers.new(on.year, LETTER),
        received_at=at,
        state=S.FILED,
        candidate=candidate,
        text=text.strip(),
    )
    return receipts.take(made, once, OBJECTIONS, at=at)


def uphold(objection: StarObjection, why: str, *, by: Any, at: datetime) -> None:
    """It is true: the candidate is not honoured. Raises OwnMatter."""
    _decide(objection, "uphold", why, by, at)
    turn_down(objection.candidate, why, by=by, at=at)


def reject(objection: StarObjection, why: str, *, by: Any, at: datetime) -> None:
    """It is not: the candidate stays one. Raises OwnMatter."""
    _decide(objection, "reject", why, by, at)


def _decide(objection: StarObjection, move: str, why: str, by: Any, at: datetime) -> None:
    if by.body_id in objection.candidate.parties:
        raise OwnMatter(_("报送单位和候选主体不能核查异议，须由他人办理。"))
    OBJECTIONS.check(objection, move)
    objection.answer, objection.closed_on = why.strip(), local_day(at)
    OBJECTIONS.go(objection, move, by=by, at=at, why=why)
