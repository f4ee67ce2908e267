"""An address for each channel, and the code that shows whose it is."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Regexp

from integrity.base.outbox import Channel
from integrity.pages.forms import ChosenField, PersonField, PostForm
from integrity.people.messages.models import WISH_NAMES

PRIVACY = {
    "why": _l("把您须办理、须知悉的事项通知您。"),
    "who": _l("领导小组办公室"),
    "until": _l("您删除该地址时，或者账号停用后不再使用。"),
}


class AddressForm(PostForm):
    wish = ChosenField(
        _l("发送什么"),
        description=_l("所有消息都可以在站内查看。"),
        choices=[(wish.value, name) for wish, name in WISH_NAMES.items()],
    )


IS_EMAIL = (
    Length(max=254),
    Regexp(
        r"^\s*[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\".]+\s*$",
        message=_l("请填写一个完整的电子邮箱。"),
    ),
)


def email_field(**privacy: Any) -> PersonField:
    return PersonField(
        _l("电子邮箱"),
        validators=[InputRequired(_l("请填写电子邮箱。")), *IS_EMAIL],
        render_kw={"autocomplete": "email", "inputmode": "email"},
        **privacy,
    )


class EmailForm(AddressForm):
    address = email_field(**PRIVACY)


class GatewayForm(AddressForm):
    address = PersonField(
        _l("手机号码或者政务微信账号"),
        validators=[
            InputRequired(_l("请填写手机号码或者账号。")),
            Regexp(r"^\s*[\w.+-]{3,60}\s*$", message=_l("请填写手机号码或者账号，不含空格。")),
        ],
        **PRIVACY,
    )


class CodeForm(PostForm):
    code = StringField(
        _l("验证码"),
        description=_l("已发送到您填写的地址，十五分钟内有效。"),
        validators=[InputRequired(_l("请填写验证码。")), Length(max=20)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


FORMS: dict[Channel, type[EmailForm | GatewayForm]] = {
    Channel.EMAIL: EmailForm,
    Channel.GATEWAY: GatewayForm,
}
