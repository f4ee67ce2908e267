"""What enterprises say of promises that were not kept: new, with who finds, and put right."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.casework.documents import deliveries
from integrity.casework.documents import service as documents
from integrity.streams.grievances import findings, service
from integrity.streams.grievances.models import Area, Because, Channel, Grievance
from jobs.demo.participants import BODIES, FINDERS, SUPPLIERS, Participants

NEW = {
    "title": "示例：政府采购合同约定的验收没有组织",
    "text": "货物已经交付，合同约定十日内验收，至今没有组织，也没有说明理由。",
    "area": Area.PROCUREMENT,
}
SENT = {
    "title": "示例：招商协议约定的房租补贴没有兑现",
    "text": "协议约定连续补贴三年，第二年起停止拨付。",
    "area": Area.INVESTMENT,
}
REPORTED = {
    "title": "示例：投资协议约定的配套道路没有建成",
    "text": "协议约定去年年底建成，单位称原负责人已经调走，不再办理。",
    "area": Area.INVESTMENT,
}
WHY = "示例：属于被投诉单位的主管部门。"
DAY = timedelta(days=1)


def leave_open(players: Participants, today: date) -> None:
    """One of today, one with whoever finds, one that the enterprise may confirm or deny."""
    _filed(players, NEW, today, 1)
    _sent(players, SENT, today - 3 * DAY, 2)
    item = _sent(players, REPORTED, today - 20 * DAY, 3)
    finder, officer = players.people["finder"], players.people["officer"]
    said = ("示例：协议有效，道路没有建成。", "示例：三个月内建成道路。", Because.REPLACED)
    findings.find_true(item, *said, by=finder, at=clock.at(today - 15 * DAY, 10))
    for paper in documents.of_thing(Grievance.__tablename__, item.id):
        for delivery in paper.deliveries:
            if delivery.subject_id == officer.body_id:
                deliveries.confirm(delivery, by=officer, at=clock.at(today - 14 * DAY, 10))
    service.report(item, "示例：道路已经建成通车。", by=officer, at=clock.at(today - 2 * DAY, 15))


def _filed(players: Participants, said: Mapping[str, Any], on: date, number: int) -> Grievance:
    firm, body = players.subjects[SUPPLIERS[0]], players.subjects[BODIES[0]]
    at, by = clock.at(on, 9), players.people["supplier"]
    if number == 1:
        return service.file(firm, body, said, by=by, at=at)
    came: dict[str, Any] = {
        "channel": Channel.HOTLINE,
        "channel_no": f"示例-{number:04d}",
        "received_on": on,
    }
    by_office: audit.Actor = players.people["office1"]
    return service.file(firm, body, said, by=by_office, at=at, **came)


def _sent(players: Participants, said: Mapping[str, Any], on: date, number: int) -> Grievance:
    item = _filed(players, said, on, number)
    finder, by = players.subjects[FINDERS], players.people["office1"]
    service.send(item, finder, WHY, by=by, at=clock.at(on, 14))
    return item
