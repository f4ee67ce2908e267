"""What each act at the desk asks, and the filters of the list."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from integrity.base.i18n import N_
from integrity.casework.fields import NARROWED
from integrity.casework.informants.forms import REQUIRED, pairs
from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import ChosenField, DayField, FilterForm, PostForm
from integrity.pages.tables import choices
from integrity.people.subjects.choosing import SubjectField
from integrity.streams.complaints.models import (
    OUTCOME_NAMES,
    REFUSAL_NAMES,
    STATE_NAMES,
    ComplaintOutcome,
)

LATENESS = {
    "overdue": _l("红牌（已逾期）"),
    "yellow": _l("黄牌（临近期限）"),
    "open": _l("在期限内"),
}
FINDINGS = (ComplaintOutcome.RESOLVED, ComplaintOutcome.NOT_UPHELD, ComplaintOutcome.UNRESOLVED)
DECISIONS = (*FINDINGS, ComplaintOutcome.UPHELD)
RECEIVERS = (N_("纪检监察机关"), N_("司法机关"), N_("其他有权机关"))


class AskForm(PostForm):
    """The office or the body asks the complainant for more."""

    text = TextAreaField(
        _l("请反映人补充"),
        description=_l("反映人凭回执可以看到并答复。不得要求反映人说明身份。"),
        validators=[REQUIRED, Length(max=2000)],
    )


class RecuseForm(PostForm):
    why = TextAreaField(
        _l("回避的理由"),
        description=_l("只有领导小组办公室可以看到。不要写出反映人是谁。"),
        validators=[REQUIRED, Length(max=500)],
    )


class AcceptForm(PostForm):
    body = SubjectField(
        _l("承办单位"),
        description=_l("不填的，由反映人所选的单位承办。自受理之日起计算答复期限。"),
        validators=[],
    )


class RefuseForm(PostForm):
    code = ChosenField(_l("不予受理的情形"), choices=lambda: pairs(REFUSAL_NAMES))
    why = TextAreaField(
        _l("说明"),
        description=_l("反映人凭回执可以看到。写明理由和其他救济途径。"),
        validators=[REQUIRED, Length(max=2000)],
    )
    earlier = StringField(
        _l("此前的受理编号"),
        description=_l("属于同一事项的必须填写，例如 T2026-000123。反映人可以看到编号和办理情况。"),
        validators=[Length(max=40)],
    )


class PassForm(PostForm):
    to = ChosenField(_l("转送"), choices=lambda: [(name, _(name)) for name in RECEIVERS])
    why = TextAreaField(
        _l("说明"),
        description=_l("反映人凭回执可以看到。本系统只作登记，不作调查。"),
        validators=[REQUIRED, Length(max=2000)],
    )


class AnswerForm(PostForm):
    finding = RadioField(_l("办理结果"), choices=lambda: pairs(OUTCOME_NAMES, FINDINGS))
    text = TextAreaField(
        _l("答复"),
        description=_l("写给反映人看：查明了什么，做了什么，依据是什么。"),
        validators=[REQUIRED, Length(max=5000)],
        render_kw={"rows": 8},
    )
    upload = EvidenceField(
        _l("附件（选填）"),
        description=_l("反映人凭回执可以下载。作者等信息会自动清除。"),
    )


class ExtendForm(PostForm):
    until = DayField(_l("延长到"), validators=[REQUIRED])
    why = TextAreaField(_l("延长的理由"), validators=[REQUIRED, Length(max=2000)])


class DecideForm(PostForm):
    outcome = RadioField(_l("决定"), choices=lambda: pairs(OUTCOME_NAMES, DECISIONS))
    why = TextAreaField(
        _l("理由"),
        description=_l("反映人凭回执可以看到。"),
        validators=[REQUIRED, Length(max=5000)],
    )


class UpholdForm(PostForm):
    why = TextAreaField(
        _l("查明的事实和认定理由"),
        description=_l("反映人凭回执可以看到。"),
        validators=[REQUIRED, Length(max=5000)],
    )


class Filters(FilterForm):
    """What the list of complaints can be narrowed by."""

    state = SelectField(_l("状态"), choices=lambda: choices(STATE_NAMES), default="")
    body = SubjectField(_l("单位"))
    lateness = SelectField(_l("期限"), choices=lambda: choices(LATENESS), default="")
    key_field = SelectField(_l("重点领域"), choices=lambda: choices(NARROWED), default="")
