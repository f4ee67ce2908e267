"""Tokens of business systems: the security officer issues them, the body sees its own."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock, i18n
from integrity.base.permissions import Permission
from integrity.base.stamps import requires, to_move
from integrity.doors.desk.blueprint import bp
from integrity.pages.form_pages import form_page
from integrity.pages.tables import Column, Table
from integrity.people.accounts import tokens as service
from integrity.people.accounts.forms import SCOPE_NAMES, TokenForm
from integrity.people.accounts.models import Token
from integrity.people.subjects.models import Subject


@bp.get("/tokens")
@requires(Permission.TOKENS_ISSUE)
def tokens() -> ResponseReturnValue:
    table = _table(sa.select(Token), link=lambda token: url_for("desk.token", number=token.id))
    return table.respond(
        "desk/list.html",
        intro=_("业务系统用令牌调用接口，每个令牌只属于一个单位。"),
        acts=[(_("签发令牌"), url_for("desk.new_token"), True, False)],
    )


@bp.get("/body-tokens")
@requires(Permission.TOKENS_HOLD)
def body_tokens() -> ResponseReturnValue:
    """What systems act in the name of one's own body."""
    own = sa.select(Token).where(_own())
    intro = _("以本单位名义调用接口的业务系统。有不认识的或者不再使用的，请打开以后撤销。")
    table = _table(own, link=lambda token: url_for("desk.body_token", number=token.id))
    return table.respond("desk/list.html", intro=intro)


@bp.route("/body-tokens/<int:number>", methods=["GET", "POST"])
@requires(Permission.TOKENS_HOLD)
def body_token(number: int) -> ResponseReturnValue:
    """A token of one's own body, which anybody of it who works with the system may end."""
    found = to_move(Token, number, _own())
    if request.method == "POST":
        service.revoke(found, by=current_user, at=clock.now())
        flash(_("令牌已撤销。"), "success")
        return redirect(url_for("desk.body_tokens"))
    return _shown(found, issuer=False)


def _own() -> sa.ColumnElement[bool]:
    return Token.body_id == (current_user.body_id or 0)


def _shown(found: Token, *, issuer: bool) -> ResponseReturnValue:
    live = service.is_live(found, clock.now())
    act = url_for("desk.token" if issuer else "desk.body_token", number=found.id)
    return render_template(
        "desk/token.html",
        token=found,
        scopes=_scopes(found),
        live=live,
        rotates=live and issuer,
        revoke=act,
    )


@bp.route("/tokens/new", methods=["GET", "POST"])
@requires(Permission.TOKENS_ISSUE)
def new_token() -> ResponseReturnValue:
    form = TokenForm()
    return form_page(
        form,
        lambda: _issued(form),
        frame="desk/frame.html",
        heading=_("签发令牌"),
        intro=_("令牌只显示一次。只给必需的权限。"),
        submit=_("签发"),
        back=url_for("desk.tokens"),
    )


@bp.route("/tokens/<int:number>", methods=["GET", "POST"])
@requires(Permission.TOKENS_ISSUE)
def token(number: int) -> ResponseReturnValue:
    """One token, and how to revoke it."""
    found = _named(number)
    if request.method == "POST":
        service.revoke(found, by=current_user, at=clock.now())
        flash(_("令牌已撤销。"), "success")
        return redirect(url_for("desk.tokens"))
    return _shown(found, issuer=True)


@bp.post("/tokens/<int:number>/rotate")
@requires(Permission.TOKENS_ISSUE)
def rotate_token(number: int) -> ResponseReturnValue:
    """A successor; the old one goes on for some days."""
    found = _named(number)
    text = service.rotate(found, by=current_user, at=clock.now())
    note = _("原令牌 %(when)s 失效，请在此以前换用新令牌。", when=i18n.moment(found.ends_at))
    return _shown_once(_("令牌已更换"), found.body, found.note, text, note)


def _issued(form: TokenForm) -> ResponseReturnValue:
    text = service.issue(
        form.body.data,
        form.scopes.data or [],
        by=current_user,
        at=clock.now(),
        ends_at=clock.at(form.ends_on.data + timedelta(days=1)),
        note=form.note.data,
        contact=form.contact.data,
        addresses=form.networks(),
        per_minute=form.per_minute.data,
        sites=form.named_sites(),
        test=form.test.data,
    )
    note = _("请立即交给使用单位保存。系统只保存摘要，遗失后只能撤销重发。")
    return _shown_once(_("令牌已签发"), form.body.data, form.note.data, text, note)


def _shown_once(
    heading: str, body: Subject, use: str | None, text: str, note: str
) -> ResponseReturnValue:
    page = render_template(
        "desk/secret.html",
        heading=heading,
        facts=[(_("单位"), body.name), (_("用途"), use)],
        label=_("令牌"),
        secret=text,
        note=note,
        back=url_for("desk.tokens"),
    )
    return page, 201


def _table(rows: sa.Select[Any], link: Any = None) -> Table:
    return Table(
        title=_("接口令牌"),
        rows=rows.join(Subject, Subject.id == Token.body_id),
        columns=[
            Column("hint", _("令牌"), lambda token: f"{token.hint}…"),
            Column("body", _("单位"), lambda token: token.body.name, sort=Subject.name),
            Column("scopes", _("接口权限"), _scopes),
            Column("test", _("测试令牌"), lambda token: _("是") if token.test else None),
            Column("note", _("用途"), lambda token: token.note),
            Column("contact", _("联系人"), lambda token: token.contact),
            Column("used", _("最近使用"), lambda t: t.used_at, _used, Token.used_at),
            Column("ends", _("有效期至"), lambda t: t.ends_at, _ends, Token.ends_at),
            Column("state", _("状态"), _state),
        ],
        link=link,
        search=(Subject.name, Token.note, Token.hint, Token.contact),
        order=(Token.revoked_at.is_not(None), Token.id.desc()),
        name="tokens",
        empty=_("还没有签发过令牌。"),
    )


def _named(number: int) -> Token:
    return to_move(Token, number)


def _used(token: Token) -> str:
    return i18n.moment(token.used_at) if token.used_at else _("从未")


def _ends(token: Token) -> str:
    return i18n.moment(token.ends_at)


def _state(token: Token) -> str:
    if token.revoked_at is not None:
        return _("%(when)s 撤销", when=i18n.moment(token.revoked_at))
    return _("有效") if service.is_live(token, clock.now()) else _("已到期")


def _scopes(token: Token) -> str:
    return _("、").join(str(SCOPE_NAMES.get(scope, scope)) for scope in token.scopes)
