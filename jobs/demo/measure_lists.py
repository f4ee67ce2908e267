"""Measures on their way, what does not conform, how often bodies inspect, a listing led."""

from datetime import date, datetime, timedelta
from typing import Any

from integrity.base import clock
from integrity.casework import drafting
from integrity.credit.inspections import service as inspections
from integrity.credit.measures import drafts, ledger
from integrity.credit.measures.ledger_models import Matter, Plan
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.offences.models import Codes
from integrity.credit.offences.service import named
from integrity.credit.sanctions import bases, nominations
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.documents import Document, DocumentKind
from integrity.people.subjects.models import Subject
from jobs.demo.participants import BODIES, Participants

DAY = timedelta(days=1)
EXAMPLE = "示例：按照本单位职责编制。"
CONTENT: dict[str, Any] = {
    "kind": "sanction",
    "category": "administrative",
    "content": "示例：在本单位办理的事项中不适用告知承诺。",
    "base_item": "",
    "applies_to": ["enterprise", "household"],
    "sizes": [],
    "lists": ["watch", "serious"],
    "grounds": ["market-and-order"],
    "offences": ["SX2-17"],
    "severity": "",
    "inspections": "",
    "conditions": "",
    "document": "山东省社会信用条例",
    "legal_basis": "第二十八条第（一）项（示例）",
    "basis_level": "",
    "effective_from": None,
    "effective_to": None,
    "organ": "",
    "period": "",
    "executing_unit": "示例单位",
    "matters": "示例事项001",
    "clerk": "示例：查到在名单上的，告知不适用告知承诺。",
}


def show(players: Participants, today: date) -> None:
    """Every state of a draft and of a row, and a department that lists by its own people."""
    at, body = clock.at(today - 6 * DAY, 9), players.subjects[BODIES[2]]
    _drafts(players, body, at)
    _ledger(players, body, at)
    _frequencies(players, body, at)
    _led_by_a_department(players, body, at)


def _drafts(players: Participants, body: Subject, at: datetime) -> None:
    officer, one, other = players.officer(body.id), *_office(players)
    for number, moves in enumerate(("", "submit", "review", "approve", "withdraw", "send_back"), 1):
        name = f"示例：不适用告知承诺（第{number}稿）"
        made = drafts.draft(body, by=officer, at=at, reasons=EXAMPLE, name=name, **CONTENT)
        if moves:
            drafting.submit(made, by=officer, at=at)
        if moves in ("review", "approve"):
            drafts.review(made, True, "示例：已核对条文。", by=one, at=at)
        if moves == "approve":
            drafts.approve(made, by=other, at=at)
        if moves == "send_back":
            drafting.send_back(made, "示例：请写明适用的事项。", by=one, at=at)
        if moves == "withdraw":
            drafting.withdraw(made, "示例：与通用清单重复。", by=officer, at=at)


def _ledger(players: Participants, body: Subject, at: datetime) -> None:
    officer, one, other = players.officer(body.id), *_office(players)
    for number, reached in enumerate(("entered", "planned", "reported", "settled"), 1):
        title = f"示例办法（示例〔{at.year}〕{number}号）"
        row = ledger.enter(title, Matter.SHARING, "示例：共享范围没有依据。", body, by=one, at=at)
        if reached != "entered":
            ledger.make_plan(row, Plan.AMEND, "示例：修改第三条。", None, by=officer, at=at)
        if reached in ("reported", "settled"):
            paper = f"示例〔{at.year}〕{number + 10}号"
            ledger.report(row, "示例：已修改并公布。", paper, by=officer, at=at)
        if reached == "settled":
            ledger.close(row, "示例：已核对修改后的条文。", by=other, at=at)


def _frequencies(players: Participants, body: Subject, at: datetime) -> None:
    for matter, floor, basis in (
        ("示例：日常检查", 0, ""),
        ("示例：专项检查", 1, "示例规定第五条"),
    ):
        inspections.set_rule(
            body, matter, 4, 2, 8, floor, basis, "示例年度检查计划",
            by=players.officer(body.id), at=at,
        )  # fmt: skip


def _led_by_a_department(players: Participants, body: Subject, at: datetime) -> None:
    """One nominated by a department on its own penalty, and told of it."""
    officer, supplier = players.officer(body.id), players.suppliers[5]
    paper = Document(
        DocumentKind.PENALTY, "示例行政处罚决定书", clock.local_day(at), "示例罚决〔示例〕2号",
        body.name,
    )  # fmt: skip
    entry = nominations.nominate(
        None, supplier, ListKind.WATCH, Ground.MARKET_AND_ORDER, "示例：围标串标。",
        basis=bases.by_code("LB-WATCH-1"), document=paper, codes=Codes(named("SX2-17")),
        by=officer, at=at,
    )  # fmt: skip
    sanctions.notify(entry, by=officer, at=at)


def _office(players: Participants) -> tuple[Any, Any]:
    return players.people["office1"], players.people["office2"]
