"""Forms for the parts of a commitment: milestones, reviews, publications."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from commitments.steps.milestones import MILESTONE_NAMES, MilestoneState, read_step
from commitments.steps.publications import CHANNEL_NAMES, STAGE_NAMES, Channel, Stage
from commitments.steps.reviews import REVIEW_NAMES, ReviewKind
from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import ChosenField, DayField, PersonField, PostForm, WhyForm


class StepsField(TextAreaField):
    """Milestones, one a line: day, what, weight (1 when left out); `data` is a list of steps."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.raw = valuelist[0] if valuelist else ""
        self.data: Any = []
        for line in self.raw.splitlines():
            if line.strip():
                self.data.append(read_step(line))

    def _value(self) -> str:
        if getattr(self, "raw", ""):
            return str(self.raw)
        return "\n".join(f"{day}，{title}，{weight}" for title, day, weight in self.data or [])


class MilestoneForm(WhyForm):
    """What became of a milestone."""

    state = RadioField(
        _l("结果"),
        choices=[
            (state.value, name)
            for state, name in MILESTONE_NAMES.items()
            if state is not MilestoneState.SCHEDULED
        ],
        coerce=MilestoneState,
        validators=[InputRequired(_l("请选择这一阶段的结果。"))],
    )
    met_on = DayField(
        _l("达到日期"),
        description=_l("已达到的填写；不填为今天。是否逾期按收到报告之日计算。"),
        validators=[Optional()],
    )
    evidence = EvidenceField(_l("证据文件"))
    evidence_public = BooleanField(
        _l("公开这份证据"), description=_l("仅限不含个人信息、商业秘密和国家秘密的文件。")
    )


class ReviewForm(PostForm):
    """A step before publication."""

    kind = ChosenField(
        _l("程序"),
        choices=[(kind.value, name) for kind, name in REVIEW_NAMES.items()],
        coerce=ReviewKind,
    )
    passed = RadioField(
        _l("结论"),
        choices=[("yes", _l("通过")), ("no", _l("未通过"))],
        validators=[InputRequired(_l("请选择结论。"))],
    )
    reviewer = PersonField(
        _l("审查机构或者审查人"),
        why=_l("写明由谁审查，追溯责任；填写机构名称的不涉及个人信息"),
        who=_l("作出承诺的单位和领导小组办公室"),
        until=_l("与承诺的办理记录一并保存"),
        description=_l("例如：本单位法制机构、司法局、保密工作机构。"),
        validators=[InputRequired(_l("请填写审查机构或者审查人。")), Length(max=200)],
    )
    on_day = DayField(_l("办理日期"), validators=[InputRequired(_l("请填写办理日期。"))])
    why = TextAreaField(
        _l("意见"), validators=[InputRequired(_l("请填写意见。")), Length(max=5000)]
    )
    evidence = EvidenceField(_l("意见书或者会议纪要"))


class PublicationForm(PostForm):
    """Where what can be read as well."""

    stage = RadioField(
        _l("公开阶段"),
        choices=[(stage.value, name) for stage, name in STAGE_NAMES.items()],
        coerce=Stage,
        validators=[InputRequired(_l("请选择公开的是哪个阶段。"))],
    )

    channel = ChosenField(
        _l("渠道"),
        choices=[(channel.value, name) for channel, name in CHANNEL_NAMES.items()],
        coerce=Channel,
    )
    url = StringField(
        _l("网址"),
        validators=[InputRequired(_l("请填写网址。")), Length(max=500)],
        render_kw={"inputmode": "url"},
    )
    on_day = DayField(_l("发布日期"), validators=[InputRequired(_l("请填写发布日期。"))])
