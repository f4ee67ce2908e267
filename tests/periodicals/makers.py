"""Reports of a period, in the states in which tests need them."""

from datetime import date, datetime, timedelta
from typing import Any

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.activities.models import ActivityKind
from integrity.credit.periodicals import service, texts
from integrity.credit.periodicals.flow import FLOW
from integrity.credit.periodicals.models import Audience, Periodical, ReportKind
from integrity.credit.records.models import RecordState
from integrity.credit.tallies.figures import FIGURES
from integrity.streams.plans import service as plans
from tests.activities.makers import make_activity, verified
from tests.factories import NOW, TODAY, make_body, make_record, make_user
from tests.site.makers import make_commitment

FLOWS = {Periodical: FLOW}
WHY = "示例：核对无误。"
WORDS = service.Words("示例月报", list(FIGURES), texts.OPENING, texts.CLOSING)
FIRST = TODAY - timedelta(days=90)


def make_report(
    kind: ReportKind = ReportKind.MONTHLY,
    audience: Audience = Audience.EVERYBODY,
    first_on: date = FIRST,
    last_on: date = TODAY,
    words: service.Words = WORDS,
    at: datetime = NOW,
    **more: Any,
) -> Periodical:
    by = more.get("by") or make_user(Role.OFFICE)
    return service.draft(kind, audience, first_on, last_on, words, by=by, at=at)


def make_issued(**more: Any) -> Periodical:
    author = make_user(Role.OFFICE)
    report = make_report(**more, by=author)
    service.submit(report, by=author, at=more.get("at", NOW))
    service.approve(report, WHY, by=make_user(Role.OFFICE), at=more.get("at", NOW))
    return report


def make_things() -> None:
    """Late, kept, claimed and lifted things of two bodies, of two streams, and a record."""
    from tests.plans.makers import make_task, reported  # which knows the flows of this one
    from tests.plans.makers import office as of_office

    one, two = make_body("示例甲局"), make_body("示例乙局")
    for days, body in ((40, one), (30, one), (20, two)):
        make_commitment(body, due_on=TODAY - timedelta(days=days))
    make_task(one)
    plans.find_done(reported(make_task(two)), "示例理由", by=of_office(), at=NOW)
    reported(make_task(two))
    plans.drop_task(make_task(one), "示例理由", by=of_office(), at=NOW)
    make_record(state=RecordState.CONFIRMED, decided_on=TODAY, until=TODAY, subject=one)
    for kind in ActivityKind:
        verified(make_activity(kind, one))
        make_activity(kind, two)
    db.session.flush()
