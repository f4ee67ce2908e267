"""What the office fills in when it writes a version of a standard."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from evaluations import figures
from evaluations.forms import REQUIRED, scheme_names
from evaluations.methods import METHOD_NAMES, Method
from integrity.pages.forms import ChosenField, NumberField, PostForm

POINTS = NumberRange(0, 100, _l("请填写 0 到 100 之间的数。"))
CODE = Regexp(r"[A-Za-z0-9.\-]+\Z", message=_l("只用字母、数字、点和连字符。"))


def sources() -> list[tuple[str, Any]]:
    """How a leaf gets its points: by evaluators, or by what the system knows."""
    return [("", _("由评价机构评分")), *figures.titles().items()]


def ways() -> list[tuple[str, Any]]:
    """How a leaf counts: of 100 unless something else is chosen."""
    return [("" if way is Method.RATED else way, name) for way, name in METHOD_NAMES.items()]


class VersionForm(PostForm):
    code = StringField(
        _l("指标体系代码"),
        description=_l("已有的代码，起草该体系的下一版；新的代码，起草一套新的体系。"),
        validators=[REQUIRED, Length(max=40), CODE],
    )
    source = ChosenField(_l("复制自"), coerce=int, choices=scheme_names)
    with_indicators = BooleanField(
        _l("连同指标一起复制（不选的，只复制等级，从空白开始）"), default=True
    )
    name = StringField(_l("名称"), validators=[REQUIRED, Length(max=200)])
    basis = TextAreaField(_l("依据"), validators=[REQUIRED, Length(max=2000)])
    reasons = TextAreaField(_l("理由"), validators=[REQUIRED, Length(max=4000)])


class HeadForm(PostForm):
    name = StringField(_l("名称"), validators=[REQUIRED, Length(max=200)])
    basis = TextAreaField(_l("依据"), validators=[REQUIRED, Length(max=2000)])
    reasons = TextAreaField(_l("理由"), validators=[REQUIRED, Length(max=4000)])
    remedy_below = NumberField(
        _l("低于多少分须整改"), validators=[InputRequired(_l("请填写。")), POINTS]
    )
    ranked_from = IntegerField(
        _l("至少多少个单位才排名"),
        validators=[InputRequired(_l("请填写。")), NumberRange(2, 10000)],
    )
    bands = TextAreaField(
        _l("等级"),
        description=_l("每行一个：名称、空格、最低分。最低一级从 0 分起。"),
        validators=[REQUIRED, Length(max=500)],
    )


class IndicatorForm(PostForm):
    code = StringField(
        _l("指标代码"),
        description=_l("已有的代码，改写该指标；新的代码，增加一个指标。"),
        validators=[REQUIRED, Length(max=20), CODE],
    )
    parent_code = StringField(
        _l("上级指标代码"),
        description=_l("一级指标不填。"),
        validators=[Optional(), Length(max=20), CODE],
    )
    place = IntegerField(
        _l("同级中的次序"),
        description=_l("例如 1 表示排在最前；不填的，位置不变。"),
        validators=[Optional(), NumberRange(1, 1000)],
    )
    name = StringField(_l("名称"), validators=[REQUIRED, Length(max=200)])
    description = TextAreaField(_l("说明"), validators=[REQUIRED, Length(max=2000)])
    weight = NumberField(
        _l("权重"),
        description=_l("有下级指标的不填，按下级之和计算；加分、扣分、一票否决的不填。"),
        validators=[Optional(), POINTS],
    )
    weight_note = StringField(_l("权重说明"), validators=[Optional(), Length(max=200)])
    data_source = StringField(_l("数据来源"), validators=[Optional(), Length(max=200)])
    method = SelectField(_l("评分方法"), choices=ways, default="")
    cap = NumberField(
        _l("最多加、扣多少分"),
        description=_l("只有加分和扣分指标填写，按总分的分数。"),
        validators=[Optional(), POINTS],
    )
    bars = StringField(
        _l("发生的不能评为"),
        description=_l("只有一票否决指标填写等级名称，例如“优”：不评为优，也不评为更高的等级。"),
        validators=[Optional(), Length(max=20)],
    )
    figure = SelectField(_l("得分来源"), choices=sources, default="")
    anchors = TextAreaField(
        _l("评分标准"),
        description=_l("由评价机构评分的，每行一个分数和它的含义，例如“100 全部做到”。"),
        validators=[Optional(), Length(max=2000)],
    )


class RemoveForm(PostForm):
    code = StringField(
        _l("指标代码"),
        description=_l("下级指标一并删除。"),
        validators=[REQUIRED, Length(max=20)],
    )


def weights_form(rows: Sequence[dict[str, str]]) -> PostForm:
    """One weight for every leaf."""
    fields: dict[str, Any] = {
        f"weight-{row['code']}": NumberField(
            f"{row['code']} {row['name']}",
            default=row["weight"],
            validators=[InputRequired(_l("请填写。")), POINTS],
        )
        for row in rows
    }
    made: PostForm = type("WeightsForm", (PostForm,), fields)()
    return made
