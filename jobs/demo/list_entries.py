"""Nominations of the demonstration and their way onto a list and off it, by three players."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.sanctions import bases, nominations, removals, reviews
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.documents import Document, DocumentKind
from integrity.credit.sanctions.exclusions import OnThatList
from integrity.credit.sanctions.models import EntryState, ListEntry, RemovalGround
from integrity.people.subjects.models import Subject
from jobs.demo.decisions import EXAMPLE, chance
from jobs.demo.participants import Participants

EXAMPLE_BASIS = {
    "code": "LB-EXAMPLE",
    "title": "严重失信主体名单（示例依据，仅供演示）",
    "document": "示例省社会信用条例（示例）",
    "article": "第三十条",
    "level": "local regulation",
    "list": "serious",
    "applies_to": "government-body",
    "grounds": "promise-broken;arrears;judgment-refused;old-promises-ignored;not-put-right",
    "effective_from": "2020-01-01",
    "effective_to": "",
    "verified": "primary",
    "url": "",
}
"""No law carries a serious list of public bodies here; an invented one shows how it would work."""


def nominate_the_good(players: Participants, on: date) -> None:
    """Suppliers with a good record are proposed for the red list; one goes on the watch list."""
    bases.load([EXAMPLE_BASIS])
    good = (Ground.GOOD_CREDIT, Ground.MODEL)
    for subject, ground in zip(players.suppliers[1:3], good, strict=True):
        nominations.nominate(
            None,
            subject,
            ListKind.RED,
            ground,
            EXAMPLE,
            by=players.people["office1"],
            at=_at(on),
            basis=bases.by_code("LB-RED-1"),
        )
    watch(players, players.suppliers[3], "提供虚假材料（示例）。", on)


def nominate_the_worst(players: Participants, on: date) -> None:
    """Some bodies on the district's own list are proposed for the serious one, for one record."""
    nominated = sa.select(ListEntry.record_id).where(ListEntry.kind == ListKind.SERIOUS)
    wanted = sa.select(ListEntry).where(
        ListEntry.kind == ListKind.CORRECTION,
        ListEntry.state == EntryState.LISTED,
        ListEntry.record_id.not_in(nominated),
    )
    for entry in db.session.scalars(wanted.order_by(ListEntry.id)).all():
        if chance(entry, 50, "serious"):
            with suppress(OnThatList):
                nominations.nominate(
                    entry.record_id,
                    entry.subject,
                    ListKind.SERIOUS,
                    entry.ground,
                    entry.reasons,
                    basis=bases.by_code(EXAMPLE_BASIS["code"]),
                    by=players.people["office1"],
                    at=_at(on),
                )


def lead_to_lists(players: Participants, on: date) -> None:
    """Every nomination takes one step a month: notice, hearing, first and second decider."""
    steps: dict[EntryState, Callable[..., None]] = {
        EntryState.NOMINATED: _notify_or_reject,
        EntryState.NOTIFIED: _hear,
        EntryState.HEARD: _show_or_decide,
        EntryState.SHOWN: _decide_first,
        EntryState.DECIDED: _decide_second,
    }
    wanted = sa.select(ListEntry).where(ListEntry.state.in_(steps))
    for entry in db.session.scalars(wanted).all():
        steps[entry.state](players, entry, _at(on))


def revoke_one(players: Participants, on: date) -> None:
    """The first entry of the serious list is revoked; every receiver must drop it."""
    listed = sa.select(ListEntry).where(
        ListEntry.state == EntryState.LISTED, ListEntry.kind == ListKind.SERIOUS
    )
    entry = db.session.scalars(listed.order_by(ListEntry.id)).first()
    if entry is not None:
        paper, at = "示例行政复议决定书（示例〔2026〕1号）", _at(on)
        ground = RemovalGround.DOCUMENT_REVOKED
        by, second = players.people["office3"], players.people["office2"]
        removals.propose_removal(entry, ground, paper, EXAMPLE, by=by, at=at)
        removals.remove(entry, EXAMPLE, by=second, at=at)


def leave_one_decided(players: Participants, today: date) -> None:
    """One supplier is put on the watch list today: its receivers have not answered yet."""
    supplier, at = players.suppliers[4], _at(today)
    entry = watch(players, supplier, "串通投标（示例）。", today)
    sanctions.notify(entry, by=players.people["office1"], at=at)
    by = players.officer(supplier.id)
    sanctions.state_defence(entry, "请从轻处理（示例）。", True, by=by, at=at)
    for step in (_hear, _decide_first, _decide_second):
        step(players, entry, at)


def _notify_or_reject(players: Participants, entry: ListEntry, at: datetime) -> None:
    if entry.record_id and chance(entry, 20, "reject"):
        reason = "情节轻微，不予列入（示例）。"
        sanctions.reject(entry, reason, by=players.people["office1"], at=at)
    else:
        sanctions.notify(entry, by=players.people["office1"], at=at)


def _hear(players: Participants, entry: ListEntry, at: datetime) -> None:
    on = clock.local_day(at)
    if entry.said_all or (entry.statement_due and entry.statement_due < on):
        sanctions.hear(entry, "已听取意见（示例）。", by=players.people["office1"], at=at)


def _show_or_decide(players: Participants, entry: ListEntry, at: datetime) -> None:
    """Who is to be honoured is shown first, and decided the month after."""
    if entry.kind is ListKind.RED:
        reviews.publicise(entry, by=players.people["office1"], at=at)
    else:
        _decide_first(players, entry, at)


def _decide_first(players: Participants, entry: ListEntry, at: datetime) -> None:
    measures = [m.code for m in sanctions.offered(entry, clock.local_day(at))[:3]]
    sanctions.decide_first(entry, EXAMPLE, measures, by=players.people["office1"], at=at)


def _decide_second(players: Participants, entry: ListEntry, at: datetime) -> None:
    sanctions.decide_second(entry, EXAMPLE, by=players.people["office2"], at=at)


def watch(players: Participants, subject: Subject, reasons: str, on: date) -> ListEntry:
    """A nomination for the watch list, on an invented decision of the same day."""
    return nominations.nominate(
        None,
        subject,
        ListKind.WATCH,
        Ground.MARKET_AND_ORDER,
        reasons,
        basis=bases.by_code("LB-WATCH-1"),
        document=Document(DocumentKind.PENALTY, "示例罚决〔示例〕1号", on),
        by=players.people["office1"],
        at=_at(on),
    )


def _at(on: date) -> datetime:
    return clock.at(on, 10)
