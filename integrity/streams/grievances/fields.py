"""A breach complaint, described once, in the order of its page."""

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import aliased

from integrity.casework import fields as usual
from integrity.pages.fields import DAY, FACTS, FILE, FORM, LIST, Field, choice, text
from integrity.people.subjects.fields import BODY, PARTY
from integrity.people.subjects.models import Subject
from integrity.streams.grievances.models import (
    AREA_NAMES,
    BECAUSE_NAMES,
    CHANNEL_NAMES,
    OUTCOME_NAMES,
    STATE_NAMES,
    TONES,
    Area,
    Because,
    Channel,
    Grievance,
    GrievanceOutcome,
)

Complainant = aliased(Subject)
"""Who complains, in the list; `Subject` is the body there."""
NEEDED = FORM | FILE
# fmt: off
WHOM = Field(
    "body", _l("被投诉单位"), BODY, NEEDED | LIST | FACTS, required=NEEDED,
    of=lambda item: item.subject, sort=Subject.name, also=("单位",),
)
AREA = Field(
    "area", _l("涉及领域"), choice(Area, AREA_NAMES), NEEDED | LIST | FACTS, required=NEEDED,
    filter=lambda value, on: Grievance.area == value, also=("领域",),
)
TITLE = Field(
    "title", _l("投诉事项"), text(200), NEEDED | LIST, required=NEEDED,
    help=_l("一句话写明哪一份协议、合同或者政策没有履行。请勿写入个人姓名。"), also=("事项",),
)
TEXT = Field(
    "text", _l("投诉内容"), text(5000, rows=8), NEEDED, required=NEEDED,
    help=_l("写明约定了什么、应当何时履行、实际怎样、单位说了什么理由。请勿写入个人信息。"),
    also=("内容",),
)
SAID = (WHOM, AREA, TITLE, TEXT)
"""What an enterprise says."""
WHO = Field(
    "complainant", _l("投诉企业"), PARTY, FILE | LIST | FACTS, required=FILE,
    sort=Complainant.name, also=("企业",),
)
CHANNEL = Field(
    "channel", _l("投诉渠道"), choice(Channel, CHANNEL_NAMES), FILE | LIST | FACTS, required=FILE,
    filter=lambda value, on: Grievance.channel == value, also=("渠道",),
)
CHANNEL_NO = Field(
    "channel_no", _l("渠道编号"), text(80), FILE | FACTS, required=FILE,
    help=_l("该渠道的工单编号，同一渠道内不重复；再次导入时据此识别。"),
)
RECEIVED_ON = Field(
    "received_on", _l("收到日期"), DAY, FILE | LIST | FACTS, sort=Grievance.received_on,
    help=_l("不填为导入当天。"),
)
FOUND = Field(
    "finding", _l("认定的事实和理由"), text(5000, rows=6), FORM | FACTS, required=FORM,
    help=_l("写明核实了什么、依据哪一份材料。将书面告知企业和被投诉单位。"),
)
DEMAND = Field(
    "demand", _l("整改要求"), text(2000, rows=4), FORM | FACTS, required=FORM,
    help=_l("写明应当怎样履行、怎样算整改到位。"),
)
BECAUSE = Field(
    "because", _l("以此为由不履行"), choice(Because, BECAUSE_NAMES), FORM | FACTS,
    help=_l("以机构调整、人员变动为由不履行的，本身就是违约失信；不是的不选。"),
)
REPORT = Field(
    "report", _l("整改情况"), text(5000, rows=4), FORM | FACTS, required=FORM,
    help=_l("写明做了什么、证据在哪里。企业确认以前，页面显示“自报整改完成”。"),
)
FIELDS = (
    Field("ref", _l("编号"), on=LIST, sort=Grievance.ref),
    TITLE,
    WHOM,
    WHO,
    AREA,
    usual.key_field(Grievance),
    CHANNEL,
    CHANNEL_NO,
    RECEIVED_ON,
    TEXT,
    usual.state(Grievance, STATE_NAMES, TONES),
    Field(
        "finder", _l("核实认定单位"), BODY, FACTS, filter=lambda body, on:
        Grievance.finder_id == body.id,
    ),
    Field("found_on", _l("认定日期"), DAY, FACTS),
    FOUND,
    BECAUSE,
    DEMAND,
    Field("due_on", _l("整改期限"), DAY, LIST | FACTS, sort=Grievance.due_on),
    usual.lateness("grievances", Grievance),
    REPORT,
    Field("claim_received_on", _l("收到报告之日"), DAY, FACTS),
    Field("refused_on", _l("单位表示拒不整改"), DAY, FACTS),
    Field("outcome", _l("结果"), choice(GrievanceOutcome, OUTCOME_NAMES), LIST | FACTS),
)
# fmt: on
