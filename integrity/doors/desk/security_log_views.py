"""The security log, for the auditor: who proved to be who, who failed, from where."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.doors.desk import log_views
from integrity.doors.desk.blueprint import bp
from integrity.pages.forms import DayField, FilterForm
from integrity.pages.tables import Column, Table, choices
from integrity.people.accounts.security_log import WHAT_NAMES, SecurityEvent

WHERE_NAMES = {
    "": _l("登录"),
    "password": _l("修改密码"),
    "passkey": _l("登记通行密钥"),
    "sign": _l("签署承诺"),
}


class SecurityFilters(FilterForm):
    what = SelectField(_l("事件"), choices=lambda: choices(WHAT_NAMES))
    since = DayField(_l("从"))
    until = DayField(_l("到"))


@bp.get("/security-log")
@requires(Permission.AUDIT_READ)
def security_log() -> ResponseReturnValue:
    log_views.note("security-log", _("安全日志"))
    event = SecurityEvent
    table = Table(
        title=_("安全日志"),
        rows=sa.select(event),
        columns=[
            Column("at", _("时间"), lambda e: e.at, lambda e: i18n.moment(e.at), event.at),
            Column("what", _("事件"), lambda e: WHAT_NAMES[e.what], sort=event.what),
            Column("account", _("用户名"), _account, sort=event.account),
            Column("source", _("来源代码"), lambda e: e.source, sort=event.source),
            Column("known", _("用过的设备"), lambda e: _("是") if e.known else _("否")),
            Column("device", _("设备"), lambda e: e.device),
            Column("why", _("场合"), lambda e: WHERE_NAMES.get(e.why, e.why)),
        ],
        search=(event.account, event.source, event.device),
        filters=SecurityFilters,
        narrow={
            "what": lambda what: event.what == what,
            "since": lambda day: event.at >= clock.at(day),
            "until": lambda day: event.at < clock.at(day + timedelta(days=1)),
        },
        order=(event.at.desc(), event.id.desc()),
        name="security-log",
        empty=_("没有符合条件的事件。"),
    )
    return table.respond(
        "desk/list.html",
        intro=_(
            "登录、失败、退出和再次确认身份。来源代码相同的来自同一地址或者设备，不记地址本身。"
        ),
    )


def _account(event: Any) -> str:
    return event.account or _("（不是用户名）")
