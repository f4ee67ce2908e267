"""How long a complaint is kept: by its outcome, by a rule; what remains is a tombstone.

Gone are the text, what was said, files and their digests in the log, who it was and how to reach
them. Number, kind, body, days,
state and result stay, so that figures and records stay true, and the receipt still gets an answer.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from integrity.base import runs
from integrity.base.audit import service as audit
from integrity.base.db import changed, db
from integrity.base.sealing import service as sealing
from integrity.casework.informants import evidence
from integrity.casework.informants.periods import last_start
from integrity.casework.rules import service as rules
from integrity.people.messages import following
from integrity.streams.complaints import news
from integrity.streams.complaints.models import (
    Complaint,
    ComplaintContact,
    ComplaintMessage,
    ComplaintRecusal,
    ContactRequest,
)
from integrity.streams.complaints.models import ComplaintOutcome as Outcome
from integrity.streams.complaints.models import ComplaintState as S

ENDED = (S.REFUSED, S.PASSED_ON, S.CONFIRMED, S.SILENT, S.CLOSED)
PERIODS = {
    "LOCAL-RETAIN-OUT": (Outcome.OUT_OF_SCOPE,),
    "LOCAL-RETAIN": (Outcome.RESOLVED, Outcome.NOT_UPHELD),
    "LOCAL-RETAIN-UPHELD": (Outcome.UPHELD, Outcome.UNRESOLVED),
}
ended_on = sa.func.coalesce(
    Complaint.decided_on, Complaint.confirmed_on, Complaint.silent_on, Complaint.closed_on
)


def erase(*, on: date, at: datetime) -> dict[str, int]:
    """Erase everything whose period is over. Returns how many of what."""
    counts = {"contacts": _forget_contacts(on), "complaints": 0, "files": 0}
    for family, outcomes in PERIODS.items():
        code = rules.time_limit(family, on).code

        def erase_one(number: int, code: str = code) -> int:
            counts["files"] += _erase([number], code, on, at)
            return 1

        over = _due(outcomes, last_start(family, on))
        counts["complaints"] += runs.each(Complaint.__tablename__, over, erase_one)
    return counts


def _forget_contacts(on: date) -> int:
    over = sa.select(Complaint.id).where(
        Complaint.state.in_(ENDED), ended_on <= last_start("LOCAL-RETAIN-CONTACT", on)
    )
    following.forget(news.KIND, sa.select(Complaint.ref).where(Complaint.id.in_(over)))
    return _delete(ComplaintContact, over)


def _due(outcomes: Sequence[Outcome], ended: date) -> Sequence[int]:
    wanted = sa.select(Complaint.id).where(
        Complaint.state.in_(ENDED),
        Complaint.outcome.in_(outcomes),
        Complaint.erased_on.is_(None),
        ended_on <= ended,
    )
    return db.session.scalars(wanted.order_by(Complaint.id)).all()


def _erase(ids: Sequence[int], code: str, on: date, at: datetime) -> int:
    these = sa.select(Complaint.id).where(Complaint.id.in_(ids))
    audit.write_all(
        these,
        Complaint.__tablename__,
        "erase",
        source=None,
        target=None,
        by=audit.SYSTEM,
        at=at,
        why=code,
    )
    sealing.erase(Complaint.__tablename__, ids)
    files = evidence.drop(ids, Complaint, ComplaintMessage.complaint_id)
    following.forget(news.KIND, sa.select(Complaint.ref).where(Complaint.id.in_(ids)))
    for model in (ComplaintContact, ComplaintMessage, ComplaintRecusal, ContactRequest):
        _delete(model, these)
    db.session.execute(
        sa.update(Complaint)
        .where(Complaint.id.in_(ids))
        .values(
            text="",
            about_stream=None,
            about_ref=None,
            external_id="",
            erased_on=on,
            erased_why=code,
        ),
        execution_options={"synchronize_session": False},
    )
    return files


def _delete(model: Any, ids: sa.Select[int]) -> int:
    gone = sa.delete(model).where(model.complaint_id.in_(ids))
    return changed(gone)
