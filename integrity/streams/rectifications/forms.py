"""What the acts on an order ask."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.pages.forms import DoneOnForm, PostForm, WhyForm

REQUIRED = InputRequired(_l("请填写。"))


class OrderForm(PostForm):
    demand = TextAreaField(
        _l("整改要求"),
        description=_l("写明要改正什么、怎样算改正到位。期限按规则自动计算。"),
        validators=[REQUIRED, Length(max=2000)],
    )


class PlanForm(PostForm):
    plan = TextAreaField(
        _l("整改方案"),
        description=_l("写明措施、责任人和时间安排。"),
        validators=[REQUIRED, Length(max=5000)],
    )


class VerifyForm(WhyForm, DoneOnForm):
    """It is put right; since when, if not since the report."""


class ReportForm(PostForm):
    report = TextAreaField(
        _l("整改情况"),
        description=_l("写明做了什么、证据在哪里。核验前页面显示“自报完成，待核验”。"),
        validators=[REQUIRED, Length(max=5000)],
    )
