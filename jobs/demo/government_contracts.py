"""Invented contracts of the body that can log in: one paid late, one coming due, one unlawful."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from integrity.base import clock
from integrity.streams.contracts import registrations, reports, service
from integrity.streams.contracts.codes import ContractKind, Matter, NodeKind, Owing, Size
from integrity.streams.contracts.models import Contract
from jobs.demo.participants import Participants

DAY = timedelta(days=1)


def leave_open(players: Participants, today: date) -> None:
    """What the officer, the supplier and the office find on their desks."""
    body, firm = players.bodies[0], players.suppliers[0]
    officer, office = players.people["officer"], players.people["office1"]
    at = clock.at(today, 9)
    said: dict[str, Any] = {
        "signed_on": today - 200 * DAY,
        "signed_by": "局长",
        "by": officer,
        "at": at,
    }
    works = registrations.register(
        body,
        firm,
        name="示例道路改造工程施工合同（示例）",
        number="示建-2026-1",
        kind=ContractKind.CONSTRUCTION,
        matter=Matter.WORKS,
        size=Size.SMALL,
        amount=Decimal(1_200_000),
        **said,
    )
    delivered = _add(
        works, NodeKind.DELIVER, "交付工程", today - 60 * DAY, officer, at, Owing.COUNTERPARTY
    )
    paid = _add(
        works, NodeKind.PAY, "支付进度款", today - 15 * DAY, officer, at, amount=Decimal(700_000)
    )
    _add(works, NodeKind.PAY, "支付尾款", today + 8 * DAY, officer, at, amount=Decimal(500_000))
    service.enter(works, by=office, at=at)
    reports.accept(delivered, today - 58 * DAY, by=officer, at=at)
    reports.report(paid, today - 1 * DAY, "已支付，凭证示 0001（示例）", by=officer, at=at)
    goods = registrations.register(
        body,
        firm,
        name="示例办公设备采购合同（示例）",
        number="示采-2026-1",
        kind=ContractKind.PROCUREMENT,
        matter=Matter.GOODS,
        size=Size.SMALL,
        amount=Decimal(300_000),
        public=True,
        **said,
    )
    sent = _add(
        goods, NodeKind.DELIVER, "交付设备", today - 20 * DAY, officer, at, Owing.COUNTERPARTY
    )
    _add(goods, NodeKind.PAY, "支付货款", today + 20 * DAY, officer, at, amount=Decimal(300_000))
    service.enter(goods, by=office, at=at)
    reports.accept(sent, today - 18 * DAY, by=officer, at=at)
    plant = registrations.register(
        body,
        firm,
        name="示例产业园投资协议（示例）",
        number="示投-2026-1",
        kind=ContractKind.INVESTMENT,
        amount=Decimal(5_000_000),
        **said,
    )
    _add(
        plant, NodeKind.GRANT, "返还土地款（示例，没有公平竞争审查）", today - 30 * DAY, officer, at
    )
    _add(plant, NodeKind.DELIVER, "设备到位", today + 90 * DAY, officer, at, Owing.COUNTERPARTY)
    service.enter(plant, by=office, at=at)


def _add(
    contract: Contract,
    kind: NodeKind,
    what: str,
    day: date,
    by: Any,
    at: Any,
    owing: Owing = Owing.BODY,
    amount: Decimal | None = None,
) -> Any:
    return registrations.add_node(
        contract, kind, what, day, by=by, at=at, owing=owing, amount=amount
    )
