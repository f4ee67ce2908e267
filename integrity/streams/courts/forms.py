"""What each act on a court case asks, and the filters of the list."""

from decimal import Decimal

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from integrity.casework.deadlines import LATENESS
from integrity.pages.forms import AmountField, ChosenField, DayField, FilterForm, PostForm, WhyForm
from integrity.pages.tables import choices
from integrity.people.subjects.service import body_names
from integrity.streams.courts.models import (
    CREDITOR_NAMES,
    ENDING_NAMES,
    OUTCOME_NAMES,
    STATE_NAMES,
    CaseOutcome,
)


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
            *((o.value, OUTCOME_NAMES[o]) for o in (CaseOutcome.PERFORMED, CaseOutcome.SETTLED)),
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
        _l("累计已履行金额（元）"),
        validators=[
            InputRequired(_l("请填写累计已履行金额。")),
            NumberRange(min=0, message=_l("金额不能为负数。")),
        ],
    )


class NewForm(PostForm):
    """A court enters a case by hand."""

    case_no = StringField(
        _l("案号"),
        description=_l("按法律文书原样填写，例如：（2026）鲁01执123号"),
        validators=[InputRequired(_l("请填写案号。")), Length(max=60)],
    )
    body = ChosenField(_l("被执行单位"), coerce=int, choices=lambda: list(body_names().items()))
    cause = StringField(_l("案由"), validators=[InputRequired(_l("请填写案由。")), Length(max=100)])
    creditor_kind = ChosenField(
        _l("申请执行人类别"),
        description=_l("只记类别。申请执行人是自然人的，任何一栏都不得填写其姓名。"),
        choices=lambda: [(str(kind), name) for kind, name in CREDITOR_NAMES.items()],
    )
    owed = AmountField(_l("应履行金额（元）"), validators=[InputRequired(_l("请填写金额。"))])
    performed = AmountField(_l("已履行金额（元）"), default=Decimal(0))
    received_on = DayField(_l("立案日期"), validators=[InputRequired(_l("请填写立案日期。"))])
    note = TextAreaField(_l("备注"), validators=[Length(max=500)])


class Filters(FilterForm):
    """What a list of cases can be narrowed by."""

    state = SelectField(_l("状态"), choices=lambda: choices(STATE_NAMES), default="")
    body = SelectField(_l("单位"), choices=lambda: choices(body_names()), default="")
    lateness = SelectField(_l("期限"), choices=lambda: choices(LATENESS), default="")
