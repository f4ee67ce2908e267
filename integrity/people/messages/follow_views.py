"""Following by e-mail, for everybody: ask, confirm, end."""

from contextlib import suppress

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base import clock
from integrity.base.errors import NotFound, Refused
from integrity.base.security import csrf
from integrity.base.stamps import anonymous
from integrity.base.visitors import Budget
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm
from integrity.people.messages import following
from integrity.people.messages.forms import email_field

bp = Blueprint("follow", __name__, url_prefix="/follow")
ASKED = Budget("follow", "FOLLOWS")


@bp.app_template_global()
def follow_url(kind: str, key: str) -> str | None:
    """Where a thing is followed by mail; None where no mail is set up."""
    return url_for("follow.ask", kind=kind, key=key) if following.is_on() else None


class TooMany(Refused):
    """From one network only so many addresses are written to."""

    status = 429
    title = _l("申请次数过多")


class FollowForm(PostForm):
    address = email_field(
        why=_l("只用来告知有新的进展，每天最多一封，每封都可以停止。"),
        who=_l("没有人查看；单独加密保存"),
        until=_l("您停止接收时立即删除；两天内没有确认的自动删除"),
    )


class AnswerForm(PostForm):
    """Nothing is filled in."""


@bp.route("/<kind>/<path:key>", methods=["GET", "POST"])
@anonymous
def ask(kind: str, key: str) -> ResponseReturnValue:
    """Give an address to which one letter goes; the answer says the same whoever has asked."""
    found = following.known(kind)
    title = found.title(key) if found.asked and len(key) <= 200 else None
    if title is None:
        raise NotFound
    form = FollowForm()

    def do() -> ResponseReturnValue:
        if ASKED.free_at():
            raise TooMany(_("今天从您的网络提出的申请过多，请稍后再试。"))
        following.ask(kind, key, form.address.data, at=clock.now())
        ASKED.spend()
        words = _("确认邮件已发往您填写的邮箱。请打开邮件里的网址确认，两天内有效。")
        return _said(_("请查收邮件"), words)

    return form_page(
        form,
        do,
        heading=_("用邮件关注"),
        intro=_("%(title)s有新的进展时，给您发邮件。不需要注册。", title=title),
        submit=_("发送确认邮件"),
        back=found.path(key),
    )


@bp.route("/confirm/<token>", methods=["GET", "POST"])
@anonymous
def confirm(token: str) -> ResponseReturnValue:
    """A page with a button: machines that open what is in mails confirm nothing."""
    follow = following.by_token(token)

    def do() -> ResponseReturnValue:
        following.confirm(follow, at=clock.now())
        words = _("有新的进展时给您发邮件，每天最多一封。每封邮件里都有停止的网址。")
        return _said(_("已经关注"), words)

    return form_page(
        AnswerForm(),
        do,
        heading=_("确认接收进展提醒"),
        intro=_("确认以后，有新的进展时给这个邮箱发邮件。"),
        submit=_("确认接收"),
    )


@bp.route("/end/<token>", methods=["GET", "POST"])
@anonymous
@csrf.exempt  # a mail program ends it by one call (RFC 8058); the token is the right to do so
def end(token: str) -> ResponseReturnValue:
    """Ended at once when it is posted; ended before, it says the same."""
    if request.method == "POST":
        with suppress(NotFound):
            following.end(following.by_token(token))
        return _said(_("已经停止"), _("不再给您发邮件，您的邮箱地址已经删除。"))
    following.by_token(token)
    return render_template("messages/end.html", action=url_for("follow.end", token=token))


def _said(heading: str, words: str) -> Response:
    return make_response(render_template("messages/said.html", heading=heading, words=words))
