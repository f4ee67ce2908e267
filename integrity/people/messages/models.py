"""Where a person is reached outside this system, once they have shown that it is theirs."""

import enum

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import Model
from integrity.base.outbox import Channel
from integrity.people.messages.codes import HasCode


class Wish(enum.StrEnum):
    """What a person wants to hear by a channel; everything stands in the inbox in any case."""

    ALL = "all"  # urgent at once, the rest once a working day
    URGENT = "urgent"
    DIGEST = "digest"  # everything once a working day


WISH_NAMES = {
    Wish.ALL: _l("紧急的立即发送，其余的每个工作日汇总一次"),
    Wish.URGENT: _l("只发送紧急的"),
    Wish.DIGEST: _l("全部在每个工作日汇总一次"),
}
CHANNEL_NAMES = {
    Channel.INBOX: _l("站内消息"),
    Channel.EMAIL: _l("电子邮件"),
    Channel.GATEWAY: _l("政务短信（政务微信）"),
    Channel.WEBHOOK: _l("统一消息平台"),
    Channel.ROBOT: _l("群机器人"),
    Channel.HOOK: _l("接收单位回调"),
}


class Address(HasCode, Model):
    """Where one person is reached by one channel; used once `confirmed_at` is set.

    Whoever is there has read a code of six digits that was sent to it.
    """

    __tablename__ = "message_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    channel: Mapped[Channel]
    wish: Mapped[Wish] = mapped_column(default=Wish.ALL)

    __table_args__ = (sa.UniqueConstraint("person_id", "channel"),)
