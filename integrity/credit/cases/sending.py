"""Who should send cases in, and by which day the next one (济政字〔2017〕35号 五（三）)."""

from datetime import date

import sqlalchemy as sa

from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.casework.rules import service as rules
from integrity.credit.cases.models import TypicalCase
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.pushes.models import Push

RULE = "LOCAL-CASE-SEND"


def due_on(body_id: int) -> date | None:
    """By when a body sends the next one in; None for who neither found nor was pushed anything."""
    sent = sa.select(sa.func.max(TypicalCase.sent_at)).where(TypicalCase.sent_by_id == body_id)
    last = db.session.scalar(sent)
    first = local_day(last) if last else _taking_part_since(body_id)
    return rules.due(RULE, first).due_on if first else None


def _taking_part_since(body_id: int) -> date | None:
    found = sa.select(sa.func.min(CreditRecord.decided_on)).where(
        CreditRecord.found_by_id == body_id
    )
    pushed = sa.select(sa.func.min(Push.delivered_at)).where(Push.body_id == body_id)
    moment = db.session.scalar(pushed)
    days = [db.session.scalar(found), local_day(moment) if moment else None]
    return min((day for day in days if day), default=None)
