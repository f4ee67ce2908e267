"""An order to put right, described once, in the order of its page."""

from flask_babel import lazy_gettext as _l

from integrity.base import i18n
from integrity.casework import fields as usual
from integrity.pages.fields import DAY, FACTS, FORM, LIST, Field, Kind, choice, text
from integrity.people.subjects.fields import BODY
from integrity.people.subjects.models import Subject
from integrity.streams.rectifications.lines import LinesField
from integrity.streams.rectifications.models import (
    INSPECTION_NAMES,
    OUTCOME_NAMES,
    STATE_NAMES,
    Inspection,
    InspectionFinding,
    Rectification,
    RectificationOutcome,
    RectificationState,
)

TONES = {RectificationState.VERIFIED: "good"}
# fmt: off
DEMAND = Field(
    "demand", _l("整改要求"), text(2000, rows=4), FORM, required=FORM,
    help=_l("写明要改正什么、怎样算改正到位。"),
)
POINTS = Field(
    "points", _l("整改事项"), Kind(control=LinesField), FORM,
    help=_l("每行一项，可以先写期限再空一格：2026-12-10 拆除围挡。不分项的不填。"),
)
EFFECTS = Field(
    "effects", _l("消除不良影响"), Kind(control=LinesField), FORM,
    help=_l("需要消除不良影响的，每行一项，写明在什么范围、以什么方式消除。单位须提交证明材料，核查后才算到位。"),
)
UNTIL = Field(
    "until", _l("指定整改期限"), DAY, FORM,
    help=_l("不填写的，按规则计算，并且不晚于所督促事项的期限。可以在规则规定的最短和最长期限之间指定。"),
)
UNTIL_WHY = Field(
    "until_why", _l("晚于所督促事项期限的理由"), text(500, rows=2), FORM,
    help=_l("指定的期限晚于所督促事项自己的期限时填写。"),
)
PLAN = Field(
    "plan", _l("整改方案"), text(5000, rows=4), FORM | FACTS, required=FORM,
    help=_l("写明措施、责任人和时间安排。"),
)
REPORT = Field(
    "report", _l("整改情况"), text(5000, rows=4), FORM | FACTS, required=FORM,
    help=_l("写明做了什么、证据在哪里。核验前页面显示“自报完成，待核验”。"),
)
UNDONE = Field(
    "effects", _l("消除不良影响情况"), text(5000, rows=3), FORM | FACTS,
    help=_l("整改要求包括消除不良影响的，写明在什么范围、以什么方式消除，并附证明材料。"),
)
FINDING_FIELDS = (
    Field(
        "inspection", _l("检查种类"), choice(Inspection, INSPECTION_NAMES), LIST | FACTS | FORM,
        required=FORM,
    ),
    Field(
        "subject", _l("被检查单位"), BODY, LIST | FACTS | FORM, required=FORM,
        of=lambda finding: finding.subject, sort=Subject.name,
    ),
    Field("place", _l("地点"), text(200), LIST | FACTS | FORM, required=FORM),
    Field(
        "found_on", _l("检查日期"), DAY, LIST | FACTS | FORM, required=FORM,
        sort=InspectionFinding.found_on,
    ),
    Field(
        "inspectors", _l("检查人员"), text(200), FACTS | FORM, required=FORM,
        help=_l("写明姓名和所在单位。只供本机关和被检查单位查看。"),
    ),
    Field(
        "what", _l("发现的问题"), text(5000, rows=5), FORM, required=FORM,
        help=_l("写明看到的事实；照片等在下面上传。"),
    ),
)
FIELDS = (
    Field("title", _l("事项"), on=LIST),
    Field(
        "body", _l("责任单位"), BODY, LIST | FACTS, of=lambda order: order.subject,
        sort=Subject.name,
    ),
    Field("ordered_by_name", _l("责令单位"), on=FACTS),
    Field(
        "ordered_at", _l("责令时间"), on=FACTS,
        show=lambda order, on: i18n.moment(order.ordered_at),
    ),
    usual.state(Rectification, STATE_NAMES, TONES),
    Field("due_on", _l("整改期限"), DAY, LIST | FACTS, sort=Rectification.due_on),
    usual.lateness("rectifications", Rectification),
    usual.key_field(Rectification),
    PLAN,
    REPORT,
    UNDONE,
    Field("claim_received_on", _l("收到报告之日"), DAY, FACTS),
    Field("closed_on", _l("核验的完成日期"), DAY, FACTS),
    Field("outcome", _l("结果"), choice(RectificationOutcome, OUTCOME_NAMES), LIST | FACTS),
)
# fmt: on
