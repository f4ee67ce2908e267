"""What the acts on a campaign, a report and a finding ask."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.casework.breaches import PROBLEM_NAMES
from integrity.casework.streams import of_bodies
from integrity.pages.fields import asks
from integrity.pages.forms import ChosenField, DayField, FilterForm, PostForm
from integrity.pages.tables import choices
from integrity.people.subjects.choosing import SubjectField, SubjectsField
from integrity.streams.campaigns.grounds import GROUND_NAMES
from integrity.streams.campaigns.models import (
    CAMPAIGN_NAMES,
    FINDING_NAMES,
    INSPECTION_NAMES,
    REPORT_NAMES,
    SOURCE_NAMES,
)
from integrity.streams.rectifications.fields import DEMAND, UNTIL, UNTIL_WHY

DAY = InputRequired(_l("请填写日期。"))


def _text(label: Any, hint: Any = "", longest: int = 2000) -> Any:
    needed = [InputRequired(_l("请填写。")), Length(max=longest)]
    return TextAreaField(label, description=hint, validators=needed)


def _line(label: Any, hint: Any = "") -> Any:
    needed = [InputRequired(_l("请填写。")), Length(max=200)]
    return StringField(label, description=hint, validators=needed)


OWNER_HINT = _l("写科室和职务，不写姓名。")


class CampaignForm(PostForm):
    """When, over whom and what, and what is asked."""

    title = _line(_l("专项治理名称"))
    begins_on = DayField(_l("开始日期"), validators=[DAY])
    ends_on = DayField(_l("结束日期"), validators=[DAY])
    streams = SelectMultipleField(
        _l("排查的事项类型"),
        description=_l("不选的，排查全部类型。"),
        choices=lambda: [(name, stream.title) for name, stream in of_bodies().items()],
    )
    bodies = SubjectsField(
        _l("纳入的单位"), description=_l("不填的，纳入全部机关事业单位。"), validators=[]
    )
    demand = _text(_l("工作要求"))


class CloseForm(PostForm):
    """What the report concludes."""

    conclusion = _text(_l("结论"), _l("写明治理成效、存在的不足和下一步措施。"))


class ZeroForm(PostForm):
    """What the head answers for."""

    words = _text(
        _l("自查情况"), _l("写明查了哪些事项、依据哪些资料。签署人对零报告的真实性负责。")
    )


class SelfFoundForm(PostForm):
    """A problem that a body tells of itself."""

    problem = ChosenField(_l("问题类别"), choices=list(PROBLEM_NAMES.items()))
    title = _line(_l("事项"), _l("写明对谁承担什么义务、至今没有做什么。"))
    since = DayField(_l("应当办结的日期"), validators=[DAY])
    owner = _line(_l("责任人"), OWNER_HINT)


class LeadForm(PostForm):
    """A problem that somebody else has told of."""

    body = SubjectField(_l("责任单位"))
    problem = ChosenField(_l("问题类别"), choices=list(PROBLEM_NAMES.items()))
    title = _line(_l("事项"), _l("写明对谁承担什么义务、至今没有做什么；不写反映人的姓名。"))
    since = DayField(_l("应当办结的日期"), validators=[DAY])
    lead = _line(_l("线索来源"), _l("例如：投诉编号、巡察反馈、媒体报道的名称和日期。"))


class AdoptForm(PostForm):
    """Of which campaign it is a lead; the view knows which are running."""

    campaign = ChosenField(_l("专项治理"))


class AdmitForm(PostForm):
    """Who answers for it."""

    owner = _line(_l("责任人"), OWNER_HINT)


class DisputeForm(PostForm):
    """Why it is not so."""

    ground = ChosenField(_l("异议事由"), choices=list(GROUND_NAMES.items()))
    words = _text(_l("事实和证据"), _l("换届、人员变动、机构调整、资金不足不是理由。"))


@asks([DEMAND, UNTIL, UNTIL_WHY])
class OrderFindingForm(PostForm):
    """What must be put right, by which day, and who answers for it."""

    owner = StringField(_l("责任人"), description=OWNER_HINT, validators=[Length(max=200)])


class ProgressForm(PostForm):
    """What was done this week."""

    words = _text(_l("本周进展"), _l("写明做了什么、还差什么。同一周再填的，以最后一次为准。"))


class InspectForm(PostForm):
    """The sheet of a look on the spot."""

    inspected_on = DayField(_l("核查日期"), validators=[DAY])
    place = _line(INSPECTION_NAMES["place"])
    present = _line(INSPECTION_NAMES["present"], _l("写单位和职务，不写姓名。"))
    seen = _text(INSPECTION_NAMES["seen"], _l("逐项写明看到什么、查阅什么、问了谁。"))
    effects = _text(
        INSPECTION_NAMES["effects"], _l("写明对受影响的企业做了什么；没有影响的，写明。")
    )


class CampaignFilters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(CAMPAIGN_NAMES))


class ReportFilters(FilterForm):
    state = SelectField(_l("报告情况"), choices=lambda: choices(REPORT_NAMES))
    body = SubjectField(_l("单位"))


class FindingFilters(FilterForm):
    problem = SelectField(_l("问题类别"), choices=lambda: choices(PROBLEM_NAMES))
    source = SelectField(_l("来源"), choices=lambda: choices(SOURCE_NAMES))
    state = SelectField(_l("状态"), choices=lambda: choices(FINDING_NAMES))
    body = SubjectField(_l("责任单位"))
