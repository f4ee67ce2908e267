"""The blueprint whose pages the modules beside this one add, and the navigation above them."""

from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_login import current_user

from integrity.base.stamps import is_open
from integrity.casework.streams import registered

bp = Blueprint("desk", __name__, url_prefix="/desk")

PAGES = (
    ("desk.today", _l("今天")),
    ("desk.dashboard", _l("看板")),
    ("messages.inbox", _l("消息")),
    ("urging.index", _l("督办")),
    ("records.index", _l("信用记录")),
    ("sanctions.index", lazy_pgettext("nav", "名单")),
    ("sanctions.push_index", _l("联合奖惩任务")),
    ("documents.index", _l("文书")),
    ("documents.letters", _l("收到的文书")),
    ("objections.index", _l("异议")),
    ("repairs.index", _l("修复")),
    ("checks.new", lazy_pgettext("nav", "核查")),
    ("checks.index", _l("核查登记")),
    ("importing.index", _l("导入导出")),
    ("desk.audit", _l("操作日志")),
    ("desk.security_log", _l("安全日志")),
    ("desk.accounts", _l("账号")),
    ("desk.grants", lazy_pgettext("nav", "授权")),
    ("desk.tokens", _l("接口令牌")),
    ("desk.body_tokens", _l("本单位令牌")),
    ("desk.jobs", _l("定时任务")),
    ("messages.outgoing", _l("消息发送")),
    ("accounts.account", _l("我的账号")),
)
"""Endpoint and name; shown when the page exists and the person may open it."""


@bp.app_template_global()
def desk_navigation() -> list[tuple[Any, str, bool, None]]:
    """What this person may open: today first, then every stream, then the rest."""
    if not current_user.is_authenticated:
        return []
    streams: list[tuple[str, Any]] = []
    for name, stream in registered().items():
        if stream.is_read_by(current_user):
            streams.append((f"{name}.index", stream.title))
        streams += stream.reach.desk
    pages = (*PAGES[:3], *streams, *PAGES[3:])
    return [
        (label, url_for(page), request.endpoint == page, None)
        for page, label in pages
        if page in current_app.view_functions and is_open(page)
    ]
