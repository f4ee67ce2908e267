"""What whoever has no account fills in for a firm or organisation, and what the office says."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, StringField, TextAreaField, ValidationError
from wtforms.validators import EqualTo, InputRequired, Length, Optional

from arrears.codes import SIZE_NAMES, Size
from arrears.enrolments.models import REFUSAL_NAMES
from integrity.base.outbox import Channel
from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import ChosenField, PersonField, PostForm, WhyForm
from integrity.people.messages import codes
from integrity.people.messages.forms import IS_EMAIL
from integrity.people.messages.models import CHANNEL_NAMES

PRIVACY = {
    "why": _l("核实是谁代表企业登记，并告知办理结果"),
    "who": _l("领导小组办公室"),
    "until": _l("与登记材料一并保存；两天内没有确认联系方式的，材料自动删除"),
}
TELEPHONE = re.compile(r"[\d+\- ()]{7,30}")
FILES = {
    "contract": _l("合同、订单或者中标通知书"),
    "delivery": _l("交付、验收或者结算材料"),
    "power": _l("授权委托书"),
}


class EnrolmentForm(PostForm):
    """Who asks for an account, for which enterprise."""

    uscc = StringField(
        _l("统一社会信用代码"),
        validators=[InputRequired(_l("请填写统一社会信用代码。")), Length(max=40)],
        render_kw={"autocapitalize": "characters", "spellcheck": "false"},
    )
    name = StringField(
        _l("企业名称"),
        description=_l("与营业执照或者法人登记证书一致。"),
        validators=[InputRequired(_l("请填写企业名称。")), Length(2, 200)],
        render_kw={"autocomplete": "organization"},
    )
    size = ChosenField(
        _l("企业规模声明"),
        description=_l(
            "中小企业与机关、事业单位订立合同时应当主动告知其属于中小企业（条例第三条）。"
            "对规模有争议的，由县级以上负责中小企业促进工作的部门认定（条例第二十九条）。"
        ),
        coerce=lambda value: Size(value) if value else None,
        choices=[(s.value, SIZE_NAMES[s]) for s in Size if s is not Size.UNKNOWN]
        + [(Size.UNKNOWN.value, _l("社会组织，不适用"))],
    )
    person = PersonField(
        _l("联系人姓名"),
        validators=[InputRequired(_l("请填写联系人姓名。")), Length(max=60)],
        render_kw={"autocomplete": "name"},
        **PRIVACY,
    )
    channel = ChosenField(
        _l("接收验证码和办理结果的方式"),
        coerce=lambda value: Channel(value) if value else None,
        choices=lambda: [(one.value, CHANNEL_NAMES[one]) for one in codes.offered()],
    )
    address = PersonField(
        _l("电子邮箱或者手机号码"),
        validators=[InputRequired(_l("请填写电子邮箱或者手机号码。")), Length(max=254)],
        **PRIVACY,
    )
    contract = EvidenceField(
        FILES["contract"],
        description=_l("被机关、事业单位拖欠账款的上传。"),
        validators=[Optional()],
    )
    delivery = EvidenceField(FILES["delivery"], validators=[Optional()])
    attorney = BooleanField(_l("由代办人登记"))
    power = EvidenceField(
        FILES["power"],
        description=_l("加盖公章。由代办人登记的，或者没有合同、订单的，必须上传。"),
        validators=[Optional()],
    )
    true = BooleanField(
        _l("以上内容和材料真实；提供虚假材料的，承担法律责任。"),
        validators=[InputRequired(_l("请确认内容真实。"))],
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        if not codes.offered():
            del self.channel

    @property
    def by(self) -> Channel:
        """How whoever asks is reached; by telephone, where the system itself can send nothing."""
        return self.channel.data if "channel" in self else Channel.GATEWAY

    def validate_address(self, field: Any) -> None:
        """What was typed is an address of the way that was chosen."""
        if self.by is Channel.EMAIL:
            for check in IS_EMAIL:
                check(self, field)
        elif self.by is Channel.GATEWAY and not TELEPHONE.fullmatch(field.data.strip()):
            raise ValidationError(_("请填写电话号码。"))

    def validate_attorney(self, field: Any) -> None:
        """Something with a stamp or a signature shows for whom this person speaks."""
        if self.power.data:
            return
        if field.data:
            raise ValidationError(_("请上传授权委托书。"))
        if not self.contract.data:
            raise ValidationError(_("请上传合同、订单或者中标通知书，或者加盖公章的授权委托书。"))

    def files(self) -> dict[str, Any]:
        """What was handed in, by what it is."""
        return {str(label): self[name].data or None for name, label in FILES.items()}


class PasswordForm(PostForm):
    """The password of the account that was made."""

    password = PasswordField(
        _l("登录密码"),
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


class AcceptForm(PostForm):
    """How the office made sure who it is."""

    checked = TextAreaField(
        _l("核实的方式和结果"),
        description=_l(
            "例如：已在国家企业信用信息公示系统核对名称和代码，按公示电话回拨联系人本人。"
        ),
        validators=[InputRequired(_l("请写明怎样核实。")), Length(max=1000)],
    )


class RefuseForm(WhyForm):
    """No account."""

    refusal = ChosenField(
        _l("不予通过的情形"),
        choices=lambda: [(str(code), name) for code, name in REFUSAL_NAMES.items()],
    )
