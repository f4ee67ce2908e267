"""What the office fills in to ask people, and the questionnaire itself as a form."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget, TextArea

from evaluations.questionnaires.models import KIND_NAMES, Kind, Question, Questionnaire
from integrity.base.outbox import Channel
from integrity.casework.key_fields import FIELD_NAMES, KeyField
from integrity.pages.forms import ChosenField, DayField, PersonField, PostForm
from integrity.people.messages import codes
from integrity.people.messages.models import CHANNEL_NAMES
from integrity.people.subjects.choosing import SubjectField

NEEDED = InputRequired(_l("请填写。"))
MANY = 50_000
"""So many characters of addresses are taken at once."""


def _fields() -> list[tuple[str, Any]]:
    some = ((key, name) for key, name in FIELD_NAMES.items() if key is not KeyField.NONE)
    return [("", _("不限领域")), *some]


def _field(said: Any) -> KeyField | None:
    return KeyField(said) if said else None


class QuestionnaireForm(PostForm):
    title = StringField(_l("问卷名称"), validators=[NEEDED, Length(max=200)])
    purpose = TextAreaField(
        _l("说明"),
        description=_l("答卷人先读到的话：谁在调查、为了什么、大约几分钟、怎样匿名。"),
        validators=[NEEDED, Length(max=2000)],
        render_kw={"rows": 3},
    )
    key_field = SelectField(_l("重点领域"), coerce=_field, choices=_fields, default="")
    body = SubjectField(_l("调查的单位（选填）"), validators=[Optional()])
    promise = StringField(
        _l("调查的承诺编号（选填）"),
        description=_l("针对“一次办成”等某一项承诺的，填写该承诺的编号。"),
        validators=[Length(max=120)],
    )
    frame = TextAreaField(
        _l("调查总体"),
        description=_l("向谁调查、名单从哪里来，如“2026年第三季度办结事项的全部申请人”。"),
        validators=[NEEDED, Length(max=1000)],
        render_kw={"rows": 2},
    )
    method = TextAreaField(
        _l("抽样方法"), validators=[NEEDED, Length(max=1000)], render_kw={"rows": 2}
    )
    population = IntegerField(
        _l("总体数量"), validators=[NEEDED, NumberRange(1, 100_000_000, _l("请填写整数。"))]
    )
    planned = IntegerField(
        _l("计划邀请的人数"), validators=[NEEDED, NumberRange(1, 10_000_000, _l("请填写整数。"))]
    )


class QuestionForm(PostForm):
    position = IntegerField(
        _l("题号"),
        description=_l("不填的，加在最后；填已有的题号，改写这一题。"),
        validators=[Optional(), NumberRange(1, 100, _l("请填写整数。"))],
    )
    kind = ChosenField(_l("题型"), coerce=Kind, choices=lambda: list(KIND_NAMES.items()))
    text = TextAreaField(_l("题目"), validators=[NEEDED, Length(max=500)], render_kw={"rows": 2})
    options = TextAreaField(
        _l("选项（单选、多选）"),
        description=_l("每行一个。"),
        validators=[Length(max=2000)],
    )
    needed = BooleanField(_l("必答"), default=True)


class PositionForm(PostForm):
    position = IntegerField(
        _l("题号"), validators=[NEEDED, NumberRange(1, 100, _l("请填写整数。"))]
    )


class AskForm(PostForm):
    until = DayField(_l("截止日期"), validators=[NEEDED])


class InviteForm(PostForm):
    channel = ChosenField(
        _l("发送方式"),
        coerce=Channel,
        choices=lambda: [(name, CHANNEL_NAMES[name]) for name in codes.offered()],
    )
    addresses = PersonField(
        _l("手机号码或者邮箱"),
        description=_l("每行一个；超过计划人数的，由系统抽取。"),
        who=_l("领导小组办公室"),
        why=_l("发送匿名问卷的链接，不与答卷关联"),
        until=_l("加密保存，发出后即删除"),
        widget=TextArea(),
        validators=[NEEDED, Length(max=MANY)],
        render_kw={"rows": 8},
    )


class HandOutForm(PostForm):
    number = IntegerField(
        _l("链接数量"),
        validators=[NEEDED, NumberRange(1, 500, _l("请填写 1 到 500 之间的整数。"))],
    )


class AnswerForm(PostForm):
    """The questions of a questionnaire; made by `answer_form`."""

    asked: tuple[Question, ...] = ()

    def given(self) -> dict[int, Any]:
        """By the place of a question what was chosen, or written."""
        found: dict[int, Any] = {}
        for question in self.asked:
            said = self[f"q{question.position}"].data
            if question.kind is Kind.TEXT:
                found[question.position] = said or ""
            elif question.kind is Kind.SEVERAL:
                found[question.position] = said or []
            else:
                found[question.position] = [] if said is None else [said]
        return found


def answer_form(found: Questionnaire, paper: bool = False) -> AnswerForm:
    """Its questions as a form; on paper with the number of the sheet."""
    fields: dict[str, Any] = {"asked": tuple(found.questions)}
    if paper:
        fields["number"] = StringField(_l("纸质问卷编号"), validators=[NEEDED, Length(max=40)])
    for question in found.questions:
        fields[f"q{question.position}"] = _asked(question)
    return type("AnswerFormOfQuestionnaire", (AnswerForm,), fields)()  # type: ignore[no-any-return]


def _asked(question: Question) -> Any:
    label = f"{question.position}. {question.text}"
    first = [InputRequired(_l("请回答这一题。"))] if question.needed else [Optional()]
    options = list(question.choices.items())
    if question.kind is Kind.TEXT:
        return TextAreaField(
            label,
            description=_l("请不要写姓名、电话、证件号码等个人信息。"),
            validators=[*first, Length(max=1000)],
            render_kw={"rows": 3},
        )
    if question.kind is Kind.SEVERAL:
        return SelectMultipleField(
            label,
            coerce=int,
            choices=lambda: options,
            validators=first,
            description=_l("可以选几项。"),
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        )
    return RadioField(label, coerce=_number, choices=lambda: options, validators=first)


def _number(said: Any) -> int | None:
    return None if said in (None, "") else int(said)
