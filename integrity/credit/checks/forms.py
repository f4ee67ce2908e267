"""What a clerk types to check a subject."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from integrity.credit.checks import queries
from integrity.credit.checks.models import AUTHORISATION_NAMES, Authorisation
from integrity.pages.forms import DayField, PersonField, PostForm
from integrity.people.subjects.models import KIND_NAMES


class CheckForm(PostForm):
    code: Any = PersonField(
        _l("代码"),
        why=_l("办理法定事项时核查信用信息"),
        who=_l("提出查询的单位"),
        until=_l("号码不保存，只保存不能还原的数码，用于查询记录"),
        description=_l("统一社会信用代码；核查自然人时填写身份证号码，号码不会被保存。"),
        identifies=True,
        validators=[Length(max=60)],
        render_kw={"autocomplete": "off"},
    )
    name = StringField(
        _l("名称"),
        description=_l("只填名称时，结论至多为“须人工核对”；核查自然人须填完整的姓名，不保存。"),
        validators=[Length(max=200)],
    )
    kind = SelectField(_l("主体类别"), choices=lambda: [("", _l("不限")), *KIND_NAMES.items()])
    purpose = StringField(
        _l("查询用途"),
        description=_l("例如：行政许可审批、政府采购、评先评优。"),
        validators=[InputRequired(_l("请填写查询用途。")), Length(max=200)],
    )
    listed = SelectField(
        _l("应用清单中的办理事项"),
        description=_l("选择后，只列出该事项中应当执行的措施；其他措施只供参考。"),
        default="",
    )
    matter = StringField(
        _l("其他办理事项"),
        description=_l("应用清单中没有的才填写，也可以填写事项编码。"),
        validators=[Length(max=200)],
    )
    case_no = StringField(_l("办件编号"), validators=[Length(max=100)])
    authorisation = SelectField(
        _l("查询依据"),
        description=_l("只在核查自然人时填写；办件编号同时必填。"),
        choices=lambda: [("", _l("不核查自然人")), *AUTHORISATION_NAMES.items()],
        coerce=lambda value: Authorisation(value) if value else None,
    )
    authorised_by = StringField(
        _l("授权书或者文书"),
        description=_l("授权书的日期、编号，或者法律文书的名称和文号；不写姓名。"),
        validators=[Length(max=200)],
    )
    as_of: Any = DayField(
        _l("核查时点"),
        description=_l("不填为今天；过去某日的结果不能作为今天的核查结果。"),
    )

    def __init__(self, matters: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(**more)
        self.listed.choices = [("", _("不在应用清单中")), *matters]

    @property
    def in_hand(self) -> str:
        """The matter: its code on the application list, or what was typed."""
        return self.listed.data or (self.matter.data or "").strip()

    def validate_listed(self, field: Any) -> None:
        typed = bool((self.matter.data or "").strip())
        if bool(field.data) == typed:
            raise ValidationError(_("请选择或者填写办理事项，只选一种。"))

    @property
    def asked(self) -> dict[str, str]:
        """The query as typed, without what was left empty."""
        typed = {"code": self.code.data, "name": self.name.data, "kind": self.kind.data}
        return {name: value for name, value in typed.items() if value}

    def validate_code(self, field: Any) -> None:
        try:
            queries.read(self.asked)
        except queries.WrongQuery as wrong:
            raise ValidationError(wrong.detail) from None
