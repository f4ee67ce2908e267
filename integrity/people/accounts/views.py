"""Logging in and out, and a person's own account."""

import json
import secrets

from flask import (
    current_app,
    flash,
    redirect,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from integrity.base import clock
from integrity.base.permissions import ROLE_NAMES, Permission
from integrity.base.security import limiter, safe_next
from integrity.base.stamps import public, requires
from integrity.pages.form_pages import form_page
from integrity.people.accounts import (  # noqa: F401  some only add their pages
    beginning,
    origins,
    passkey_views,
    passkeys,
    proof,
    security_log,
    service,
    session_views,
    sessions,
)
from integrity.people.accounts.blueprint import bp
from integrity.people.accounts.forms import LoginForm, PasswordForm
from integrity.people.accounts.passwords import WeakPassword
from integrity.people.accounts.security_log import What

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
CHALLENGE = "login-challenge"


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

    def enter() -> str:
        now, origin = clock.now(), origins.here()
        challenge = base64url_to_bytes(session.pop(CHALLENGE, ""))
        passkey = proof.Passkey(form.credential.data or "", challenge)
        user = service.log_in(
            form.username.data, form.password.data, origin=origin, at=now, passkey=passkey
        )
        sessions.enter(user, origin=origin, at=now)
        return target

    return form_page(
        form,
        enter,
        template="accounts/login.html",
        more=lambda: {**_asked(form), "is_first_day": beginning.is_first_day()},
    )


@bp.post("/logout")
@public
def logout() -> ResponseReturnValue:
    now = clock.now()
    if current_user.is_authenticated:
        security_log.tell(What.LOGOUT, current_user, at=now)
    sessions.leave(at=now)
    flash(_("已退出登录。"), "success")
    return redirect(url_for("site.home"))


@bp.route("/account", methods=["GET", "POST"])
@requires(Permission.DESK)
@limiter.limit("30 per minute", methods=["POST"])
def account() -> ResponseReturnValue:
    form = PasswordForm()
    return form_page(
        form,
        lambda: _change(form),
        template="accounts/account.html",
        back=url_for("accounts.account"),
        done=_("密码已修改，其他地方的登录已全部结束。"),
        role_names=ROLE_NAMES,
    )


def _change(form: PasswordForm) -> None:
    """Set it and begin another session here, so that a copy of the cookie ends too."""
    if form.password.data == form.current.data:
        raise WeakPassword(_("新密码不能与现在的密码相同。"))
    now, origin = clock.now(), origins.here()
    service.change_password(
        current_user, form.password.data, by=current_user, at=now, origin=origin
    )
    sessions.enter(current_user._get_current_object(), origin=origin, at=now)


def _asked(form: LoginForm) -> dict[str, str]:
    """A question to any passkey, for the form; its answer is taken once."""
    challenge = secrets.token_bytes(32)
    session[CHALLENGE] = bytes_to_base64url(challenge)
    form.credential.data = ""
    return {"question": json.dumps(passkeys.question(None, challenge))}
