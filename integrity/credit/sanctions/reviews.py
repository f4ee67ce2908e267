"""Candidates for the red list are shown before anybody decides (公示), and anybody may object.

An objection in time holds the listing until somebody has decided it who did not propose it.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Forbidden, Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.informants import numbers, receipts
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, Step
from integrity.credit.measures.lists import ListKind
from integrity.credit.sanctions import exclusions
from integrity.credit.sanctions.flow import FLOW
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.credit.sanctions.review_models import REVIEW_NAMES, ReviewObjection
from integrity.credit.sanctions.review_models import ReviewObjectionState as S
from integrity.files.traces import masked
from integrity.people.subjects.models import Subject, SubjectKind

LETTER = "Y"
DECIDE = Permission.SANCTIONS_DECIDE
REVIEWS = Flow(
    steps={S.FILED: Step(Side.OFFICE, "LOCAL-RED-OBJECT")},
    uphold=Move({S.FILED}, S.UPHELD, DECIDE),
    reject=Move({S.FILED}, S.REJECTED, DECIDE),
    become_moot=Move({S.FILED}, S.DROPPED),
)
REVIEWS.names.update(REVIEW_NAMES)


class NotACandidate(Refused):
    """Only candidates for the red list are shown."""

    title = _l("不是守信激励对象的候选主体")


class StillShown(Refused):
    """The public review is not over, or an objection in it has not been decided."""

    title = _l("公示还没有结束")


class ReviewOver(Refused):
    """The public review is over, or has not begun: nobody objects any more."""

    status = 409
    correctable = True
    title = _l("不在公示期内")


class Proposer(Forbidden):
    """Who proposed a candidate does not judge what is said against it."""

    title = _l("须由他人办理")


def publicise(entry: ListEntry, public_text: str = "", *, by: audit.Actor, at: datetime) -> None:
    """Show a candidate to everybody for the days of the rule, with the text that is released.

    Raises NotACandidate, and NotHonourable for who has a public breach.
    """
    if entry.kind is not ListKind.RED:
        raise NotACandidate(_("只有拟列为守信激励对象的须先公示。"))
    FLOW.check(entry, "publicise")
    exclusions.demand_honourable(entry.subject_id, entry.kind)
    entry.public_text = public_text.strip() or masked(entry.reasons)
    entry.shown_on = local_day(at)
    entry.shown_until = rules.due("LOCAL-RED-REVIEW", entry.shown_on).due_on
    FLOW.go(entry, "publicise", by=by, at=at)
    entry.step_due_on = FLOW.steps[EntryState.SHOWN].due(entry.shown_until)


def candidates() -> sa.Select[Any]:
    """What anybody may read and object to: candidates that are public and no persons."""
    return (
        sa.select(ListEntry)
        .join(Subject, Subject.id == ListEntry.subject_id)
        .where(ListEntry.state == EntryState.SHOWN)
        .where(Subject.public, Subject.kind != SubjectKind.PERSON)
    )


def is_open(entry: ListEntry, on: date) -> bool:
    """Whether anybody may object to a candidate on a day."""
    until = entry.shown_until
    return entry.state is EntryState.SHOWN and until is not None and on <= until


def file(entry: ListEntry, text: str, *, once: str, at: datetime) -> receipts.Receipt:
    """Anybody objects to a candidate while it is shown; the same form gives the same receipt.

    Raises ReviewOver, AlreadyFiled.
    """
    on, once = local_day(at), once or secrets.token_hex(16)
    if known := receipts.again(ReviewObjection, once, on=on):
        return known
    if not is_open(entry, on):
        raise ReviewOver(_("公示期间才能提出异议；已经列入的，请反映失信行为或者投诉。"))
    made = ReviewObjection(
        ref=numbers.new(on.year, LETTER),
        received_at=at,
        state=S.FILED,
        entry=entry,
        text=text.strip(),
    )
    return receipts.take(made, once, REVIEWS, at=at)


def uphold(objection: ReviewObjection, why: str, *, by: Any, at: datetime) -> None:
    """It is true: the candidate is not listed. Raises Proposer."""
    _decide(objection, "uphold", why, by, at)
    entry = objection.entry
    FLOW.go(entry, "reject", by=by, at=at, why=why)
    entry.removed_why = why
    drop(entry, by=by, at=at)


def reject(objection: ReviewObjection, why: str, *, by: Any, at: datetime) -> None:
    """It is not: the candidate stays one. Raises Proposer."""
    _decide(objection, "reject", why, by, at)


def drop(entry: ListEntry, *, by: audit.Actor, at: datetime) -> None:
    """The candidate is one no more: what is open against it has nothing to decide."""
    for objection in open_on(entry):
        objection.closed_on = local_day(at)
        REVIEWS.go(objection, "become_moot", by=by, at=at)


def demand_over(entry: ListEntry, on: date) -> None:
    """Raise StillShown unless an honour was shown for its days and nothing is open against it."""
    if entry.kind is not ListKind.RED:
        return
    if entry.shown_until is None:
        raise StillShown(_("须先向社会公示，公示期满没有异议或者异议不成立的，才能认定。"))
    if on <= entry.shown_until:
        raise StillShown(_("公示到 %(day)s 结束，届满后才能认定。", day=entry.shown_until))
    if open_on(entry):
        raise StillShown(_("公示期间有人提出异议，还没有核查答复，不能认定。"))


def open_on(entry: ListEntry) -> Sequence[ReviewObjection]:
    """What was said against a candidate and nobody has decided."""
    wanted = sa.select(ReviewObjection).where(
        ReviewObjection.entry_id == entry.id, ReviewObjection.state == S.FILED
    )
    return db.session.scalars(wanted.order_by(ReviewObjection.id)).all()


def may_decide(user: Any, entry: ListEntry) -> bool:
    """Whether somebody did not propose a candidate, neither oneself nor one's body."""
    own = entry.initiated_by_id is not None and user.body_id == entry.initiated_by_id
    return user.id is not None and user.id != entry.nominated_by_id and not own


def _decide(objection: ReviewObjection, move: str, why: str, by: Any, at: datetime) -> None:
    if not may_decide(by, objection.entry):
        raise Proposer(_("提出列入建议的人和单位不能核查对它的异议，须由他人办理。"))
    REVIEWS.check(objection, move)
    objection.answer, objection.decided_by_id = why.strip(), by.id
    objection.closed_on = local_day(at)
    REVIEWS.go(objection, move, by=by, at=at, why=why)
