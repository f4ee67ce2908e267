"""Two monthly reports that everybody reads, and a circular that waits for another's approval."""

from datetime import date, timedelta

from integrity.base import clock
from integrity.credit.periodicals import service, texts
from integrity.credit.periodicals.models import Audience, Periodical, ReportKind
from integrity.credit.tallies.figures import FIGURES
from jobs.demo.participants import Participants

DAY = timedelta(days=1)


def leave_reports(players: Participants, today: date) -> None:
    """The months before the last one and the last one are told; the last one also to bodies."""
    last = today.replace(day=1) - DAY
    before = last.replace(day=1) - DAY
    for end in (before, last):
        report = _draft(players, ReportKind.MONTHLY, Audience.EVERYBODY, end, today)
        approver = players.people["office2"]
        service.approve(report, "示例：数据核对无误。", by=approver, at=clock.at(today, 10))
    _draft(players, ReportKind.CIRCULAR, Audience.GOVERNMENT, last, today)


def _draft(
    players: Participants, kind: ReportKind, audience: Audience, end: date, today: date
) -> Periodical:
    title = f"{end.year}年{end.month}月政务诚信情况（示例）"
    words = service.Words(title, list(FIGURES), texts.OPENING, texts.CLOSING)
    by, at = players.people["office1"], clock.at(today, 9)
    report = service.draft(kind, audience, end.replace(day=1), end, words, by=by, at=at)
    service.submit(report, by=by, at=at)
    return report
