"""Warnings, and things that are due in so many days."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.casework.rules import service as rules
from integrity.casework.warnings import service
from integrity.casework.warnings.models import EarlyWarning, Rule
from tests.factories import NOW, TODAY
from tests.makers import MAKERS

DAY = timedelta(days=1)


def make_due(name: str, days: int, body: Any = None) -> Any:
    """A thing of a stream that is due in so many days; before today, it is overdue."""
    item = MAKERS[name]()
    item.due_on = TODAY + days * DAY
    if body:
        item.subject_id = body.id
    db.session.flush()
    return item


def make_warning(item: Any) -> EarlyWarning:
    """One warning of a case."""
    warning = EarlyWarning(
        rule=Rule.SOON,
        stream="courts",
        key=f"{item.id}@{item.subject_id}",
        item_id=item.id,
        item_ref=item.ref,
        subject_id=item.subject_id,
        code="",
        threshold=10,
        within=14,
        day=item.due_on,
        raised_on=TODAY,
        raised_at=NOW,
    )
    db.session.add(warning)
    db.session.flush()
    return warning


def night(days: int = 0) -> dict[str, int]:
    """The job of the night so many days on."""
    on = TODAY + days * DAY
    counts = service.work(on=on, at=clock.at(on, 2))
    db.session.expire_all()
    return counts


def warnings(**said: Any) -> list[EarlyWarning]:
    wanted = sa.select(EarlyWarning).filter_by(**said).order_by(EarlyWarning.id)
    return list(db.session.scalars(wanted))


def change_rule(family: str, amount: str, day: Any = TODAY, year: int = 2026) -> None:
    """A new version of a rule, in force from a day; no amount switches it off."""
    row = next(r for r in rules.read(rules.DATA / "time_limits.csv") if r["code"] == family)
    version = {"code": f"{family}-{year}", "amount": amount, "effective_from": str(day)}
    assert rules.load_time_limits([row | version]) == 1
