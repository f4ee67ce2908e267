"""Orders from findings, reports of what was put right, and checks on the spot."""

from datetime import timedelta

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.files import attached
from integrity.people.subjects.models import Subject
from integrity.streams.rectifications import checks, findings, service
from integrity.streams.rectifications.checks import SiteCheck
from integrity.streams.rectifications.models import Inspection, InspectionFinding, Rectification
from tests.factories import NOW, TODAY, make_body, make_user
from tests.pledges.makers import upload

WEEK = TODAY + timedelta(days=7)
POINTS = ((WEEK, "清运渣土"), (None, "全部覆盖"))
EFFECTS = ((None, "在项目所在社区公开说明"),)


def make_finding(
    body: Subject | None = None, what: str = "围挡外堆放渣土，没有覆盖。"
) -> InspectionFinding:
    said = ("示例工地", TODAY, "示例甲、示例乙（示例生态环境局）", what)
    office = make_user(Role.OFFICE)
    made = findings.enter(Inspection.ENVIRONMENT, body or make_body(), *said, by=office, at=NOW)
    db.session.flush()
    return made


def order_about(finding: InspectionFinding) -> Rectification:
    office = make_user(Role.OFFICE)
    return service.order_finding(
        finding, "整改渣土", points=POINTS, effects=EFFECTS, by=office, at=NOW
    )


def report(order: Rectification, *, proof: bool = True) -> None:
    officer = make_user(Role.OFFICER, order.subject)
    service.put_right(order, "都已完成", "已在社区公告栏说明", by=officer, at=NOW)
    if proof:
        attached.save(upload(), order, public=False, by=officer, at=NOW, body_id=order.subject_id)


def make_site_check(order: Rectification, *not_done: str, seen: str = "所见如下") -> SiteCheck:
    """A check that waits for its second person."""
    done = {point.id: point.what not in not_done for point in order.points}
    office = make_user(Role.OFFICE)
    made = checks.enter(order, "示例工地", TODAY, seen, done, by=office, at=NOW)
    db.session.flush()
    return made
