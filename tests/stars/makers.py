"""A round, and a candidate of it brought to a state."""

from datetime import date, datetime, timedelta
from itertools import count

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.stars import objections, service
from integrity.credit.stars.models import StarCandidate, StarKind, StarObjection, StarRound
from integrity.people.subjects.models import Subject
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user

FLOWS = {StarCandidate: service.FLOW, StarObjection: service.OBJECTIONS}
WHY = "示例：三年按期履约，没有失信记录。"
UNTIL = TODAY + timedelta(days=10)
_years = count(2001)


def make_round(kind: StarKind = StarKind.UNIT, year: int = 0, until: date = UNTIL) -> StarRound:
    office = make_user(Role.OFFICE)
    year = year or next(_years) % 90 + 2001
    return service.open_round(kind, year, until, "示例：按期履约。", by=office, at=NOW)


def make_candidate(
    subject: Subject | None = None,
    sender: Subject | None = None,
    *,
    of: StarRound | None = None,
    why: str = WHY,
    at: datetime = NOW,
) -> StarCandidate:
    about = subject or make_enterprise("示例之星商贸有限公司")
    by = make_user(Role.OFFICER, sender or make_body("示例报送局"))
    found = of or make_round()
    product = "示例牌茶叶" if found.kind is StarKind.BRAND else ""
    return service.send(found, about, why, product, by=by, at=at)


def make_shown(subject: Subject | None = None, at: datetime = NOW, **more) -> StarCandidate:
    found = make_candidate(subject, at=at, **more)
    service.publicise(found, by=make_user(Role.OFFICE), at=at)
    db.session.flush()
    return found


def make_honoured(subject: Subject | None = None, days: int = 12, **more) -> StarCandidate:
    """Shown today, decided by two after the review."""
    found = make_shown(subject, **more)
    later = NOW + timedelta(days=days)
    service.decide(found, WHY, by=make_user(Role.OFFICE), at=later)
    service.confirm(found, WHY, by=make_user(Role.OFFICE), at=later)
    db.session.flush()
    return found


def make_objection(found: StarCandidate | None = None, text: str = "") -> StarObjection:
    """What somebody unknown says against a candidate."""
    said = text or "示例：该单位拖欠工人工资，有案可查。"
    return objections.file(found or make_shown(), said, once="", at=NOW).thing
