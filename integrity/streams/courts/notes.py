"""案、人、事: why a case is still open, who has it in hand, the last contact, what is next."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, db
from integrity.base.errors import NotAllowed
from integrity.streams.courts import reasons
from integrity.streams.courts.errors import WrongDay
from integrity.streams.courts.models import OPEN, CourtCase
from integrity.streams.courts.reasons import OpenReason
from integrity.streams.courts.sides import owing_only


class CaseNote(Model):
    """How it stands on a day: why it is open (未结原因), the last contact, the next step."""

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("court_case.id"), index=True)
    reason: Mapped[OpenReason]
    words: Mapped[str]
    contact_on: Mapped[date | None]
    next_step: Mapped[str]
    next_on: Mapped[date]
    by_name: Mapped[str]
    on: Mapped[date]

    case: Mapped[CourtCase] = relationship()


def add(
    case: CourtCase,
    reason: OpenReason | str,
    why: str,
    next_step: str,
    next_on: date,
    charge: str = "",
    contact_on: date | None = None,
    *,
    by: Any,
    at: datetime,
) -> CaseNote:
    """The body, or the office that analyses it, says how the case stands.

    Raises NoReason for an excuse, WrongDay, NotAllowed.
    """
    owing_only(case, by)
    today = local_day(at)
    if case.state not in OPEN:
        raise NotAllowed(_("本案已由法院确认或者办结。"))
    reasons.demand_lawful(why, OpenReason(reason))
    if next_on < today:
        raise WrongDay(_("下一步的日期不能早于今天。"))
    if contact_on and contact_on > today:
        raise WrongDay(_("日期 %(day)s 还没有到。", day=contact_on))
    note = CaseNote(
        case=case,
        reason=OpenReason(reason),
        words=why,
        contact_on=contact_on,
        next_step=next_step,
        next_on=next_on,
        by_name=by.name,
        on=today,
    )
    case.charge = charge or case.charge
    db.session.add(note)
    audit.write(case, "note", by=by, at=at, why=why, reason=str(reason), next_on=str(next_on))
    return note


def of(case: CourtCase) -> Sequence[CaseNote]:
    """Every note of a case, the newest first."""
    wanted = sa.select(CaseNote).where(CaseNote.case_id == case.id)
    return db.session.scalars(wanted.order_by(CaseNote.id.desc())).all()


def times(case: CourtCase) -> dict[OpenReason, int]:
    """How often each reason was given: the same one again is no news."""
    wanted = sa.select(CaseNote.reason, sa.func.count()).where(CaseNote.case_id == case.id)
    rows = db.session.execute(wanted.group_by(CaseNote.reason))
    return {row[0]: row[1] for row in rows}
