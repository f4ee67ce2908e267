"""The inbox: what I was told, what of it I have read, and the way in."""

from typing import Any

import sqlalchemy as sa
from flask import flash, get_template_attribute, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.db import afterwards, changed, db
from integrity.base.errors import NotFound
from integrity.base.outbox import Message
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.pages.forms import FilterForm
from integrity.pages.items import Badge
from integrity.pages.tables import Column, Table, choices
from integrity.people.messages import (  # noqa: F401  some only add their pages
    address_views,
    outgoing_views,
    service,
    substitute_views,
)
from integrity.people.messages.blueprint import bp
from integrity.people.messages.tells import say

READ_NAMES = {"unread": _l("未读"), "read": _l("已读")}


class InboxFilters(FilterForm):
    read = SelectField(_l("是否已读"), choices=lambda: choices(READ_NAMES))


@bp.get("/")
@requires(Permission.DESK)
def inbox() -> ResponseReturnValue:
    table = Table(
        title=_("消息"),
        rows=service.inbox(current_user.id),
        columns=[
            Column("said", _("内容"), _words),
            Column("at", _("时间"), lambda m: m.at, lambda m: i18n.moment(m.at), Message.at),
            Column("urgent", _("紧急"), lambda m: _("紧急") if m.urgent else ""),
            Column("read", _("是否已读"), lambda m: _read(m).word, _read),
            Column("act", _("办理"), lambda m: "", _button),
        ],
        link=lambda m: url_for("messages.open_message", number=m.id),
        filters=InboxFilters,
        narrow={"read": _narrowed},
        order=(Message.read_at.is_not(None), Message.at.desc(), Message.id.desc()),
        name="messages",
        empty=_("没有消息。"),
    )
    newest = db.session.scalar(
        service.inbox(current_user.id).with_only_columns(sa.func.max(Message.id))
    )
    unread = service.unread(current_user.id)
    return table.respond("messages/inbox.html", unread=unread, newest=newest)


@bp.get("/<int:number>")
@requires(Permission.DESK)
def open_message(number: int) -> ResponseReturnValue:
    """Go to what a message is about; that it was looked at is noted."""
    message, mine = _own(number)
    afterwards(service.marked(current_user.id, mine, at=clock.now()))
    return redirect(say(message.thing, message.event, message.ref).path)


@bp.post("/<int:number>/mark")
@requires(Permission.DESK)
def mark(number: int) -> ResponseReturnValue:
    """Note that it was read, or that it was not."""
    message, mine = _own(number)
    at = None if message.read_at else clock.now()
    changed(service.marked(current_user.id, mine, at=at))
    return redirect(url_for("messages.inbox"))


@bp.post("/read/<int:newest>")
@requires(Permission.DESK)
def read_all(newest: int) -> ResponseReturnValue:
    """All that was there when the page was made: what came since stays unread."""
    seen = Message.id <= newest
    count = changed(service.marked(current_user.id, seen, at=clock.now()))
    flash(ngettext("%(num)d 条消息已标为已读。", "%(num)d 条消息已标为已读。", count), "success")
    return redirect(url_for("messages.inbox"))


def _own(number: int) -> tuple[Message, sa.ColumnElement[bool]]:
    """One message of the person logged in, and the condition for it; raises NotFound."""
    mine = Message.id == number
    found: Message | None = db.session.scalar(service.inbox(current_user.id).where(mine))
    if found is None:
        raise NotFound
    return found, mine


def _narrowed(word: str) -> sa.ColumnElement[bool]:
    unread = Message.read_at.is_(None)
    return unread if word == "unread" else sa.not_(unread)


def _words(message: Message) -> str:
    return say(message.thing, message.event, message.ref).words


def _read(message: Message) -> Badge:
    unread = message.read_at is None
    return Badge(READ_NAMES["unread" if unread else "read"], "soon" if unread else "plain")


def _button(message: Message) -> Any:
    label = _("标为未读") if message.read_at else _("标为已读")
    button = get_template_attribute("macros/forms.html", "button")
    return button(url_for("messages.mark", number=message.id), label)
