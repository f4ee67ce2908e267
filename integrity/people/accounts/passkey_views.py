"""A person's own passkeys: to add one and to remove one."""

from flask import flash, jsonify, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.security import limiter
from integrity.base.stamps import requires
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm
from integrity.people.accounts import passkeys
from integrity.people.accounts.blueprint import bp
from integrity.people.accounts.passkeys import Passkey
from integrity.people.accounts.proof import OwnPasswordField

CHALLENGE = "passkey-challenge"


class PasskeyForm(PostForm):
    """A new passkey, by the person who knows the password."""

    name = StringField(
        _l("名称"),
        description=_l("便于您辨认，例如：办公电脑、安全钥匙。"),
        validators=[InputRequired(_l("请填写名称。")), Length(max=60)],
    )
    password = OwnPasswordField(_l("您的登录密码"), why="passkey")
    credential = HiddenField()


@bp.post("/account/passkeys/options")
@requires(Permission.DESK)
@limiter.limit("30 per minute")
def passkey_options() -> ResponseReturnValue:
    """What the browser asks the device; the challenge stays in the session until it answers."""
    challenge, options = passkeys.registration(current_user)
    session[CHALLENGE] = bytes_to_base64url(challenge)
    return jsonify(options)


@bp.route("/account/passkeys", methods=["GET", "POST"])
@requires(Permission.DESK)
@limiter.limit("30 per minute", methods=["POST"])
def passkeys_page() -> ResponseReturnValue:
    """The person's passkeys, and one more."""
    form = PasskeyForm()

    def register() -> None:
        challenge = base64url_to_bytes(session.pop(CHALLENGE, ""))
        passkeys.register(
            current_user, form.name.data, form.credential.data, challenge, at=clock.now()
        )

    return form_page(
        form,
        register,
        template="accounts/passkeys.html",
        back=url_for("accounts.passkeys_page"),
        done=_("已登记通行密钥。"),
        more=lambda: {"keys": passkeys.of(current_user)},
        right_place=request.host_url.rstrip("/") in passkeys.relying_party()[1],
        address=passkeys.relying_party()[1][0] + request.path,
    )


@bp.post("/account/passkeys/<int:number>/remove")
@requires(Permission.DESK)
def remove_passkey(number: int) -> ResponseReturnValue:
    """One passkey signs no more."""
    key = db.session.get(Passkey, number)
    if key is None or key.user_id != current_user.id or key.removed_at:
        raise NotFound
    passkeys.remove(key, current_user, at=clock.now())
    flash(_("已移除通行密钥；以前的签名仍然有效。"), "success")
    return redirect(url_for("accounts.passkeys_page"))
