"""What is asked for the rules of a field, for an objection to a grade, and for its answer."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.credit.grading.models import FIELD_NAMES, Letter
from integrity.pages.forms import ChosenField, DayField, PostForm, no_identity_number

NEEDED = InputRequired(_l("请填写。"))
LETTERS = [(str(letter), str(letter)) for letter in Letter]


def _words(label: Any, hint: Any = "") -> TextAreaField:
    return TextAreaField(
        label, description=hint, validators=[NEEDED, Length(max=4000), no_identity_number]
    )


class RulesForm(PostForm):
    rules = TextAreaField(
        _l("分级规则"),
        description=_l(
            "每行一条：等级、条件和数值，用空格隔开，从上到下先符合的为准。"
            "条件：严重失信主体名单、重点关注名单、守信激励名单、失信记录（条数 月数）、"
            "行业评价（等级）、综合评价（等级）、其他。"
            "例如“D 严重失信主体名单”“C 失信记录 2 12”“A 综合评价 A”“B 其他”。"
        ),
        validators=[NEEDED, Length(max=4000)],
    )
    fewer = SelectMultipleField(_l("减少检查的等级"), choices=LETTERS, default=())
    more = SelectMultipleField(_l("增加检查的等级"), choices=LETTERS, default=())
    matter = StringField(
        _l("检查事项"),
        description=_l("与本单位登记的检查频次的检查事项一致，据以确定每年检查次数。"),
        validators=[NEEDED, Length(max=200)],
    )
    public = BooleanField(
        _l("等级向社会公开"), description=_l("不勾选的，只有主体本身和有关机关可以查看。")
    )
    legal_basis = StringField(
        _l("依据"),
        description=_l("文件名称、文号和条款。"),
        validators=[NEEDED, Length(max=400)],
    )
    since = DayField(_l("施行日期"), description=_l("须晚于批准之日。"), validators=[NEEDED])


class SchemeForm(RulesForm):
    field = ChosenField(_l("监管领域"), choices=lambda: list(FIELD_NAMES.items()))


class ObjectionForm(PostForm):
    text = _words(_l("异议的事实和理由"))


class AppealForm(PostForm):
    appeal = _words(_l("申请复核的理由"))


class AnswerForm(PostForm):
    answer = _words(_l("答复和理由"), _l("申请人可以看到。"))


class UpholdForm(AnswerForm):
    grade = RadioField(_l("重新确定的等级"), choices=LETTERS, validators=[NEEDED])
