"""What the office must know before its duties: silent channels, a calendar about to end."""

from datetime import date, timedelta
from itertools import chain

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.permissions import REACH_ALL, ROLE_NAMES, Permission, Role
from integrity.casework import delays, late_periods
from integrity.casework.delays import Level
from integrity.casework.steps import Side
from integrity.casework.streams import registered
from integrity.casework.workdays import calendar
from integrity.doors.desk import delay_views
from integrity.people.accounts import powers
from integrity.people.accounts.models import User
from integrity.people.accounts.service import POWERS

NOTICE_EXPECTED = 11
"""The month from which next year's holiday notice of the State Council is missed."""
RAISED = {
    Level.LEADER: _l("本单位办理环节逾期，按规则报主要负责人：%(num)d 件。"),
    Level.GROUP: _l("办理环节逾期，按规则报领导小组：%(num)d 件。"),
}


def of(user: User, on: date) -> list[str]:
    """The alarms that concern this person today."""
    if user.role in POWERS:
        return _switched_off(on)
    told = [stream.work.alarms(user, on) for stream in registered().values() if stream.work.alarms]
    late = _own_delays(on) if user.role in REACH_ALL else _raised(user, on)
    return [*chain(*told), *late, *(_missing_notice(on) if user.can(Permission.IMPORT) else ())]


def _own_delays(on: date) -> list[str]:
    """How much the office leaves lying, and others; the dashboard says what."""
    found = delays.counts(on)
    late = sum(row.number for row in found if row.who is Side.OFFICE)
    others = sum(row.number for row in found) - late
    if not found:
        return []
    words = _(
        "办理环节逾期：领导小组办公室 %(late)d 件，其他单位 %(others)d 件。",
        late=late,
        others=others,
    )
    return [_to_dashboard(words)]


def _raised(user: User, on: date) -> list[str]:
    """What a rule tells a leader: of late steps of the own body, and of all the longest late."""
    if user.role is not Role.HEAD:
        return []
    office = _of_office(user)
    told = late_periods.raised(on, user.body_id, delay_views.known_things(), office)
    words = [str(RAISED[level]) % {"num": number} for level, number in told.items() if number]
    return [_to_dashboard(one) for one in words]


def _of_office(user: User) -> bool:
    """Whether somebody heads the body of which the office is a part."""
    colleague = sa.and_(User.role == Role.OFFICE, User.body_id == user.body_id)
    return bool(db.session.scalar(sa.select(sa.exists().where(colleague))))


def _to_dashboard(words: str) -> str:
    address = url_for("desk.dashboard", _anchor="delays")
    return Markup('{} <a href="{}">{}</a>').format(words, address, _("查看是哪些事项"))


def _switched_off(on: date) -> list[str]:
    """What happened to the accounts of the three powers in a week."""
    return [
        _(
            "%(day)s停用了%(role)s %(name)s 的账号：%(why)s",
            day=i18n.moment(row.decided_at),
            role=ROLE_NAMES[row.user.role],
            name=row.user.name,
            why=row.why,
        )
        for row in powers.done(clock.at(on - timedelta(days=7)))
    ]


def _missing_notice(on: date) -> list[str]:
    coming = on.year + 1
    if on.month < NOTICE_EXPECTED or coming in calendar().years:
        return []
    return [
        _(
            "%(year)s 年放假安排尚未载入，涉及该年的期限为暂定。通知发布后请导入，期限将重新计算。",
            year=coming,
        )
    ]
