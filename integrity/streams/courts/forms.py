"""What a court case and each act on it ask."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from integrity.files.spellings import parse_amount, parse_day
from integrity.pages.fields import asks
from integrity.pages.forms import (
    AmountField,
    ChosenField,
    DayField,
    PersonField,
    PostForm,
    WhyForm,
)
from integrity.people.subjects.choosing import SubjectField, SubjectsField
from integrity.streams.courts.fields import CONFIRMED_AS, FIELDS
from integrity.streams.courts.models import ENDING_NAMES
from integrity.streams.courts.reasons import REASON_NAMES

PARTS = _l("每行一期：日期、空格、金额，有行为义务的再空一格写明，例如 2026-12-01 50000 腾退场地")


class PartsField(TextAreaField):
    """One part of an agreement a line; `data` is a list of (day, amount, what else)."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.raw = valuelist[0] if valuelist else ""
        self.data: Any = [_part(line) for line in self.raw.splitlines() if line.strip()]

    def _value(self) -> str:
        return str(getattr(self, "raw", ""))


def _part(line: str) -> tuple[date, Decimal, str]:
    try:
        day, amount, *what = line.strip().split(maxsplit=2)
        return parse_day(day), parse_amount(amount), what[0] if what else ""
    except ValueError:
        raise ValueError(str(PARTS)) from None


class NoteForm(PostForm):
    """An act that may be explained."""

    why = TextAreaField(_l("说明"), validators=[Length(max=2000)])


class PerformForm(PostForm):
    """The body says that it performed the duty."""

    done_on = DayField(_l("履行日期"), validators=[InputRequired(_l("请填写履行日期。"))])
    why = TextAreaField(
        _l("履行情况和凭证"),
        description=_l("写明付款凭证号、交付情况等。法院确认前，本案显示为“自报已履行”。"),
        validators=[InputRequired(_l("请写明履行情况。")), Length(max=2000)],
    )


class SettleForm(PerformForm):
    """The body says that it settled with the creditor."""

    done_on = DayField(_l("和解日期"), validators=[InputRequired(_l("请填写和解日期。"))])
    parts = PartsField(
        _l("协议约定的各期"),
        description=_l("%(how)s。已经全部履行的不填。法院确认协议以前，期限不变。", how=PARTS),
    )


class AgreeForm(NoteForm):
    """The court confirms a settlement with days of its own."""

    agreed_on = DayField(_l("和解日期"), validators=[InputRequired(_l("请填写和解日期。"))])
    parts = PartsField(
        _l("协议约定的各期"),
        description=_l("%(how)s。与单位报告的一致的不填。", how=PARTS),
    )


class PartForm(NoteForm):
    """The court confirms that the next part was performed."""

    performed_on = DayField(_l("本期履行日期"), validators=[InputRequired(_l("请填写履行日期。"))])


class ConductForm(PartForm):
    """The court confirms that the act was done."""

    performed_on = DayField(_l("行为履行日期"), validators=[InputRequired(_l("请填写履行日期。"))])


class AssignForm(NoteForm):
    """To whom besides the body a case is given, and by which day it is to be closed."""

    until = DayField(
        _l("清理期限"),
        description=_l("不填的，按规则计算；指定的日期不能晚于规则的期限。"),
        validators=[Optional()],
    )
    helping = SubjectsField(_l("协办单位"), validators=[])
    superior = SubjectField(_l("上级主管单位"), validators=[])


class RefuseForm(PostForm):
    """The body says that the case is another's."""

    why = TextAreaField(
        _l("理由和依据"),
        description=_l(
            "各方都可以看到。负责人更换、机构调整、没有预算不是理由。办公室决定以前，期限照常计算。"
        ),
        validators=[InputRequired(_l("请写明理由。")), Length(max=2000)],
    )
    proposed = SubjectField(_l("应当承办的单位"), validators=[])


class AnswerForm(PostForm):
    """The body that was named says whether it takes the case."""

    agrees = ChosenField(
        _l("是否同意接收"),
        choices=[("yes", _l("同意接收")), ("no", _l("不同意接收"))],
    )
    why = TextAreaField(
        _l("理由和依据"),
        description=_l("各方都可以看到，由领导小组办公室决定。"),
        validators=[InputRequired(_l("请写明理由。")), Length(max=2000)],
    )


class CaseNoteForm(PostForm):
    """How the case stands: why it is open, who has it in hand, what is next and by when."""

    reason = ChosenField(
        _l("未结原因"), choices=lambda: [(str(code), name) for code, name in REASON_NAMES.items()]
    )
    why = TextAreaField(
        _l("情况说明"),
        description=_l("负责人更换、机构调整不是理由。不得填写自然人的姓名和身份信息。"),
        validators=[InputRequired(_l("请写明情况。")), Length(max=2000)],
    )
    contact_on = DayField(_l("最近一次与法院、申请执行人沟通的日期"), validators=[Optional()])
    next_step = StringField(
        _l("下一步措施"), validators=[InputRequired(_l("请填写下一步措施。")), Length(max=200)]
    )
    next_on = DayField(_l("下一步完成日期"), validators=[InputRequired(_l("请填写完成日期。"))])
    charge = PersonField(
        _l("承办人"),
        why=_l("写明本案由谁负责推进"),
        who=_l("本案的承办单位、协办单位、法院和领导小组办公室"),
        until=_l("与案件的办理记录一并保存"),
        description=_l("不填的，保持原来的承办人。"),
        default="",
        validators=[Length(max=40)],
    )


class ConfirmForm(NoteForm):
    """The court confirms performance or settlement, with its day."""

    performed_on = DayField(
        _l("履行或者和解的日期"),
        description=_l("以此日期计算是否逾期；在期限内履行、之后才确认的，不算逾期。"),
        validators=[InputRequired(_l("请填写履行或者和解的日期。"))],
    )
    outcome = SelectField(
        _l("结果"),
        description=_l("法院强制划拨、扣划等由法院执行到位的，选“已履行”，不需要单位先报告。"),
        choices=[
            ("", _l("与单位自报一致；没有自报的为已履行")),
            *((outcome.value, name) for outcome, name in CONFIRMED_AS.items()),
        ],
        default="",
    )


class TerminateForm(WhyForm):
    """The court ends enforcement for good: nothing is owed any more."""

    ending = ChosenField(
        _l("义务消灭的理由"),
        choices=[(ending.value, name) for ending, name in ENDING_NAMES.items()],
    )


class ProgressForm(NoteForm):
    """The court records what was performed so far."""

    performed = AmountField(
        _l("已履行金额"),
        description=_l("到今天为止一共履行的，元。"),
        validators=[
            InputRequired(_l("请填写累计已履行金额。")),
            NumberRange(min=0, message=_l("金额不能为负数。")),
        ],
    )


@asks(FIELDS)
class NewForm(PostForm):
    """A court enters a case by hand."""


class ListedForm(NoteForm):
    """The court listed the body."""

    listed_on = DayField(_l("列入日期"), validators=[InputRequired(_l("请填写日期。"))])


class RemovedForm(NoteForm):
    """The court took the body off its list."""

    removed_on = DayField(_l("移除日期"), validators=[InputRequired(_l("请填写日期。"))])
