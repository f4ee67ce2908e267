"""How long a report is kept: as complaints are, by its outcome; what remains is a tombstone.

Gone are the text, what was said, files, who it was. Number, act, days and result stay.
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
from integrity.streams.tips import news
from integrity.streams.tips.models import Tip, TipContact, TipContactRequest, TipMessage
from integrity.streams.tips.models import TipOutcome as Outcome

PERIODS = {
    "LOCAL-RETAIN-OUT": Outcome.REFUSED,
    "LOCAL-RETAIN": Outcome.UNTRUE,
    "LOCAL-RETAIN-UPHELD": Outcome.TRUE,
}


def erase(*, on: date, at: datetime) -> dict[str, int]:
    """Erase everything whose period is over. Returns how many of what."""
    ended = sa.select(Tip.id).where(Tip.ended_on <= last_start("LOCAL-RETAIN-CONTACT", on))
    following.forget(news.KIND, sa.select(Tip.ref).where(Tip.id.in_(ended)))
    counts = {"contacts": _delete(TipContact, ended), "tips": 0}
    for family, outcome in PERIODS.items():
        code = rules.time_limit(family, on).code
        over = db.session.scalars(
            sa.select(Tip.id)
            .where(
                Tip.outcome == outcome,
                Tip.erased_on.is_(None),
                Tip.ended_on <= last_start(family, on),
            )
            .order_by(Tip.id)
        ).all()

        def erase_one(number: int, code: str = code) -> int:
            _erase([number], code, on, at)
            return 1

        counts["tips"] += runs.each(Tip.__tablename__, over, erase_one)
    return counts


def _erase(ids: Sequence[int], code: str, on: date, at: datetime) -> None:
    these = sa.select(Tip.id).where(Tip.id.in_(ids))
    said: dict[str, Any] = {"source": None, "target": None, "by": audit.SYSTEM, "at": at}
    audit.write_all(these, Tip.__tablename__, "erase", why=code, **said)
    sealing.erase(Tip.__tablename__, ids)
    evidence.drop(ids, Tip, TipMessage.tip_id)
    following.forget(news.KIND, sa.select(Tip.ref).where(Tip.id.in_(ids)))
    for model in (TipContact, TipMessage, TipContactRequest):
        _delete(model, these)
    words = ("text", "reported_name", "allegation", "response", "finding")
    gone = {**dict.fromkeys(words, ""), "erased_on": on, "erased_why": code}
    if_false = sa.case((Tip.outcome == Outcome.TRUE, Tip.reported_id))
    db.session.execute(
        sa.update(Tip).where(Tip.id.in_(ids)).values(**gone, reported_id=if_false),
        execution_options={"synchronize_session": False},
    )


def _delete(model: Any, ids: sa.Select[int]) -> int:
    return changed(sa.delete(model).where(model.tip_id.in_(ids)))
