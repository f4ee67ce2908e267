"""Logging in and out, and a person's own account."""

from flask import (
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from integrity import clock
from integrity.accounts import passkey_views, service  # noqa: F401  they add pages
from integrity.accounts.blueprint import bp
from integrity.accounts.forms import LoginForm, PasswordForm
from integrity.errors import Refused
from integrity.permissions import ROLE_NAMES, Permission, public, requires
from integrity.security import limiter, safe_next

FREE = {
    "static",
    "accounts.login",
    "accounts.logout",
    "accounts.account",
    "site.language",
    "site.healthz",
    "site.readyz",
}
"""What a person who must first change the password may still ask for."""


@bp.before_app_request
def demand_own_password() -> ResponseReturnValue | None:
    """A password that somebody else set is good for one thing: setting one's own."""
    if request.endpoint in FREE or current_app.config["DEMO"]:
        return None
    if current_user.is_authenticated and current_user.must_change:
        return redirect(url_for("accounts.account"))
    return None


@bp.route("/login", methods=["GET", "POST"])
@public
@limiter.limit("30 per minute", methods=["POST"])
def login() -> ResponseReturnValue:
    form = LoginForm(next=request.args.get("next", ""))
    target = safe_next(form.next.data, url_for("desk.today"))
    if current_user.is_authenticated and request.method == "GET":
        return redirect(target)
    if not form.validate_on_submit():
        page = render_template("accounts/login.html", form=form)
        return page, 422 if form.is_submitted() else 200
    try:
        user = service.log_in(form.username.data, form.password.data, at=clock.now())
    except service.WrongLogin as wrong:
        form.form_errors.append(wrong.detail)
        return render_template("accounts/login.html", form=form), wrong.status
    session.clear()  # whoever knew the old session knows nothing of the new one
    login_user(user)
    return redirect(target)


@bp.post("/logout")
@public
def logout() -> ResponseReturnValue:
    logout_user()
    session.clear()
    flash(_("已退出登录。"), "success")
    return redirect(url_for("site.home"))


@bp.route("/account", methods=["GET", "POST"])
@requires(Permission.DESK)
@limiter.limit("30 per minute", methods=["POST"])
def account() -> ResponseReturnValue:
    form = PasswordForm()
    if not form.validate_on_submit():
        return _account_page(form), 422 if form.is_submitted() else 200
    try:
        _change(form)
    except Refused as refused:
        form.form_errors.append(refused.detail)
        return _account_page(form), 422
    flash(_("密码已修改。"), "success")
    return redirect(url_for("accounts.account"))


def _change(form: PasswordForm) -> None:
    if not service.is_password_of(current_user, form.current.data):
        raise service.WrongLogin(_("现在的密码不正确。"))
    if form.password.data == form.current.data:
        raise service.WeakPassword(_("新密码不能与现在的密码相同。"))
    service.change_password(current_user, form.password.data, by=current_user, at=clock.now())


def _account_page(form: PasswordForm) -> str:
    return render_template("accounts/account.html", form=form, role_names=ROLE_NAMES)
