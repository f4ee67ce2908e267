"""What a step of urging asks, and what narrows the page of those to be urged."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from integrity.casework.urging.ladder import STEPS, titles
from integrity.casework.urging.models import KIND_NAMES, MINUTES_NAMES, TALK_NAMES
from integrity.pages.forms import ChosenField, DayField, FilterForm, PostForm
from integrity.pages.tables import choices
from integrity.people.subjects.choosing import SubjectField

PROPOSED = {kind: KIND_NAMES[kind] for kind in STEPS}
CHOICES = [(kind.value, name) for kind, name in KIND_NAMES.items()]


def _line(label: Any, hint: Any) -> Any:
    return StringField(label, description=hint, default="", validators=[Length(max=200)])


def _asked(label: Any, hint: Any = "") -> Any:
    needed = [InputRequired(_l("请填写。")), Length(max=2000)]
    return TextAreaField(label, description=hint, validators=needed)


class UrgeForm(PostForm):
    """Which step, what is asked, by when or at which talk."""

    kind = ChosenField(_l("督办方式"), choices=CHOICES)
    words = TextAreaField(
        _l("督办要求"),
        description=_l("写明要求单位做什么。函件、约谈、通报的正文由文书模板和所选事项生成。"),
        validators=[InputRequired(_l("请写明督办要求。")), Length(max=2000)],
    )
    answer_until = DayField(
        _l("答复期限"), description=_l("督办函、函询必须填写。"), validators=[Optional()]
    )
    talk_on = DayField(_l("约谈日期"), description=_l("约谈必须填写。"), validators=[Optional()])
    hour = StringField(
        TALK_NAMES["hour"],
        description=_l("例如 09:30。"),
        default="",
        validators=[
            Optional(),
            Regexp(r"^([01]\d|2[0-3]):[0-5]\d$", message=_l("请按“09:30”填写时间。")),
        ],
    )
    place = _line(TALK_NAMES["place"], "")
    invited = _line(TALK_NAMES["invited"], _l("写职务，例如“主要负责人”。"))
    host = _line(TALK_NAMES["host"], _l("写职务，例如“领导小组分管负责人”。"))
    note = TextAreaField(
        _l("内部备注"),
        description=_l("只有领导小组办公室能看到，不进入文书。"),
        default="",
        validators=[Length(max=2000)],
    )


class MinutesForm(PostForm):
    """Who was at the talk and what was said there; people by their office."""

    present = _asked(MINUTES_NAMES["present"], _l("写职务。"))
    recorder = _asked(MINUTES_NAMES["recorder"], _l("写职务或者科室。"))
    problems = _asked(MINUTES_NAMES["problems"])
    explanation = _asked(MINUTES_NAMES["explanation"])
    demands = _asked(MINUTES_NAMES["demands"])
    promises = _asked(MINUTES_NAMES["promises"])


class LateFilters(FilterForm):
    """Which of the overdue things are shown."""

    step = SelectField(_l("建议的督办方式"), choices=lambda: choices(PROPOSED))
    stream = SelectField(_l("类型"), choices=lambda: choices(titles()))
    body = SubjectField(_l("单位"))
