"""What the office must know before its duties: silent channels, a calendar about to end."""

from datetime import date

from flask_babel import gettext as _

from integrity import i18n
from integrity.accounts.models import User
from integrity.courts import heartbeats
from integrity.permissions import Permission
from integrity.workdays import calendar

NOTICE_EXPECTED = 11
"""The month from which next year's holiday notice of the State Council is missed."""


def of(user: User, on: date) -> list[str]:
    """The alarms that concern this person today."""
    if not user.can(Permission.COURTS_ASSIGN):
        return []
    return [*_silent_courts(on), *_missing_notice(on)]


def _silent_courts(on: date) -> list[str]:
    return [
        _(
            "%(court)s的数据通道没有心跳，最近一次：%(day)s。没有消息不等于没有案件。",
            court=silence.court.name,
            day=i18n.day(silence.last_on) or _("从未"),
        )
        for silence in heartbeats.silent(on)
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
