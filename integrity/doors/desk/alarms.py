"""What the office must know before its duties: silent channels, a calendar about to end."""

from datetime import date, timedelta
from itertools import chain

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from integrity.base import clock, i18n
from integrity.base.permissions import REACH_ALL, ROLE_NAMES, Permission
from integrity.casework import delays
from integrity.casework.steps import Side
from integrity.casework.streams import registered
from integrity.casework.workdays import calendar
from integrity.people.accounts import powers
from integrity.people.accounts.models import User
from integrity.people.accounts.service import POWERS

NOTICE_EXPECTED = 11
"""The month from which next year's holiday notice of the State Council is missed."""


def of(user: User, on: date) -> list[str]:
    """The alarms that concern this person today."""
    if user.role in POWERS:
        return _switched_off(on)
    told = [stream.work.alarms(user, on) for stream in registered().values() if stream.work.alarms]
    own = _own_delays(on) if user.role in REACH_ALL else ()
    return [*chain(*told), *own, *(_missing_notice(on) if user.can(Permission.IMPORT) else ())]


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
    address = url_for("desk.dashboard", _anchor="delays")
    return [Markup('{} <a href="{}">{}</a>').format(words, address, _("查看是哪些事项"))]


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
