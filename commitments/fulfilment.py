"""Carry out what was promised: progress, report, verify, send back, more time."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from commitments import outcomes
from commitments.models import Commitment, CommitmentOutcome, Progress
from commitments.service import FLOW, OwnWork
from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.casework import deadlines, extensions
from integrity.casework.extensions import Extension
from integrity.casework.rules import service as rules
from integrity.files import attached
from integrity.people.accounts.models import User


class WrongDay(Refused):
    """The day lies in the future."""


class NotInTime(Refused):
    """A promise of a day was carried out after it."""

    title = _l("期限承诺未按期兑现")


def progress(
    item: Commitment,
    percent: int | None,
    text: str,
    *,
    by: User,
    at: datetime,
    evidence: FileStorage | None = None,
    evidence_public: bool = False,
) -> Progress:
    """The body reports how far it is."""
    FLOW.go(item, "progress", by=by, at=at, why=text, percent=percent)
    return _report(item, clock.local_day(at), percent, text, by, at, evidence, evidence_public)


def report(
    item: Commitment,
    done_on: date,
    measured: str,
    text: str,
    *,
    by: User,
    at: datetime,
    evidence: FileStorage | None = None,
    evidence_public: bool = False,
    measured_quantity: Decimal | None = None,
) -> Progress:
    """The body says it is done, on which day and with what result; others must verify both.

    Raises WrongDay.
    """
    if done_on > clock.local_day(at):
        raise WrongDay(_("完成日期不能晚于今天。"))
    FLOW.go(item, "report", by=by, at=at, why=text, done_on=str(done_on))
    item.measured, item.measured_quantity = measured, measured_quantity
    item.claim(done_on, clock.local_day(at))
    item.reported_by_id, item.reported_by_name = by.id, by.name
    return _report(item, done_on, 100, text, by, at, evidence, evidence_public)


def verify(
    item: Commitment,
    outcome: CommitmentOutcome,
    second_source: str,
    why: str,
    *,
    by: User,
    at: datetime,
    finding: str = "",
    done_on: date | None = None,
    proof: str = "",
) -> None:
    """Somebody else says what became of it, with a second source; raises OwnWork, NotInTime.

    It was done on the day of the report, or on the one that `proof` shows.
    """
    _demand_other(item, by)
    FLOW.check(item, "verify")
    late = outcomes.is_late_for_its_day(item, done_on or item.claim_received_on)
    if outcome == CommitmentOutcome.FULFILLED and late:
        raise NotInTime(_("完成日期晚于期限：期限承诺只能核验为逾期兑现或者未兑现。"))
    item.verify_claim(clock.local_day(at), done_on, proof)
    why = deadlines.proven(why, done_on, proof)
    FLOW.go(item, "verify", by=by, at=at, why=why, outcome=outcome, second_source=second_source)
    item.outcome = CommitmentOutcome(outcome)
    item.verified_by_name, item.verified_on = by.name, clock.local_day(at)
    item.second_source, item.finding, item.reasons = second_source, finding, why


def send_back(item: Commitment, why: str, *, by: User, at: datetime) -> None:
    """The report does not show that it is done: the commitment is open again."""
    _demand_other(item, by)
    FLOW.go(item, "send_back", by=by, at=at, why=why)
    item.deny_claim()


def ask_extension(
    item: Commitment, until: date, reason: str, why: str, *, by: User, at: datetime
) -> Extension:
    """The office proposes a later day before the old one has passed; another person grants it.

    At most LOCAL-EXTEND after the first day; raises OwnWork for a promise of one's own body.
    """
    if by.body_id == item.subject_id:
        raise OwnWork(_("不能提出或者批准本单位承诺的延期。"))
    FLOW.check(item, "ask_extension")
    first = item.first_due_on or item.due_on
    maximum = rules.due("LOCAL-EXTEND", first).due_on if first else None
    asked = extensions.propose(
        "commitments", item, until, reason, why, maximum=maximum, by=by, at=at
    )
    FLOW.go(item, "ask_extension", by=by, at=at, why=why, until=str(until))
    return asked


def grant_extension(
    asked: Extension, item: Commitment, why: str, *, by: User, at: datetime
) -> None:
    """Another person grants it, while the commitment is still to be carried out."""
    FLOW.check(item, "ask_extension")
    extensions.grant(asked, item, why, by=by, at=at)


def reports(item: Commitment) -> list[Progress]:
    """The progress reports on a commitment, newest first."""
    wanted = sa.select(Progress).where(Progress.commitment_id == item.id)
    return list(db.session.scalars(wanted.order_by(Progress.at.desc(), Progress.id.desc())))


def _report(
    item: Commitment,
    on_day: date,
    percent: int | None,
    text: str,
    by: User,
    at: datetime,
    evidence: FileStorage | None,
    evidence_public: bool,
) -> Progress:
    made = Progress(
        commitment_id=item.id,
        on_day=on_day,
        percent=percent,
        text=text,
        at=at,
        by_id=by.id,
        by_name=by.name,
    )
    db.session.add(made)
    if evidence:
        attached.save(evidence, item, public=evidence_public, by=by, at=at, body_id=item.subject_id)
    return made


def _demand_other(item: Commitment, by: User) -> None:
    if by.id == item.reported_by_id or by.body_id == item.subject_id:
        raise OwnWork(_("不能核验本人或者本单位报告的完成情况。"))
