"""Where I am reached elsewhere: give an address, confirm it, say what I want to hear."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock
from integrity.base.errors import NotFound
from integrity.base.outbox import Channel
from integrity.base.permissions import Permission
from integrity.base.security import limiter
from integrity.base.stamps import requires
from integrity.pages.form_pages import form_page
from integrity.people.messages import addresses, codes
from integrity.people.messages.blueprint import bp
from integrity.people.messages.forms import FORMS, CodeForm
from integrity.people.messages.models import CHANNEL_NAMES, WISH_NAMES, Wish

MOST = "10 per hour"
"""Codes that a person has sent, and tries of them: nobody writes to strangers by this system."""


@bp.get("/addresses")
@requires(Permission.DESK)
def address_page() -> ResponseReturnValue:
    """Every channel that asks for an address, and mine."""
    return render_template(
        "messages/addresses.html",
        channels=codes.offered(),
        channel_names=CHANNEL_NAMES,
        wish_names=WISH_NAMES,
        given=addresses.of(current_user.id),
    )


@bp.route("/addresses/<channel>", methods=["GET", "POST"])
@requires(Permission.DESK)
@limiter.limit(MOST, methods=["POST"])
def give_address(channel: str) -> ResponseReturnValue:
    """An address, or another one, and what is wanted there."""
    name = _channel(channel)
    form = FORMS[name](obj=addresses.of(current_user.id).get(name))

    def give() -> str:
        at, wish = clock.now(), Wish(form.wish.data)
        found = addresses.give(current_user, name, form.address.data.strip(), wish, at=at)
        if found.confirmed_at:
            return url_for("messages.address_page")
        return url_for("messages.confirm_address", channel=channel)

    return form_page(
        form,
        give,
        heading=CHANNEL_NAMES[name],
        submit=_("保存"),
        back=url_for("messages.address_page"),
    )


@bp.route("/addresses/<channel>/code", methods=["GET", "POST"])
@requires(Permission.DESK)
@limiter.limit(MOST, methods=["POST"])
def confirm_address(channel: str) -> ResponseReturnValue:
    """The code that was sent there."""
    name, form = _channel(channel), CodeForm()
    return form_page(
        form,
        lambda: addresses.confirm(current_user, name, form.code.data, at=clock.now()),
        heading=_("确认接收消息的地址"),
        submit=_("确认"),
        back=url_for("messages.address_page"),
        done=_("地址已确认。"),
    )


@bp.post("/addresses/<channel>/remove")
@requires(Permission.DESK)
def remove_address(channel: str) -> ResponseReturnValue:
    """Nothing more is sent there."""
    addresses.remove(current_user, _channel(channel), at=clock.now())
    flash(_("地址已删除，消息仍可在站内查看。"), "success")
    return redirect(url_for("messages.address_page"))


def _channel(name: str) -> Channel:
    """A channel of an address that is set up; raises NotFound."""
    if name not in list(FORMS):
        raise NotFound
    codes.carrier(Channel(name))
    return Channel(name)
