"""Logging in, changing one's password, and making accounts and tokens."""

import ipaddress
from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import EqualTo, InputRequired, Length, NumberRange, Optional, Regexp

from integrity.base import clock, i18n
from integrity.base.addresses import is_site
from integrity.base.permissions import ROLE_NAMES, Role
from integrity.pages.forms import ChosenField, DayField, PersonField, PostForm, WhyForm
from integrity.people.accounts.proof import OwnPasswordField
from integrity.people.accounts.service import POWERS
from integrity.people.accounts.tokens import SCOPES, TRIED
from integrity.people.subjects.choosing import EVERYBODY, SubjectField

SCOPE_NAMES = {
    "checks": _l("信用核查"),
    "courts": _l("法院推送"),
    "pushes": _l("联合奖惩任务响应"),
    "records": _l("信用记录归集"),
}


class LoginForm(PostForm):
    username = StringField(
        _l("用户名"),
        validators=[InputRequired(_l("请填写用户名。")), Length(max=60)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("密码"),
        validators=[InputRequired(_l("请填写密码。")), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
    credential = HiddenField()
    next = HiddenField()


class PasswordForm(PostForm):
    """A new password, by the person who knows the old one."""

    current = OwnPasswordField(_l("现在的密码"), why="password")
    password = PasswordField(
        _l("新密码"),
        description=_l(
            "至少十位，须含大写字母、小写字母、数字、符号中的三类，且不得包含用户名。"
            "不要用常见词、姓名、年份或者键盘顺序拼成。"
        ),
        validators=[InputRequired(_l("请填写新密码。")), Length(max=200)],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("再输入一次新密码"),
        validators=[
            InputRequired(_l("请再输入一次新密码。")),
            EqualTo("password", _l("两次输入的新密码不一致。")),
        ],
        render_kw={"autocomplete": "new-password"},
    )


class AccountForm(PostForm):
    """A new account; its first password is made by the system and shown once."""

    username = StringField(
        _l("用户名"),
        description=_l("小写字母、数字、点和连字符，创建后不能修改。"),
        validators=[
            InputRequired(_l("请填写用户名。")),
            Length(2, 60),
            Regexp(r"^[a-z0-9][a-z0-9.\-]*$", message=_l("只能使用小写字母、数字、点和连字符。")),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    name = PersonField(
        _l("姓名"),
        why=_l("办理事项时写明由谁办理，追溯责任"),
        who=_l("领导小组办公室；与同一事项有关的单位可以看到办理人的姓名"),
        until=_l("与操作记录一并保存，账号停用后不再用于登录"),
        validators=[InputRequired(_l("请填写姓名。")), Length(max=60)],
    )
    role = ChosenField(
        _l("角色"), choices=[(role.value, name) for role, name in ROLE_NAMES.items()]
    )
    body = SubjectField(
        _l("所属单位"),
        EVERYBODY,
        description=_l(
            "大多数角色只能办理本单位的事项；不属于任何单位的不填。供应商、评价机构填写其企业或者组织。"
        ),
        validators=[],
    )


class TransferForm(WhyForm):
    """Another post of somebody who has an account."""

    role = ChosenField(
        _l("新角色"),
        coerce=lambda value: Role(value) if value else None,
        choices=[(role.value, name) for role, name in ROLE_NAMES.items() if role not in POWERS],
    )
    body = SubjectField(_l("新单位"), EVERYBODY, validators=[])


class TokenForm(PostForm):
    """A token of a business system."""

    body = SubjectField(_l("单位"))
    scopes = SelectMultipleField(
        _l("接口权限"),
        choices=[(scope, SCOPE_NAMES[scope]) for scope in SCOPES],
        validators=[InputRequired(_l("请至少选择一项。"))],
    )
    note = StringField(
        _l("用途"),
        description=_l("例如：政务服务审批系统。"),
        validators=[InputRequired(_l("请写明用途。")), Length(max=200)],
    )
    contact = PersonField(
        _l("联系人"),
        why=_l("令牌到期或者接口异常时联系"),
        who=_l("安全保密管理员"),
        until=_l("与令牌的记录一并保存"),
        description=_l("使用单位中负责这个系统的人和办公电话，便于到期或者异常时联系。"),
        validators=[InputRequired(_l("请填写联系人。")), Length(max=200)],
    )
    ends_on = DayField(
        _l("有效期至"),
        description=_l("最长一年，到期前可以更换，新旧令牌有几天同时有效。"),
        validators=[InputRequired(_l("请填写有效期。"))],
    )
    addresses = TextAreaField(
        _l("限定来源地址"),
        description=_l("每行一个地址或者网段，例如 10.1.0.0/16；不填则不限。"),
        validators=[Optional(), Length(max=2000)],
    )
    per_minute = IntegerField(
        _l("每分钟最多调用"),
        description=_l("不填按系统设置。"),
        validators=[Optional(), NumberRange(1, 100_000, _l("请填写 1 至 100000 的整数。"))],
    )

    sites = TextAreaField(
        _l("可以嵌入核查窗口的网站"),
        description=_l("每行一个，例如 https://sp.example.gov.cn；不用嵌入窗口的不填。"),
        validators=[Optional(), Length(max=2000)],
    )

    test = BooleanField(
        _l("测试令牌"),
        description=_l("只能核查测试代码，不产生任何真实的登记、统计和消息；供开发调试使用。"),
    )

    def validate_test(self, field: BooleanField) -> None:
        if field.data and self.scopes.data != [TRIED]:
            raise ValidationError(_("测试令牌只有核查的接口权限。"))

    def validate_ends_on(self, field: DayField) -> None:
        latest = clock.today() + timedelta(days=current_app.config["TOKEN_DAYS"])
        if field.data and not clock.today() <= field.data < latest:
            raise ValidationError(_("有效期须在今天以后、%(day)s以前。", day=i18n.day(latest)))

    def validate_addresses(self, field: TextAreaField) -> None:
        for line in self.networks():
            try:
                ipaddress.ip_network(line, strict=False)
            except ValueError:
                raise ValidationError(_("“%(line)s”不是地址或者网段。", line=line)) from None

    def validate_sites(self, field: TextAreaField) -> None:
        for line in self.named_sites():
            if not is_site(line):
                raise ValidationError(_("“%(line)s”不是网站地址，请只写协议和域名。", line=line))

    def networks(self) -> list[str]:
        return (self.addresses.data or "").split()

    def named_sites(self) -> list[str]:
        return (self.sites.data or "").split()
