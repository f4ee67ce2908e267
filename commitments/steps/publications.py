"""Where a commitment was made public besides this site: the channel, the address, the stage."""

import enum
from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from commitments.models import PUBLIC, Commitment
from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import Model, db
from integrity.base.errors import NotAllowed, Refused
from integrity.pages.forms import is_web_address
from integrity.people.accounts.models import User


class Channel(enum.StrEnum):
    """济高信用办〔2019〕7号 三（一）1: 政府网站、政务微博微信、政务客户端."""

    WEBSITE = "website"
    WEIBO = "weibo"
    WECHAT = "wechat"
    CLIENT = "client"
    OTHER = "other"


CHANNEL_NAMES = {
    Channel.WEBSITE: _l("政府网站"),
    Channel.WEIBO: _l("政务微博"),
    Channel.WECHAT: _l("政务微信"),
    Channel.CLIENT: _l("政务客户端"),
    Channel.OTHER: _l("其他渠道"),
}


class Stage(enum.StrEnum):
    """五公开, 济高信用办〔2019〕7号 一（二）2: 决策、执行、管理、服务、结果公开."""

    DECISION = "decision"
    EXECUTION = "execution"
    MANAGEMENT = "management"
    SERVICE = "service"
    RESULT = "result"


STAGE_NAMES = {
    Stage.DECISION: _l("决策公开"),
    Stage.EXECUTION: _l("执行公开"),
    Stage.MANAGEMENT: _l("管理公开"),
    Stage.SERVICE: _l("服务公开"),
    Stage.RESULT: _l("结果公开"),
}


class WrongAddress(Refused):
    """Not an address on the web, or it is known already."""

    title = _l("地址有误")


class Publication(Model):
    """One publication of a commitment on one channel; of old ones nobody said of which stage."""

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(sa.ForeignKey("commitment.id"), index=True)
    channel: Mapped[Channel]
    stage: Mapped[Stage | None]
    url: Mapped[str]
    on_day: Mapped[date]
    by_name: Mapped[str]


def add(
    item: Commitment,
    channel: Channel,
    url: str,
    on_day: date,
    *,
    by: User,
    at: datetime,
    stage: Stage | None = None,
) -> Publication:
    """Note where a public commitment can be read as well; raises WrongAddress, NotAllowed."""
    if item.state not in PUBLIC:
        raise NotAllowed(_("承诺尚未公开。"))
    if not is_web_address(url):
        raise WrongAddress(_("请填写以 https:// 或者 http:// 开头的网址。"))
    if on_day > clock.local_day(at):
        raise WrongAddress(_("发布日期不能晚于今天。"))
    if url in {known.url for known in of(item)}:
        raise WrongAddress(_("这个网址已经登记。"))
    made = Publication(
        commitment_id=item.id,
        channel=Channel(channel),
        stage=stage,
        url=url,
        on_day=on_day,
        by_name=by.name,
    )
    db.session.add(made)
    audit.write(item, "channel", by=by, at=at, why=url, channel=channel, stage=stage)
    return made


def of(item: Commitment) -> Sequence[Publication]:
    """The publications of a commitment, oldest first."""
    wanted = sa.select(Publication).where(Publication.commitment_id == item.id)
    return db.session.scalars(wanted.order_by(Publication.on_day, Publication.id)).all()
