"""What a court case and each act on it ask."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from integrity.pages.fields import asks
from integrity.pages.forms import AmountField, ChosenField, DayField, PostForm, WhyForm
from integrity.streams.courts.fields import CONFIRMED_AS, FIELDS
from integrity.streams.courts.models import ENDING_NAMES


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
