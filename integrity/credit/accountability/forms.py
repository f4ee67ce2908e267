"""What is asked of a lead, its receipt and outcome, and of an inquiry; names are sealed."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import DayField, PersonField, PostForm
from integrity.people.subjects.choosing import SubjectField

NEEDED = InputRequired(_l("请填写。"))


def _line(label: Any, hint: Any = "") -> Any:
    return StringField(label, description=hint, validators=[NEEDED, Length(max=200)])


def _text(label: Any, hint: Any = "") -> Any:
    return TextAreaField(label, description=hint, validators=[NEEDED, Length(max=5000)])


def _day(label: Any) -> Any:
    return DayField(label, validators=[InputRequired(_l("请填写日期。"))])


def _names(label: Any) -> Any:
    return PersonField(
        label,
        why=_l("移送或者答复时核对是哪些人"),
        who=_l("领导小组办公室，密封保存，查看留痕"),
        until=_l("办结后按档案规定处理；姓名不进入日志、消息和公开页面"),
        validators=[Length(max=500)],
        default="",
        render_kw={"autocomplete": "off"},
    )


class ReferralForm(PostForm):
    subject = SubjectField(_l("反映对象"), description=_l("单位；不写个人。"))
    receiver = _line(_l("接收机关"), _l("有权处理的机关，例如纪检监察机关、组织部门。"))
    content = _text(_l("线索内容"), _l("只写已经掌握的事实，不写姓名，不作调查结论。"))
    materials = _text(_l("移送材料"), _l("逐件列明名称和份数。"))
    names = _names(_l("涉及人员"))


class ReceiptForm(PostForm):
    receipt_no = _line(_l("回执文号"))
    receipt_on = _day(_l("回执日期"))


class OutcomeForm(PostForm):
    """Only what came in writing."""

    outcome_no = _line(_l("处理文号"))
    outcome_on = _day(_l("处理日期"))
    outcome = _text(_l("处理结果"), _l("照文件摘录；密封保存，不公开到个人。"))
    scan = EvidenceField(_l("文件扫描件"))


class InquiryForm(PostForm):
    sender = _line(_l("来函单位"))
    letter_no = _line(_l("来函文号"))
    letter_on = _day(_l("来函日期"))
    received_on = _day(_l("收到日期"))
    number_of = IntegerField(
        _l("人数"), validators=[NEEDED, NumberRange(1, 500, _l("请填写 1 至 500 的整数。"))]
    )
    names = _names(_l("函询对象"))


class ReplyForm(PostForm):
    words = _text(_l("答复内容"), _l("不写姓名；姓名以来函为准。"))
