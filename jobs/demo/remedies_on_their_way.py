"""What is asked about penalties of suppliers: correction, appeal, review, shield, help."""

from datetime import date, timedelta

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.credit.corrections import service as corrections
from integrity.credit.objections import appeals
from integrity.credit.objections import service as objections
from integrity.credit.papers import records as notices
from integrity.credit.proceedings import service as proceedings
from integrity.credit.proceedings.models import Pending
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.credit.shieldings import service as shieldings
from integrity.people.subjects.models import Subject
from integrity.streams.decisions import service as decisions
from integrity.streams.decisions.models import DecisionKind, Severity
from jobs.demo.decisions import EXAMPLE
from jobs.demo.participants import SUPPLIERS, Participants

DAY = timedelta(days=1)
SUMMARIES = (
    "示例：未按规定公示价格，罚款五百元",
    "示例：夜间施工噪声超标，罚款一万元",
    "示例：扬尘防治措施不到位，罚款二万元",
    "示例：未按规定处置建筑垃圾，罚款三万元",
    "示例：占用消防通道堆放材料，罚款五千元",
)


def leave_open(players: Participants, today: date) -> None:
    """One penalty each: to correct, appealed, under review, from before a reorganisation, and
    objected to, where another body was asked to help."""
    firm, other = (players.subjects[SUPPLIERS[place]] for place in (0, 5))
    wrong, appealed, reviewed = (_penalty(players, firm, number, today) for number in range(1, 4))
    shielded = _penalty(players, other, 4, today)
    officer, own = players.people["officer"], players.people["supplier"]
    said = {name: getattr(wrong, name) for name in ("since", "ruled_on", "summary")}
    said |= {"rule": "penalty.minor", "document": "示例处罚决定书原件", "why": EXAMPLE}
    corrections.propose(wrong, said, by=officer, at=clock.at(today - DAY, 10))
    objection = objections.file(appealed, EXAMPLE, by=own, at=clock.at(today - 9 * DAY, 10))
    objections.accept(objection, by=officer, at=clock.at(today - 8 * DAY, 10))
    objections.reject(objection, EXAMPLE, by=officer, at=clock.at(today - 7 * DAY, 10))
    appeals.file(appealed, EXAMPLE, by=own, at=clock.at(today - DAY, 10))
    proceedings.file(
        reviewed, Pending.REVIEW, "示例区人民政府（示例）", f"示复受字〔{today.year}〕3号",
        today - 5 * DAY, EXAMPLE, by=own, at=clock.at(today - 4 * DAY, 10),
    )  # fmt: skip
    shieldings.file(
        shielded, "示例区人民法院（示例）", f"（{today.year}）示0199破1号之一",
        today - 10 * DAY, EXAMPLE, by=players.seller(other.id), at=clock.at(today - DAY, 10),
    )  # fmt: skip
    doubted, yesterday = _penalty(players, firm, 5, today), clock.at(today - DAY, 10)
    helped = objections.file(doubted, EXAMPLE, by=own, at=yesterday)
    objections.accept(helped, by=officer, at=yesterday)
    objections.ask_help(helped, players.bodies[1], EXAMPLE, by=officer, at=yesterday)


def _penalty(players: Participants, firm: Subject, number: int, today: date) -> CreditRecord:
    """Decided by the body that can log in and confirmed by two of it."""
    body, began = players.bodies[0], clock.at(today - 60 * DAY, 10)
    said = {
        "kind": DecisionKind.PENALTY,
        "severity": Severity.GENERAL,
        "number": f"示住建罚〔{today.year}〕{number}号",
        "title": SUMMARIES[number - 1],
        "facts": EXAMPLE,
        "decided_on": today - 61 * DAY,
    }
    made = decisions.enter(body, firm, said, by=players.people["officer"], at=began)
    decisions.confirm(made, by=players.people["head"], at=began + DAY)
    db.session.flush()
    told = began + 2 * DAY
    records.post(decisions.breaches(told.date()), on=told.date(), at=told)
    mine = (CreditRecord.stream == decisions.STREAM, CreditRecord.item_id == made.id)
    by = players.people["officer"]
    notices.begin(sa.select(CreditRecord.id).where(*mine), told.date(), by=by, at=told)
    record = db.session.scalars(sa.select(CreditRecord).where(*mine)).one()
    by = players.people["head"]
    records.confirm(record, by=by, at=began + 30 * DAY, why=EXAMPLE)
    return record
