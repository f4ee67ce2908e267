"""What leaves the house and what does not, for whoever runs the system: no words, no addresses."""

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.outbox import Channel, Envelope, EnvelopeState
from integrity.base.permissions import Permission
from integrity.base.security import limiter
from integrity.base.stamps import requires
from integrity.pages.form_pages import form_page
from integrity.pages.forms import ChosenField, FilterForm, PostForm
from integrity.pages.items import Badge, Button
from integrity.pages.tables import Column, Table, choices
from integrity.people.messages import channels, trying
from integrity.people.messages.blueprint import bp
from integrity.people.messages.models import CHANNEL_NAMES

STATE_NAMES = {
    EnvelopeState.WAITING: _l("待发送"),
    EnvelopeState.SENT: _l("已发送"),
    EnvelopeState.FAILED: _l("发送失败，将重试"),
    EnvelopeState.GIVEN_UP: _l("不再发送"),
}
TONES = {
    EnvelopeState.WAITING: "plain",
    EnvelopeState.SENT: "good",
    EnvelopeState.FAILED: "soon",
    EnvelopeState.GIVEN_UP: "late",
}


class TryForm(PostForm):
    channel = ChosenField(
        _l("渠道"),
        choices=lambda: [(str(name), CHANNEL_NAMES[name]) for name in channels.on()],
    )
    to = StringField(
        _l("发到哪里"),
        description=_l("您自己的电子邮箱、手机号码或者账号。"),
        validators=[InputRequired(_l("请填写。")), Length(max=254)],
        render_kw={"autocomplete": "off"},
    )


class OutgoingFilters(FilterForm):
    channel = SelectField(_l("渠道"), choices=lambda: choices(CHANNEL_NAMES))
    state = SelectField(_l("结果"), choices=lambda: choices(STATE_NAMES))


@bp.get("/outgoing")
@requires(Permission.SYSTEM_RUN)
def outgoing() -> ResponseReturnValue:
    return Table(
        title=_("消息发送"),
        rows=sa.select(Envelope),
        columns=[
            Column("number", _("编号"), lambda e: e.number),
            Column("channel", _("渠道"), lambda e: CHANNEL_NAMES[e.channel]),
            Column("made", _("生成"), lambda e: e.made_at, lambda e: i18n.moment(e.made_at)),
            Column("state", _("结果"), lambda e: STATE_NAMES[e.state], _badge),
            Column("attempts", _("发送次数"), lambda e: e.attempts, align="right"),
            Column("doubtful", _("可能重复"), lambda e: e.doubtful or "", align="right"),
            Column("error", _("错误"), lambda e: e.error),
        ],
        filters=OutgoingFilters,
        narrow={
            "channel": lambda name: Envelope.channel == name,
            "state": lambda state: Envelope.state == state,
        },
        order=(Envelope.id.desc(),),
        name="outgoing",
        empty=_("没有发出过消息。"),
    ).respond(
        "desk/list.html",
        intro=_("每个渠道设置后才发送；消息始终在站内。"),
        acts=[Button(_("测试渠道"), url_for("messages.try_channel"), primary=True)],
    )


@bp.route("/outgoing/try", methods=["GET", "POST"])
@requires(Permission.SYSTEM_RUN)
@limiter.limit("20 per hour", methods=["POST"])
def try_channel() -> ResponseReturnValue:
    """Send one message to one's own address, and read what the server said."""
    form = TryForm()
    return form_page(
        form,
        lambda: trying.send(Channel(form.channel.data), form.to.data.strip(), at=clock.now()),
        heading=_("测试渠道"),
        submit=_("发送测试消息"),
        back=url_for("messages.outgoing"),
        done=_("对方已收下测试消息。"),
    )


def _badge(envelope: Envelope) -> Badge:
    return Badge(STATE_NAMES[envelope.state], TONES[envelope.state])
