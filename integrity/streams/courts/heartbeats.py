"""Signs of life of the courts' channels: silence is not “no cases”."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base import i18n
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db, insert_ignore
from integrity.base.permissions import Role
from integrity.casework.rules import service as rules
from integrity.casework.workdays import calendar
from integrity.people.accounts.models import AccountState, User
from integrity.people.subjects.models import Subject
from integrity.streams.courts import reconciliation
from integrity.streams.courts.errors import WrongCase, WrongDay
from integrity.streams.courts.models import CourtCase, Heartbeat
from integrity.streams.courts.permissions import CourtsPermission

DAILY = "LOCAL-COURT-DAILY"


@dataclass(frozen=True)
class Silence:
    """A court whose channel has been silent too long; `last_on` is None if it never spoke."""

    court: Subject
    last_on: date | None


def heartbeat(
    court: Subject,
    on: date,
    cases: int,
    *,
    by: audit.Actor,
    at: datetime,
    sent_at: datetime | None = None,
) -> Heartbeat:
    """“Alive, so many cases today”: one row per court and day, another one corrects the number.

    What was sent before the one that is kept changes nothing. A past day is marked as filled in.
    Raises WrongCase, WrongDay.
    """
    if cases < 0:
        raise WrongCase(_("案件数不能为负数。"))
    if on > local_day(at):
        raise WrongDay(_("日期 %(day)s 还没有到。", day=on))
    values = {"court_id": court.id, "on": on, "cases": cases, "at": at}
    literals = [
        sa.literal(value, Heartbeat.__table__.c[name].type) for name, value in values.items()
    ]
    table = Heartbeat.__table__
    insert = insert_ignore(table, list(values), sa.select(*literals), ("court_id", "on"))
    inserted: Any = db.session.execute(insert)
    wanted = sa.select(Heartbeat).where(Heartbeat.court_id == court.id, Heartbeat.on == on)
    found = db.session.scalars(wanted).one()
    if not inserted.rowcount and found.sent_at and sent_at and sent_at < found.sent_at:
        return found
    found.sent_at = sent_at or found.sent_at
    if inserted.rowcount or found.cases != cases:
        found.cases, found.at = cases, at
        if on < local_day(at):
            found.filled_in_on = local_day(at)
        audit.write(found, "beat", by=by, at=at, cases=cases, on=str(on))
    return found


def alarms(user: User, on: date) -> list[str]:
    """Whose numbers differ and which channels are silent; a court hears of its own numbers."""
    if user.can(CourtsPermission.PUSH) and user.body_id:
        return _differences(on, user.body_id) + _unreported(on, user.body_id)
    if not user.can(CourtsPermission.ASSIGN):
        return []
    return [*_differences(on), *_unreported(on)] + [
        _(
            "%(court)s的数据接口未连通，最近一次连通：%(day)s。未收到数据不代表没有案件。",
            court=silence.court.name,
            day=i18n.day(silence.last_on) or _("从未"),
        )
        for silence in silent(on)
    ]


def _differences(on: date, court_id: int | None = None) -> list[str]:
    return [
        _(
            "%(court)s报告 %(day)s 推送 %(said)d 件，实收 %(came)d 件，请双方核对。",
            court=found.court.name,
            day=i18n.day(found.on),
            said=found.reported,
            came=found.cases,
        )
        for found in reconciliation.differences(on, court_id)
    ]


def _unreported(on: date, court_id: int | None = None) -> list[str]:
    return [
        _(
            "%(court)s没有报告 %(day)s 的案件数（年底每日零报告，没有案件的报告零）。",
            court=court.name,
            day=i18n.day(on - timedelta(days=1)),
        )
        for court in unreported(on)
        if court_id in (None, court.id)
    ]


def unreported(on: date) -> list[Subject]:
    """Courts that did not report of the day before, in the last days of December.

    So many of them as LOCAL-COURT-DAILY says; while that has no number no court is asked.
    """
    day = on - timedelta(days=1)
    try:
        asked = rules.number(DAILY, day) if day.month == 12 else 0
    except rules.NoRuleInForce:
        return []
    if (date(day.year, 12, 31) - day).days >= asked:
        return []
    spoke = sa.select(Heartbeat.court_id).where(Heartbeat.on == day)
    wanted = sa.select(Subject).where(Subject.id.in_(courts()), Subject.id.not_in(spoke))
    return list(db.session.scalars(wanted.order_by(Subject.name)))


def silent(on: date) -> list[Silence]:
    """Courts without a sign of life in as many working days as LOCAL-HEARTBEAT allows."""
    allowed = rules.time_limit("LOCAL-HEARTBEAT", on).amount or 0
    since = calendar().back(on, allowed)
    last = (
        sa.select(Heartbeat.court_id, sa.func.max(Heartbeat.on).label("last_on"))
        .where(Heartbeat.on <= on)
        .group_by(Heartbeat.court_id)
        .subquery()
    )
    wanted = (
        sa.select(Subject, last.c.last_on)
        .outerjoin(last, last.c.court_id == Subject.id)
        .where(Subject.id.in_(courts()), sa.func.coalesce(last.c.last_on, date.min) < since)
        .order_by(Subject.name)
    )
    return [Silence(court, last_on) for court, last_on in db.session.execute(wanted)]


def courts() -> sa.CompoundSelect[tuple[int]]:
    """The ids of every court that ever spoke, or has somebody who may."""
    return sa.union(
        sa.select(Heartbeat.court_id),
        sa.select(CourtCase.court_id),
        sa.select(User.body_id).where(
            User.role == Role.COURT, User.state == AccountState.ACTIVE, User.body_id.is_not(None)
        ),
    )
