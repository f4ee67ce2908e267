"""What the office must know before its duties: silent channels, a calendar about to end."""

from datetime import date, timedelta
from itertools import chain

from flask_babel import gettext as _

from integrity.base import clock, i18n
from integrity.base.permissions import ROLE_NAMES, Permission
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
    return [*chain(*told), *(_missing_notice(on) if user.can(Permission.IMPORT) else ())]


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
