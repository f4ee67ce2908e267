"""What a plan, a task, a report on it and a note ask."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.pages.fields import asks
from integrity.pages.forms import ChosenField, DayField, PostForm
from integrity.streams.plans.fields import FIELDS

NEEDED = InputRequired(_l("请填写。"))


class PlanForm(PostForm):
    """The document that shares out tasks."""

    title = StringField(_l("方案名称"), validators=[NEEDED, Length(max=200)])
    basis = StringField(
        _l("依据文件"),
        description=_l("文件名称和文号。涉密文件不得登记。"),
        validators=[NEEDED, Length(max=200)],
    )
    issued_on = DayField(_l("印发日期"), validators=[NEEDED])


@asks(FIELDS)
class TaskForm(PostForm):
    """A task of one of the plans."""

    plan = ChosenField(_l("工作方案"), validators=[InputRequired(_l("请选择。"))])

    def __init__(self, plans: Mapping[str, str], **more: Any) -> None:
        super().__init__(**more)
        self.plan.choices = list(plans.items())


class ReportForm(PostForm):
    """What was done."""

    report = TextAreaField(
        _l("完成情况"),
        description=_l("写明做了什么、结果如何、证据是什么。"),
        validators=[NEEDED, Length(max=5000)],
    )


class NoteForm(PostForm):
    """How it stands, what supports it, or what the office asks for."""

    text = TextAreaField(_l("内容"), validators=[NEEDED, Length(max=2000)])
