"""What inspections found lately: one that waits for an order, one that two people look at."""

import io
from datetime import date, timedelta

from werkzeug.datastructures import FileStorage

from integrity.base import clock
from integrity.base.db import db
from integrity.files import attached
from integrity.streams.rectifications import checks, findings, service
from integrity.streams.rectifications.models import Inspection, InspectionFinding
from jobs.demo.participants import BODIES, Participants

WEEK = timedelta(days=7)
INSPECTORS = "示例甲、示例乙（示例生态环境局）"


def leave_open(players: Participants, today: date) -> None:
    """Found a week ago and reported as put right; found yesterday and not yet ordered."""
    found = _found(players, "示例工地（示例路 1 号）", "围挡外堆放渣土，没有覆盖。", today - WEEK)
    _check(players, found, today)
    _found(players, "示例河段（示例桥下）", "岸边堆放垃圾，没有清理。", today - timedelta(days=1))


def _found(players: Participants, place: str, what: str, on: date) -> InspectionFinding:
    body, office = players.subjects[BODIES[0]], players.people["office1"]
    said = (place, on, INSPECTORS, f"{what}（示例）")
    at = clock.at(on, 15)
    found = findings.enter(Inspection.ENVIRONMENT, body, *said, by=office, at=at)
    db.session.flush()
    return found


def _check(players: Participants, found: InspectionFinding, today: date) -> None:
    """The body reports, the first of the two has entered what they saw."""
    office, officer = players.people["office1"], players.people["officer"]
    order = service.order_finding(
        found,
        "清运渣土，落实覆盖。",
        points=[(today, "清运围挡外的渣土"), (None, "裸露土方全部覆盖")],
        effects=[(None, "在项目所在社区公开整改情况")],
        by=office,
        at=clock.at(found.found_on, 16),
    )
    at = clock.at(today - timedelta(days=1), 10)
    service.put_right(order, "已清运、覆盖。", "已在社区公告栏公开（示例）。", by=officer, at=at)
    shown = FileStorage(io.BytesIO("示例：社区公告栏公开内容。".encode()), "公开情况.txt")
    attached.save(shown, order, public=False, by=officer, at=at, body_id=order.subject_id)
    done = {point.id: True for point in order.points}
    seen = "渣土已经清运，土方已经覆盖（示例）。"
    at = clock.at(today, 9)
    checks.enter(order, found.place, today, seen, done, by=office, at=at)
