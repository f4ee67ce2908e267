"""What bodies must reach by what others measured, and the key field of what suppliers are owed."""

from datetime import date, timedelta
from decimal import Decimal

import sqlalchemy as sa

from arrears.models import Invoice
from integrity.base import clock
from integrity.base.db import db
from integrity.casework.classing import service as classing
from integrity.casework.key_fields import Harm, KeyField
from integrity.people.accounts.models import User
from integrity.people.subjects import competence
from integrity.streams.targets import service
from integrity.streams.targets.models import Direction, Level, Target, TargetKind
from jobs.demo.participants import BODIES, FINDERS, LOADER, RECEIVERS, Participants

FINANCE = RECEIVERS[1]
MONTHS = 3


def leave_measured(players: Participants, today: date) -> None:
    """One target whose report a value refuted, one near its limit, and invoices of a field."""
    at = clock.at(today, 9)
    competence.register(TargetKind.ENVIRONMENT, players.subjects[FINDERS].id, by=LOADER, at=at)
    competence.register(TargetKind.DEBT, players.subjects[FINANCE].id, by=LOADER, at=at)
    _refuted(players, today)
    _near(players, today)
    wanted = sa.select(Invoice).order_by(Invoice.id.desc()).limit(MONTHS)
    classing.classify(
        db.session.scalars(wanted),
        KeyField.PROCUREMENT,
        Harm.MARKET,
        "示例：政府采购合同",
        by=players.people["office1"],
        at=at,
    )


def _refuted(players: Participants, today: date) -> None:
    at = clock.at(today, 10)
    target = service.set_target(
        players.subjects[BODIES[6]],
        TargetKind.ENVIRONMENT,
        today + timedelta(days=60),
        title="示例降尘量控制目标",
        indicator="月均降尘量",
        unit="吨/平方千米",
        direction=Direction.AT_MOST,
        limit=Decimal(7),
        basis="示例生态环境保护目标责任书",
        by=players.people["office1"],
        at=at,
    )
    officer, source = players.officer(target.subject_id), players.people["finder"]
    service.report(target, "示例：道路已全部清扫。", by=officer, at=at)
    for back, value in enumerate(("9.5", "8.8", "7.6")):
        _measure(target, today, MONTHS - back, value, source)
    service.question(target.readings[-1], "示例：监测点旁有工地。", by=officer, at=at)
    found = ("示例科长、科员", True, "示例：裸土没有覆盖。")
    service.inspect(target, today, *found, by=source, at=at)


def _near(players: Participants, today: date) -> None:
    target = service.set_target(
        players.subjects[BODIES[7]],
        TargetKind.DEBT,
        today + timedelta(days=90),
        title="示例债务率控制目标",
        indicator="债务率",
        unit="%",
        direction=Direction.AT_MOST,
        limit=Decimal(100),
        basis="示例公开的预算报告",
        by=players.people["office1"],
        at=clock.at(today, 10),
    )
    source = players.finder(target.measured_by_id)
    _measure(target, today, 1, "96", source, Level.YELLOW)


def _measure(
    target: Target, today: date, back: int, value: str, by: User, level: Level | None = None
) -> None:
    month = _month(today, back)
    end = _month(today, back - 1)
    said = service.Value(month, Decimal(value), "示例月报", min(end, today), level)
    service.measure(target, said, by=by, at=clock.at(today, 11))


def _month(today: date, back: int) -> date:
    """The first day of the month so many before this one."""
    number = today.year * 12 + today.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)
