"""What each act on a commitment asks, and the filters of the list."""

from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from commitments.models import (
    CATEGORY_NAMES,
    FIELD_NAMES,
    OUTCOME_NAMES,
    PUBLIC,
    STATE_NAMES,
    THEME_NAMES,
    Commitment,
    KeyField,
    Theme,
)
from commitments.models import CommitmentOutcome as Outcome
from commitments.steps.step_forms import StepsField
from integrity.base.db import db
from integrity.casework.deadlines import LATENESS
from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import (
    ChosenField,
    DayField,
    DoneOnForm,
    FilterForm,
    NumberField,
    PostForm,
    WhyForm,
)
from integrity.pages.tables import choices
from integrity.people.accounts.proof import OwnPasswordField
from integrity.people.subjects.choosing import FIRMS, SubjectField, SubjectsField

REASONS = {
    "force-majeure": _l("不可抗力"),
    "law": _l("法律、法规或者国家政策调整"),
    "public-interest": _l("公共利益需要"),
    "third-party": _l("其他机关的程序尚未完成"),
}
"""Lawful reasons for a later day; a change of leaders, a reorganisation or money never is one."""


SECOND_SOURCE = _l("单位自报以外的依据：第三方评价、实地核查、投诉人确认、财政或者法院信息等。")


class DraftForm(PostForm):
    """The words of a commitment, as long as nobody has signed it."""

    title = StringField(
        _l("承诺事项"),
        description=_l("一句话写明做什么，例如“改造老旧小区49个”。"),
        validators=[InputRequired(_l("请填写承诺事项。")), Length(max=200)],
    )
    target = TextAreaField(
        _l("目标"),
        description=_l("可以核验的数量或者标准。"),
        validators=[InputRequired(_l("请填写目标。")), Length(max=2000)],
    )
    category = RadioField(
        _l("类别"),
        choices=[(key.value, name) for key, name in CATEGORY_NAMES.items()],
        validators=[InputRequired(_l("请选择类别。"))],
    )
    quantity = NumberField(
        _l("目标值"),
        description=_l("目标中的数量，例如 49；不能用数量表示的可以不填。"),
        validators=[Optional()],
    )
    unit = StringField(
        _l("单位"), description=_l("例如：个、公里、万元。"), validators=[Length(max=40)]
    )
    theme = SelectField(
        _l("主题"),
        choices=[("", _l("未选择")), *((key.value, name) for key, name in THEME_NAMES.items())],
        coerce=lambda value: Theme(value) if value else None,
    )
    key_field = SelectField(
        _l("重点领域"),
        choices=[("", _l("不属于")), *((key.value, name) for key, name in FIELD_NAMES.items())],
        coerce=lambda value: KeyField(value) if value else None,
    )
    beneficiary = SubjectField(
        _l("承诺对象"),
        FIRMS,
        validators=[],
        description=_l(
            "政策承诺和合同协议对应的企业或者组织，填写名称或者统一社会信用代码；将公开。"
        ),
    )
    supporters = SubjectsField(
        _l("配合单位"), description=_l("可以选多个；直接填写全称的，用顿号隔开。"), validators=[]
    )
    due_on = DayField(
        _l("完成期限"),
        description=_l("例如 2026-12-31 或者 2026年12月31日；持续履行的可以不填。"),
        validators=[Optional()],
    )
    due_words = StringField(
        _l("期限说明"),
        description=_l("原文对期限的表述，或者为什么没有期限。"),
        validators=[Length(max=200)],
    )
    source_title = StringField(
        _l("承诺来源"),
        description=_l("作出承诺的文件或者会议，例如《政府工作报告》。"),
        validators=[Length(max=300)],
    )
    source_page = StringField(_l("来源页码"), validators=[Length(max=40)])
    steps = StepsField(
        _l("阶段目标"),
        description=_l("每行一个：日期，阶段目标，权重。例如：2026-06-30，完成主体工程，40。"),
        render_kw={"rows": 4},
    )
    major = BooleanField(
        _l("属于重大决策"),
        description=_l(
            "公开前须完成公众参与、专家论证、风险评估、合法性审查、合规性审核和集体讨论。"
        ),
    )
    body_text = TextAreaField(
        _l("承诺书正文"),
        description=_l("主要负责人签署的就是以上内容和这段文字；公开后不能修改。"),
        validators=[InputRequired(_l("请填写承诺书正文。")), Length(max=20000)],
        render_kw={"rows": 12},
    )


class NoteForm(PostForm):
    """An act that may be explained."""

    why = TextAreaField(_l("说明"), validators=[Length(max=2000)])


class SignForm(PostForm):
    """The signature of the head under what was shown: a passkey, or the password once more."""

    digest = HiddenField(validators=[InputRequired()])
    credential = HiddenField()
    password = OwnPasswordField(
        _l("您的登录密码"),
        why="sign",
        description=_l("再次输入密码，确认由您本人签署。"),
        validators=[Length(max=200)],
    )

    def validate_password(self, field: OwnPasswordField) -> None:
        if not field.data and not self.credential.data:
            raise ValidationError(str(_l("请输入密码。")))


class ProgressForm(PostForm):
    """How far it is."""

    percent = IntegerField(
        _l("完成比例（%）"),
        description=_l("0 至 100 的整数；不能用比例表示的可以不填。"),
        validators=[Optional(), NumberRange(0, 100, _l("请填写 0 至 100 的整数。"))],
    )
    text = TextAreaField(
        _l("进展情况"), validators=[InputRequired(_l("请写明进展情况。")), Length(max=5000)]
    )
    evidence = EvidenceField(_l("证据文件"))
    evidence_public = BooleanField(
        _l("公开这份证据"), description=_l("仅限不含个人信息、商业秘密和国家秘密的文件。")
    )


class ReportForm(PostForm):
    """The body says that it is done."""

    done_on = DayField(_l("完成日期"), validators=[InputRequired(_l("请填写完成日期。"))])
    measured = StringField(
        _l("实际完成值"),
        description=_l("与目标对应的数量或者标准，例如“改造51个”。"),
        validators=[InputRequired(_l("请填写实际完成值。")), Length(max=500)],
    )
    measured_quantity = NumberField(
        _l("完成数量"),
        description=_l("与目标值同一单位的数字；没有目标值的可以不填。"),
        validators=[Optional()],
    )
    text = TextAreaField(
        _l("完成情况"), validators=[InputRequired(_l("请写明完成情况。")), Length(max=5000)]
    )
    evidence = EvidenceField(_l("证据文件"), [InputRequired(_l("自报完成必须提交证据。"))])
    evidence_public = BooleanField(
        _l("公开这份证据"), description=_l("仅限不含个人信息、商业秘密和国家秘密的文件。")
    )


class VerifyForm(WhyForm, DoneOnForm):
    """What somebody else found, from which second source."""

    outcome = RadioField(
        _l("核验结果"),
        choices=[(o.value, OUTCOME_NAMES[o]) for o in Outcome if o is not Outcome.CHANGED],
        coerce=Outcome,
        validators=[InputRequired(_l("请选择核验结果。"))],
    )
    finding = StringField(
        _l("第二来源查明的情况"),
        description=_l("写实际的日期、数量、金额或者水平；不便用数字表示的可以不填。"),
        default="",
        validators=[Length(max=500)],
    )
    second_source = StringField(
        _l("第二来源"),
        description=SECOND_SOURCE,
        validators=[InputRequired(_l("请写明第二来源。")), Length(max=500)],
    )


class ExtendForm(WhyForm):
    """A later day, and the lawful reason."""

    until = DayField(_l("新的期限"), validators=[InputRequired(_l("请填写新的期限。"))])
    reason = ChosenField(
        _l("法定事由"),
        description=_l("政府换届、领导人员更替、机构调整、经费不足不是延期的理由。"),
        choices=list(REASONS.items()),
    )


class Filters(FilterForm):
    """What the list can be narrowed by; all of it stays in the address."""

    category = SelectField(_l("类别"), default="")
    theme = SelectField(_l("主题"), default="")
    field = SelectField(_l("重点领域"), default="")
    state = SelectField(_l("状态"), default="")
    outcome = SelectField(_l("核验结果"), default="")
    lateness = SelectField(_l("期限"), default="")
    body = SubjectField(_l("单位"))
    year = SelectField(_l("应完成年份"), default="")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        public = {s.value: STATE_NAMES[s] for s in PUBLIC}
        drafts = {s.value: name for s, name in STATE_NAMES.items() if s not in PUBLIC}
        self.state.choices = choices(public | (drafts if current_user.is_authenticated else {}))
        self.category.choices = choices(CATEGORY_NAMES)
        self.theme.choices = choices(THEME_NAMES)
        self.field.choices = choices(FIELD_NAMES)
        self.outcome.choices = choices(OUTCOME_NAMES)
        self.lateness.choices = choices(LATENESS)
        self.year.choices = choices({str(year): str(year) for year in _years()})


def _years() -> range:
    ends = sa.select(sa.func.min(Commitment.due_on), sa.func.max(Commitment.due_on))
    first, last = db.session.execute(ends).one()
    return range(last.year, first.year - 1, -1) if first and last else range(0)
