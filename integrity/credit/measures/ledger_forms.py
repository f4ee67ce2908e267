"""What is asked of a file that does not conform, of the plan for it, and of the result."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.credit.measures.ledger_models import MATTER_NAMES, PLAN_NAMES
from integrity.pages.forms import DayField, PostForm
from integrity.people.subjects.choosing import SubjectField

NEEDED = InputRequired(_l("请填写。"))


def _text(label: Any, hint: Any = "") -> TextAreaField:
    return TextAreaField(label, description=hint, validators=[NEEDED, Length(max=4000)])


class FileForm(PostForm):
    file_title = StringField(_l("文件名称和文号"), validators=[NEEDED, Length(max=400)])
    matter = RadioField(
        _l("涉及事项"), choices=lambda: list(MATTER_NAMES.items()), validators=[NEEDED]
    )
    fault = _text(_l("不符合规定之处"), _l("写明与哪一规定不符。"))
    owner = SubjectField(_l("处理单位"))


class PlanForm(PostForm):
    plan = RadioField(_l("处理方式"), choices=lambda: list(PLAN_NAMES.items()), validators=[NEEDED])
    plan_words = _text(_l("处理方案"))
    settle_by = DayField(_l("完成日期"), description=_l("不填的，为台账规定的期限；只能提前。"))


class ResultForm(PostForm):
    result = _text(_l("处理结果"))
    paper_no = StringField(
        _l("处理文件的文号"), description=_l("修改、废止或者公布的文件。"),
        validators=[NEEDED, Length(max=200)],
    )  # fmt: skip
