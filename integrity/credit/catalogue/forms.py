"""What an item of the catalogue says of itself, and what its review asks."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp

from integrity.credit.catalogue.models import (
    CATEGORY_NAMES,
    CYCLE_NAMES,
    PERSON_GROUND_NAMES,
    PUBLICITY_NAMES,
    SENSE_NAMES,
    SHARING_NAMES,
)
from integrity.credit.measures.forms import own_periods
from integrity.credit.measures.models import BASIS_NAMES, WORD_OF_KIND
from integrity.pages.forms import ChosenField, DayField, PostForm, WhyForm
from integrity.people.subjects.models import KIND_NAMES

NEEDED = InputRequired(_l("请填写。"))
TOMORROW = _l("须晚于批准之日；不填的，自批准的次日起。")


def _line(label: Any, hint: Any = "", *, needed: bool = True) -> StringField:
    first = NEEDED if needed else Optional()
    return StringField(label, description=hint, default="", validators=[first, Length(max=400)])


def _reasons(label: Any, hint: Any = "") -> TextAreaField:
    return TextAreaField(label, description=hint, validators=[NEEDED, Length(max=4000)])


class ItemForm(PostForm):
    name = _line(_l("信息事项"))
    category = ChosenField(_l("类别"), choices=lambda: list(CATEGORY_NAMES.items()))
    sense = RadioField(_l("性质"), choices=lambda: list(SENSE_NAMES.items()), validators=[NEEDED])
    applies_to = SelectMultipleField(
        _l("适用对象"),
        choices=lambda: [(WORD_OF_KIND[kind], name) for kind, name in KIND_NAMES.items()],
        validators=[InputRequired(_l("请至少选择一项。"))],
        default=(),
    )
    source = _line(_l("归集单位"), _l("产生信息并负责报送的单位。"))
    cycle = ChosenField(_l("更新周期"), choices=lambda: list(CYCLE_NAMES.items()))
    sharing = RadioField(
        _l("共享属性"), choices=lambda: list(SHARING_NAMES.items()), validators=[NEEDED]
    )
    condition = _line(_l("共享条件"), _l("有条件共享的必填。"), needed=False)
    publicity = RadioField(
        _l("公开属性"), choices=lambda: list(PUBLICITY_NAMES.items()), validators=[NEEDED]
    )
    person_ground = SelectField(
        _l("处理个人信息的合法性基础"),
        description=_l("《个人信息保护法》第十三条；适用对象有自然人或者有密封的列的必填。"),
        choices=lambda: [("", _l("不含个人信息")), *PERSON_GROUND_NAMES.items()],
        default="",
    )
    period = SelectField(_l("公示期限"), default="")
    columns = TextAreaField(
        _l("报送的列"),
        description=_l(
            "以数据表报送的，每行写一列：名称、类型（文字、数字、金额、日期、是否）和要求"
            "（必填、主键、密封），用空格隔开，例如“合同编号 文字 主键”；个人信息须密封。"
        ),
        default="",
        validators=[Optional(), Length(max=4000)],
    )
    legal_basis = _line(_l("依据"), _l("文件名称、文号和条款。"))
    basis_level = ChosenField(_l("依据层级"), choices=lambda: list(BASIS_NAMES.items()))
    effective_from = DayField(_l("依据施行日期"), validators=[NEEDED])
    effective_to = DayField(_l("依据失效日期"), description=_l("现行有效的不填。"))
    begins_on = DayField(_l("自哪一日起列入目录"), description=TOMORROW)
    reasons = _reasons(_l("新增或者修订的理由"))

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.period.choices = [("", _l("按认定标准确定")), *own_periods()]


class NewItemForm(ItemForm):
    code = StringField(
        _l("编号"),
        description=_l("不能与目录中已有的重复，例如 ML-QY-09。"),
        validators=[
            NEEDED,
            Length(max=40),
            Regexp(r"^[\w-]+$", message=_l("只能用文字、数字、下划线和连字符。")),
        ],
    )


class EndForm(PostForm):
    begins_on = DayField(_l("自哪一日起停止归集"), description=TOMORROW)
    reasons = _reasons(_l("停止归集的理由"), _l("已经归集的信息仍按原版本管理。"))


class ReviewForm(WhyForm):
    read = BooleanField(_l("已核对依据文件原文"))
