"""Reports of a period, in the states in which tests need them."""

from datetime import date, datetime, timedelta
from typing import Any

from integrity.base.permissions import Role
from integrity.credit.periodicals import service, texts
from integrity.credit.periodicals.flow import FLOW
from integrity.credit.periodicals.models import Audience, Periodical, ReportKind
from integrity.credit.tallies.figures import FIGURES
from tests.factories import NOW, TODAY, make_user

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
