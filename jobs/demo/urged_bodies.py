"""What the office did about what is overdue: a letter that was answered, a summons, a draft."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.casework.documents import deliveries
from integrity.casework.documents import service as documents
from integrity.casework.documents.models import Document
from integrity.casework.urging import ladder, service
from integrity.casework.urging.ladder import Late
from integrity.casework.urging.models import Urging, UrgingKind
from integrity.casework.urging.service import Demand
from jobs.demo.participants import BODIES, Participants

TALK = {
    "hour": "09:30",
    "place": "示例会议室",
    "invited": "主要负责人",
    "host": "领导小组分管负责人",
}
DAY = timedelta(days=1)


def urge(players: Participants, today: date) -> None:
    """A letter answered days ago, a summons of yesterday, a circular that is drafted."""
    _letter(players, today - 7 * DAY)
    _summons(players, today - DAY)
    words = "请逐项说明原因，限期办结。"
    _step(players, BODIES[:4], Demand(UrgingKind.CIRCULAR, words), clock.at(today, 9))


def _letter(players: Participants, on: date) -> None:
    at = clock.at(on, 9)
    demand = Demand(UrgingKind.LETTER, "请立即履行，并书面报告。", answer_until=on + 10 * DAY)
    for urging in _step(players, BODIES[:1], demand, at):
        paper, officer = _issued(players, urging, at), players.people["officer"]
        for delivery in paper.deliveries:
            deliveries.confirm(delivery, by=officer, at=clock.at(on + DAY, 10))
            answer = "示例：资金已经落实，本月底前付清。"
            deliveries.answer(delivery, answer, by=officer, at=clock.at(on + 3 * DAY, 10))


def _summons(players: Participants, on: date) -> None:
    demand = Demand(
        UrgingKind.TALK, "没有按期履行的原因和整改措施。", talk_on=on + 7 * DAY, talk=TALK
    )
    for urging in _step(players, BODIES[:1], demand, clock.at(on, 9)):
        _issued(players, urging, clock.at(on, 11))


def _issued(players: Participants, urging: Urging, at: datetime) -> Document:
    """The paper of a step, read by another and signed by the leader."""
    paper = documents.of_thing(Urging.__tablename__, urging.id)[-1]
    documents.review(paper, by=players.people["office2"], at=at)
    documents.sign(paper, by=players.people["leader"], at=at)
    db.session.flush()
    return paper


def _step(
    players: Participants, names: tuple[str, ...], demand: Demand, at: datetime
) -> list[Urging]:
    """One step about what is overdue longest; none where nothing is."""
    ids = [players.subjects[name].id for name in names]
    on = clock.local_day(at)
    items = ladder.all_overdue(on)
    wanted = sa.select(items).where(items.c.subject_id.in_(ids))
    rows = db.session.execute(wanted.order_by(items.c.due_on, items.c.id).limit(5)).all()
    known = ladder.kinds()
    late = [Late(known[r.stream], known[r.stream].by_ids([r.id])[r.id], r.due_on) for r in rows]
    return service.urge(late, demand, by=players.people["office1"], at=at) if late else []
