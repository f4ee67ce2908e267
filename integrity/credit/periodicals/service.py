"""Draft a report from what is counted, write it, have another approve it; then it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once, db
from integrity.base.errors import Refused, SamePerson
from integrity.base.permissions import REACH_ALL
from integrity.credit.periodicals import texts
from integrity.credit.periodicals.flow import FLOW
from integrity.credit.periodicals.models import Audience, Periodical, ReportKind
from integrity.credit.periodicals.models import PeriodicalState as S
from integrity.credit.tallies import service as tallies
from integrity.credit.tallies.figures import FIGURES
from integrity.credit.tallies.permissions import ReportingPermission


class WrongReport(Refused):
    """There is one of this kind and period, or it shows no figure."""

    title = _l("报告有误")


@dataclass(frozen=True)
class Words:
    """What somebody writes of a report: its title, its figures, and the texts around them."""

    title: str
    chosen: Sequence[str]
    opening: str
    closing: str


def draft(
    kind: ReportKind,
    audience: Audience,
    first_on: date,
    last_on: date,
    words: Words,
    *,
    by: audit.Actor,
    at: datetime,
) -> Periodical:
    """Begin the report of a period; raises WrongPeriod, WrongReport, UnknownField."""
    made = Periodical(
        ref=f"new-{uuid4()}",
        kind=ReportKind(kind),
        audience=Audience(audience),
        first_on=first_on,
        last_on=last_on,
        previous=_before(kind, audience, first_on),
        drafted_by_id=by.id,
        drafted_by_name=by.name,
    )
    _write(made, words)
    with db.session.no_autoflush:
        made.tally = tallies.take(first_on, last_on, local_day(at))
    FLOW.begin(made, local_day(at))
    add_once(made, WrongReport(_("这一期间的同类报告已经有一份。")))
    made.ref = f"BGT-{local_day(at).year}-{made.id:05d}"
    db.session.flush()
    audit.write(made, "draft", by=by, at=at, target=made.state)
    return made


def edit(report: Periodical, words: Words, *, by: audit.Actor, at: datetime) -> None:
    """Write it again; raises WrongReport, UnknownField."""
    FLOW.check(report, "edit")
    _write(report, words)
    FLOW.go(report, "edit", by=by, at=at)


def count_again(report: Periodical, *, by: audit.Actor, at: datetime) -> None:
    """Count the same period as it stands today."""
    FLOW.check(report, "count_again")
    report.tally = tallies.take(report.first_on, report.last_on, local_day(at))
    report.previous = _before(report.kind, report.audience, report.first_on)
    FLOW.go(report, "count_again", by=by, at=at)


def submit(report: Periodical, *, by: audit.Actor, at: datetime) -> None:
    """Ask another person to approve it; who asks has drafted it."""
    FLOW.check(report, "submit")
    report.drafted_by_id, report.drafted_by_name = by.id, by.name
    FLOW.go(report, "submit", by=by, at=at)


def approve(report: Periodical, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Another person approves it as it stands: it is published, and kept. Raises SamePerson."""
    FLOW.check(report, "approve")
    if by.id is None or by.id == report.drafted_by_id:
        raise SamePerson(_("报告由您起草，须由另一人审定。"))
    report.approved_by_id, report.published_on = by.id, local_day(at)
    FLOW.go(report, "approve", by=by, at=at, why=why)


def send_back(report: Periodical, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It cannot go out like this."""
    FLOW.go(report, "send_back", by=by, at=at, why=why)


def abandon(report: Periodical, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Nobody wants it any more."""
    FLOW.go(report, "abandon", by=by, at=at, why=why)


def recall_report(report: Periodical, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It was wrong: it stays to be read, says so, and another one may be published."""
    FLOW.check(report, "recall_report")
    report.why = why
    FLOW.go(report, "recall_report", by=by, at=at, why=why)


def visible(user: Any) -> sa.ColumnElement[bool]:
    """Who reads which: the office all, bodies what was issued, everybody what is public."""
    issued = Periodical.state.in_((S.PUBLISHED, S.TAKEN_BACK))
    if user.is_authenticated and user.can(ReportingPermission.PERIODICALS_READ):
        return sa.true() if user.role in REACH_ALL else issued
    return sa.and_(issued, Periodical.audience == Audience.EVERYBODY)


def _write(report: Periodical, words: Words) -> None:
    chosen = [key for key in FIGURES if key in words.chosen]
    if not chosen:
        raise WrongReport(_("请至少选定一项指标。"))
    texts.demand_known(words.opening, words.closing)
    report.title, report.chosen = words.title.strip(), chosen
    report.opening, report.closing = words.opening.strip(), words.closing.strip()


def _before(kind: ReportKind, audience: Audience, first_on: date) -> Periodical | None:
    """The last one published of the same kind whose period ended before this one begins."""
    wanted = sa.select(Periodical).where(
        Periodical.kind == kind,
        Periodical.audience == audience,
        Periodical.state == S.PUBLISHED,
        Periodical.last_on < first_on,
    )
    newest = wanted.order_by(Periodical.last_on.desc(), Periodical.id.desc()).limit(1)
    return db.session.scalars(newest).first()
