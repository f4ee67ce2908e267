"""Accounts: one power creates, another grants, neither does the other's work."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotAllowed, NotFound
from integrity.base.permissions import ROLE_NAMES, Permission, Role
from integrity.base.stamps import requires
from integrity.casework.rules import service as rules
from integrity.doors.desk.blueprint import bp
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.tables import Column, Table, choices
from integrity.people.accounts import passwords, powers, service
from integrity.people.accounts.forms import AccountForm, TransferForm
from integrity.people.accounts.models import AccountState, User
from integrity.people.subjects.models import Subject

STATE_NAMES = {
    AccountState.PENDING: _l("待授权"),
    AccountState.ACTIVE: _l("正常"),
    AccountState.DISABLED: _l("已停用"),
}
service.FLOW.names.update(STATE_NAMES)
UNUSED = "LOCAL-ACCOUNT-UNUSED"


class AccountFilters(FilterForm):
    role = SelectField(_l("角色"), choices=lambda: choices(ROLE_NAMES), validators=[Optional()])
    state = SelectField(_l("状态"), choices=lambda: choices(STATE_NAMES), validators=[Optional()])
    unused = BooleanField(_l("只看长期没有登录的"))


@bp.get("/accounts")
@requires(Permission.ACCOUNTS_CREATE)
def accounts() -> ResponseReturnValue:
    return _table(_("账号"), sa.select(User)).respond(
        "desk/list.html",
        intro=_("系统管理员创建账号，安全保密管理员授权后才能使用。"),
        acts=[(_("新建账号"), url_for("desk.new_account"), True, False)],
    )


@bp.route("/accounts/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNTS_CREATE)
def new_account() -> ResponseReturnValue:
    form = AccountForm()
    return form_page(
        form,
        lambda: _created(form),
        frame="desk/frame.html",
        heading=_("新建账号"),
        intro=_("初始密码由系统生成，只显示一次；本人首次登录时必须修改。"),
        submit=_("创建账号"),
        back=url_for("desk.accounts"),
    )


@bp.get("/accounts/<int:number>")
@requires(Permission.ACCOUNTS_CREATE)
def account(number: int) -> ResponseReturnValue:
    person = _person(number)
    return render_template(
        "desk/account.html",
        person=person,
        role_names=ROLE_NAMES,
        state_names=STATE_NAMES,
        may_transfer=person.role not in service.POWERS,
    )


@bp.route("/accounts/<int:number>/disable", methods=["GET", "POST"])
@requires(Permission.ACCOUNTS_CREATE)
def disable(number: int) -> ResponseReturnValue:
    person, form = _person(number), WhyForm()
    if person.id == current_user.id:
        raise NotAllowed(_("不能停用自己的账号。"))

    def switch_off() -> str:
        who_and_why = {"by": current_user, "at": clock.now(), "why": form.why.data}
        if service.holds_power(person):
            powers.ask(person, **who_and_why)
            flash(_("已提请停用，等待另一方同意。"), "success")
        else:
            service.disable(person, **who_and_why)
            flash(_("已停用 %(name)s 的账号。", name=person.name), "success")
        return url_for("desk.accounts")

    return form_page(
        form,
        switch_off,
        frame="desk/frame.html",
        heading=_("停用账号"),
        intro=_("%(name)s（%(note)s）", name=person.name, note=person.username),
        warning=_("停用后不能再登录，已办理的事项不受影响。重新启用须经安全保密管理员授权。"),
        submit=_("停用"),
        danger=True,
        back=url_for("desk.account", number=number),
    )


@bp.route("/accounts/<int:number>/transfer", methods=["GET", "POST"])
@requires(Permission.ACCOUNTS_CREATE)
def transfer(number: int) -> ResponseReturnValue:
    """Another body or role, which the security officer must grant."""
    person = _person(number)
    if person.role in service.POWERS or person.state is AccountState.DISABLED:
        raise NotFound
    form = TransferForm(data={"role": person.role, "body": person.body})

    def move() -> None:
        service.transfer(person, **answers(form), by=current_user, at=clock.now())

    return form_page(
        form,
        move,
        frame="desk/frame.html",
        heading=_("人员调动"),
        intro=_("%(name)s（%(note)s）", name=person.name, note=person.username),
        warning=_("原单位的事项不再能办理；安全保密管理员重新授权后，按新的角色和单位使用。"),
        submit=_("保存"),
        done=_("已登记调动，等待安全保密管理员授权。"),
        back=url_for("desk.account", number=number),
    )


@bp.post("/accounts/<int:number>/password")
@requires(Permission.ACCOUNTS_CREATE)
def reset_password(number: int) -> ResponseReturnValue:
    """A new first password; the security officer must grant again, so that one power is not two."""
    person = _person(number)
    password = service.reset_password(person, by=current_user, at=clock.now())
    return _shown_once(
        _("已重置密码"), person, password, _("安全保密管理员重新授权后，本人才能用它登录。")
    )


@bp.get("/accounts/grants")
@requires(Permission.ACCOUNTS_GRANT)
def grants() -> ResponseReturnValue:
    wanted = sa.select(User).where(User.state == AccountState.PENDING).order_by(User.id)
    people = db.session.scalars(wanted).all()
    disabled = db.session.scalars(
        sa.select(User).where(User.state == AccountState.DISABLED).order_by(User.id)
    ).all()
    return render_template(
        "desk/grants.html", people=people, disabled=disabled, role_names=ROLE_NAMES
    )


@bp.post("/accounts/grants/<int:number>")
@requires(Permission.ACCOUNTS_GRANT)
def grant(number: int) -> ResponseReturnValue:
    person = _person(number)
    if person.state is AccountState.ACTIVE:
        raise NotAllowed(_("这个账号已经可以使用。"))
    service.grant(person, by=current_user, at=clock.now())
    flash(_("已授权 %(name)s 使用账号。", name=person.name), "success")
    return redirect(url_for("desk.grants"))


def _created(form: AccountForm) -> ResponseReturnValue:
    password = passwords.at_random(form.username.data)
    person = service.create(
        form.username.data,
        form.name.data,
        Role(form.role.data),
        form.body.data,
        password,
        by=current_user,
        at=clock.now(),
    )
    return _shown_once(
        _("账号已创建"), person, password, _("安全保密管理员授权后，本人才能用它登录。")
    )


def _shown_once(heading: str, person: User, password: str, note: str) -> ResponseReturnValue:
    page = render_template(
        "desk/secret.html",
        heading=heading,
        facts=[(_("姓名"), person.name), (_("用户名"), person.username)],
        label=_("初始密码"),
        secret=password,
        note=note,
        back=url_for("desk.accounts"),
    )
    return page, 201


def _table(title: str, rows: sa.Select[Any]) -> Table:
    return Table(
        title=title,
        rows=rows.outerjoin(Subject, Subject.id == User.body_id),
        columns=[
            Column("name", _("姓名"), lambda user: user.name, sort=User.name),
            Column("username", _("用户名"), lambda user: user.username, sort=User.username),
            Column("role", _("角色"), lambda user: ROLE_NAMES[user.role], sort=User.role),
            Column("body", _("单位"), lambda user: user.body.name if user.body else ""),
            Column("state", _("状态"), lambda user: STATE_NAMES[user.state], sort=User.state),
            Column("last", _("上次登录"), lambda u: u.last_login, _seen, User.last_login),
        ],
        link=lambda user: url_for("desk.account", number=user.id),
        search=(User.name, User.username, Subject.name),
        filters=AccountFilters,
        narrow={
            "role": lambda role: User.role == role,
            "state": lambda state: User.state == state,
            "unused": lambda wanted: _unused(clock.today()),
        },
        order=(User.username,),
        name="accounts",
    )


def _unused(on: date) -> sa.ColumnElement[bool]:
    """The condition for accounts in use with which nobody logged in as long as the rule says."""
    since = clock.at(on - timedelta(days=rules.number(UNUSED, on)))
    seen = sa.func.coalesce(User.last_login, User.created_at)
    return sa.and_(User.state == AccountState.ACTIVE, seen < since)


def _person(number: int) -> User:
    found = db.session.get(User, number)
    if found is None:
        raise NotFound
    return found


def _seen(user: User) -> str:
    return i18n.moment(user.last_login)
