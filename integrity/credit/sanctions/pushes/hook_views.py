"""Where the system of a receiver is called, and what became of every call; for the office."""

from collections.abc import Callable
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.outbox import Envelope
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.credit.sanctions.blueprint import bp
from integrity.credit.sanctions.pushes import hooks
from integrity.credit.sanctions.pushes.hooks import Hook
from integrity.credit.sanctions.pushes.models import Receiver
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm, WhyForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table
from integrity.people.messages.outgoing_views import STATE_NAMES


class PointForm(PostForm):
    url = StringField(
        _l("回调地址"),
        description=_l("推送有变动时，系统向这个地址发送签名的 HTTP 请求，只写推送编号和状态。"),
        validators=[InputRequired(_l("请填写回调地址。")), Length(max=500)],
    )


@bp.get("/receivers/<int:number>/hook")
@requires(Permission.RECEIVERS_MANAGE)
def hook(number: int) -> ResponseReturnValue:
    """Where a receiver is called, and every call, the newest first."""
    receiver, found = _receiver(number), hooks.of_body(number)
    return Table(
        title=_("%(body)s：回调", body=receiver.title),
        name="hook-deliveries",
        rows=hooks.deliveries(number),
        columns=[
            Column("number", _("编号"), lambda e: e.number),
            Column("made", _("生成"), lambda e: e.made_at, lambda e: i18n.moment(e.made_at)),
            Column("state", _("结果"), lambda e: STATE_NAMES[e.state], sort=Envelope.state),
            Column("attempts", _("发送次数"), lambda e: e.attempts, align="right"),
            Column("doubtful", _("可能重复"), lambda e: e.doubtful or "", align="right"),
            Column("next", _("下次发送"), lambda e: e.ended_at is None and e.next_at, _next),
            Column("ended", _("结束"), lambda e: e.ended_at, _ended),
            Column("error", _("错误"), lambda e: e.error),
        ],
        order=(Envelope.id.desc(),),
        empty=_("还没有发出过回调。"),
    ).respond(intro=_standing(found), acts=_ways(number, found))


@bp.route("/receivers/<int:number>/hook/address", methods=["GET", "POST"])
@requires(Permission.RECEIVERS_MANAGE)
def point_hook(number: int) -> ResponseReturnValue:
    """Another address, or the first one with its secret."""
    receiver, found = _receiver(number), hooks.of_body(number)
    form = PointForm(url=found.url if found else "")

    def point() -> Any:
        text = hooks.point(receiver, form.url.data, by=current_user, at=clock.now())
        return _shown_once(receiver, text) if text else None

    return form_page(
        form,
        point,
        heading=_("设置回调地址"),
        intro=receiver.title,
        submit=_("保存"),
        back=url_for("sanctions.hook", number=number),
        done=_("已保存。"),
    )


@bp.route("/receivers/<int:number>/hook/secret", methods=["GET", "POST"])
@requires(Permission.RECEIVERS_MANAGE)
def rotate_hook(number: int) -> ResponseReturnValue:
    """Another secret; the old one signs too for some days."""
    found, form = _hook(number), PostForm()

    def rotate() -> Any:
        text = hooks.rotate(found, by=current_user, at=clock.now())
        return _shown_once(found.receiver, text)

    return form_page(
        form,
        rotate,
        heading=_("更换回调密钥"),
        intro=found.title,
        warning=_("更换后的一段时间内，每个请求同时带有新旧两个签名，请接收单位在此期间换用。"),
        submit=_("更换回调密钥"),
        back=url_for("sanctions.hook", number=number),
    )


@bp.route("/receivers/<int:number>/hook/pause", methods=["GET", "POST"])
@requires(Permission.RECEIVERS_MANAGE)
def pause_hook(number: int) -> ResponseReturnValue:
    """Send nothing for a while."""
    return _act(number, hooks.pause, _("暂停回调"), _("暂停期间的变动在恢复后一并通知。"))


@bp.route("/receivers/<int:number>/hook/resume", methods=["GET", "POST"])
@requires(Permission.RECEIVERS_MANAGE)
def resume_hook(number: int) -> ResponseReturnValue:
    """Go on, with what changed meanwhile."""
    return _act(number, hooks.resume, _("恢复回调"), "")


def _act(number: int, verb: Callable[..., None], label: Any, warning: Any) -> ResponseReturnValue:
    found, form = _hook(number), WhyForm()
    return form_page(
        form,
        lambda: verb(found, form.why.data, by=current_user, at=clock.now()),
        heading=label,
        intro=found.title,
        warning=warning,
        submit=label,
        back=url_for("sanctions.hook", number=number),
        done=_("已办理：%(act)s", act=label),
    )


def _shown_once(receiver: Receiver, text: str) -> ResponseReturnValue:
    page = render_template(
        "desk/secret.html",
        heading=_("回调密钥"),
        facts=[(_("接收单位"), receiver.title)],
        label=_("密钥"),
        secret=text,
        note=_("请立即交给接收单位保存，用于核对每个请求的签名。遗失后只能更换。"),
        back=url_for("sanctions.hook", number=receiver.body_id),
    )
    return page, 201


def _standing(found: Hook | None) -> Any:
    if found is None:
        return _("没有设置回调地址；接收单位在网页或者接口中读取推送。")
    if found.paused_at:
        when = i18n.moment(found.paused_at)
        return _("%(url)s，%(when)s 起暂停。", url=found.url, when=when)
    return found.url


def _ways(number: int, found: Hook | None) -> list[Button]:
    def way(label: Any, endpoint: str) -> Button:
        return Button(label, url_for(f"sanctions.{endpoint}", number=number))

    if found is None:
        return [way(_("设置回调地址"), "point_hook")]
    going = way(_("恢复回调"), "resume_hook") if found.paused_at else None
    return [
        way(_("设置回调地址"), "point_hook"),
        way(_("更换回调密钥"), "rotate_hook"),
        going or way(_("暂停回调"), "pause_hook"),
    ]


def _receiver(number: int) -> Receiver:
    found = db.session.get(Receiver, number)
    if found is None:
        raise NotFound
    return found


def _hook(number: int) -> Hook:
    found = hooks.of_body(number)
    if found is None:
        raise NotFound
    return found


def _next(envelope: Envelope) -> str:
    return i18n.moment(envelope.next_at) if envelope.ended_at is None else ""


def _ended(envelope: Envelope) -> str:
    return i18n.moment(envelope.ended_at) if envelope.ended_at else ""
