"""What becomes of a debt."""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from debts.models import Debt
from debts.models import DebtState as S
from debts.permissions import DebtsPermission
from integrity.base.clock import local_day
from integrity.base.db import changed
from integrity.base.states import Flow, Move
from integrity.casework.deadlines import day_after
from integrity.casework.streams import breach

FLOW = Flow(pay=Move({S.OWED}, S.PAID, DebtsPermission.PAY))


def pay(debt: Debt, *, by: Any, at: datetime) -> None:
    FLOW.go(debt, "pay", by=by, at=at)
    debt.closed_on = local_day(at)


def remind(*, on: date) -> int:
    """Note once what falls due within ten days; returns how many."""
    near = sa.update(Debt).where(Debt.state == S.OWED, Debt.due_on <= on + timedelta(days=10))
    return changed(near.where(Debt.reminded_on.is_(None)).values(reminded_on=on))


def breaches(on: date) -> sa.Select[Any]:
    summary = sa.literal("债务逾期未偿：") + Debt.title
    since = day_after(Debt.due_on)
    columns = breach("debts", "unpaid", Debt.id, Debt.subject_id, since, summary)
    return Debt.late(on).with_only_columns(*columns)
