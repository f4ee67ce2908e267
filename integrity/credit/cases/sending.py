"""Who should send cases in, and by which day the next one (济政字〔2017〕35号 五（三）)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

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


def late(on: date) -> list[int]:
    """The bodies that take part and have sent nothing in for longer than the rule lets them."""
    found: Any = sa.select(CreditRecord.found_by_id, sa.func.min(CreditRecord.decided_on))
    decided = found.where(CreditRecord.found_by_id.is_not(None), CreditRecord.decided_on <= on)
    pushed: Any = sa.select(Push.body_id, sa.func.min(Push.delivered_at))
    sent: Any = sa.select(TypicalCase.sent_by_id, sa.func.max(TypicalCase.sent_at))
    since: dict[int, date] = dict(
        _days(pushed.where(Push.delivered_at.is_not(None)).group_by(Push.body_id))
    )
    for body, day in db.session.execute(decided.group_by(CreditRecord.found_by_id)):
        since[body] = min(day, since.get(body, day))
    since |= dict(_days(sent.group_by(TypicalCase.sent_by_id)))
    due = {day: rules.due(RULE, day).due_on for day in set(since.values())}
    return sorted(body for body, day in since.items() if due[day] <= on)


def _days(moments: Any) -> Iterator[tuple[int, date]]:
    for body, at in db.session.execute(moments):
        yield body, local_day(at)


def _taking_part_since(body_id: int) -> date | None:
    found = sa.select(sa.func.min(CreditRecord.decided_on)).where(
        CreditRecord.found_by_id == body_id
    )
    pushed = sa.select(sa.func.min(Push.delivered_at)).where(Push.body_id == body_id)
    moment = db.session.scalar(pushed)
    days = [db.session.scalar(found), local_day(moment) if moment else None]
    return min((day for day in days if day), default=None)
