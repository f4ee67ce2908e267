"""Honours under way: candidates, what is said against them, a round of 诚信之星, a hearing."""

from datetime import date, timedelta

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.casework.documents import deliveries
from integrity.casework.documents.models import Delivery, DeliveryState, Document
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.sanctions import bases, hearings, nominations, recommendations, reviews
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.stars import objections
from integrity.credit.stars import service as stars
from integrity.credit.stars.models import StarKind
from integrity.people.subjects import identifiers
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject, SubjectKind
from jobs.demo.decisions import EXAMPLE
from jobs.demo.list_entries import watch
from jobs.demo.participants import AREA, SUPPLIERS, Participants

DAY = timedelta(days=1)
GOOD = ("示例茶叶专业合作社", "示例精密仪器有限公司", "示例社区养老服务中心")
AGAINST = "示例：该单位去年拖欠货款，有送货单，请核查。"


def leave_open(players: Participants, today: date) -> None:
    """A candidate with an objection, a recommendation, a round in its three states, a hearing."""
    good = [_firm(name, number) for number, name in enumerate(GOOD, 1)]
    _candidate(players, good[0], today)
    officer = players.people["officer"]
    recommendations.recommend(
        good[1], Ground.GOOD_CREDIT, EXAMPLE, by=officer, at=clock.at(today - 2 * DAY, 10)
    )
    _round(players, good, today)
    _hearing(players, today)


def _firm(name: str, number: int) -> Subject:
    """Somebody with nothing against it."""
    code = identifiers.complete_uscc(f"91370176EX6{number:05d}")
    return subjects.register(SubjectKind.ENTERPRISE, name, code, area=AREA, code_is_example=True)


def _candidate(players: Participants, firm: Subject, today: date) -> None:
    """Shown since yesterday; somebody has objected."""
    one, at = players.people["office1"], clock.at(today - 40 * DAY, 10)
    what = (None, firm, ListKind.RED, Ground.GOOD_CREDIT, EXAMPLE)
    entry = nominations.nominate(*what, by=one, at=at, basis=bases.by_code("LB-RED-1"))
    sanctions.notify(entry, by=one, at=at)
    sanctions.state_defence(entry, EXAMPLE, True, by=players.officer(firm.id), at=at)
    sanctions.hear(entry, EXAMPLE, by=one, at=at)
    reviews.publicise(entry, by=one, at=clock.at(today - DAY, 10))
    reviews.file(entry, AGAINST, once="", at=clock.at(today, 8))


def _round(players: Participants, good: list[Subject], today: date) -> None:
    """One honoured, one shown with an objection, one to examine; and a round of brands."""
    officer = players.people["officer"]
    one, two = players.people["office1"], players.people["office2"]
    began, conditions = clock.at(today - 40 * DAY, 9), "示例：三年内按期履约，没有失信记录。"
    until = today + 10 * DAY
    unit = stars.open_round(StarKind.UNIT, today.year, until, conditions, by=one, at=began)
    stars.open_round(StarKind.BRAND, today.year, until, conditions, by=one, at=began)
    honoured, shown, _new = (
        stars.send(unit, firm, EXAMPLE, by=officer, at=clock.at(today - days * DAY, 10))
        for firm, days in zip(good, (38, 5, 1), strict=True)
    )
    stars.publicise(honoured, by=one, at=clock.at(today - 37 * DAY, 10))
    stars.decide(honoured, EXAMPLE, by=one, at=clock.at(today - 20 * DAY, 10))
    stars.confirm(honoured, EXAMPLE, by=two, at=clock.at(today - 19 * DAY, 10))
    stars.publicise(shown, by=one, at=clock.at(today - 2 * DAY, 10))
    objections.file(shown, AGAINST, once="", at=clock.at(today, 8))


def _hearing(players: Participants, today: date) -> None:
    """The supplier that can log in was told a week ago, and asks for a hearing."""
    firm, at = players.subjects[SUPPLIERS[0]], clock.at(today - 2 * DAY, 10)
    entry = watch(players, firm, "示例：投标文件有不实内容。", clock.local_day(at))
    sanctions.notify(entry, by=players.people["office1"], at=at)
    db.session.flush()
    _receive(players, entry, today)
    db.session.refresh(entry)
    by = players.people["supplier"]
    hearings.ask(entry, "示例：请求当面说明投标文件的来源。", by=by, at=clock.at(today, 8))


def _receive(players: Participants, entry: ListEntry, today: date) -> None:
    of_entry = (Document.thing == entry.__tablename__, Document.thing_id == entry.id)
    waiting = (
        sa.select(Delivery)
        .join(Delivery.document)
        .where(Delivery.state == DeliveryState.SENT, *of_entry)
    )
    for delivery in db.session.scalars(waiting).all():
        deliveries.confirm(delivery, by=players.people["supplier"], at=clock.at(today - DAY, 10))
