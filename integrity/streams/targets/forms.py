"""What setting a target, measuring it and each act on it asks."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from integrity.pages.fields import asks
from integrity.pages.forms import ChosenField, DayField, NumberField, PostForm, WhyForm
from integrity.streams.targets.fields import FIELDS
from integrity.streams.targets.models import LEVEL_NAMES

NEEDED = InputRequired(_l("请填写。"))


@asks(FIELDS)
class NewForm(PostForm):
    """What a body must reach, and by when."""


class ReadingForm(PostForm):
    """What was published for a month."""

    month = DayField(
        _l("月份"), description=_l("该月任何一天，例如 2026-10-01。"), validators=[NEEDED]
    )
    value = NumberField(_l("监测值"), validators=[NEEDED])
    source = StringField(
        _l("公布的名称"),
        description=_l("在哪里公布的，例如“示例区环境空气质量月报”。未公布的数据不得登记。"),
        validators=[NEEDED, Length(max=200)],
    )
    published_on = DayField(_l("公布日期"), validators=[NEEDED])


class DebtReadingForm(ReadingForm):
    """The same of debt, with what the finance department concluded."""

    level = ChosenField(
        _l("财政部门公布的风险等级"),
        description=_l("没有公布等级的不填。"),
        choices=lambda: [(level.value, name) for level, name in LEVEL_NAMES.items()],
        validators=[Optional()],
    )


class CorrectForm(WhyForm):
    """The value as it should have been."""

    value = NumberField(_l("更正后的监测值"), validators=[NEEDED])


class InspectionForm(PostForm):
    """When who was there, and what was found."""

    on_day = DayField(_l("检查日期"), validators=[NEEDED])
    inspectors = StringField(
        _l("检查人员"),
        description=_l("写职务，至少两人，例如“大气科负责人、执法队员”。不写姓名。"),
        validators=[NEEDED, Length(max=200)],
    )
    problem = RadioField(
        _l("检查结果"),
        choices=lambda: [("yes", _l("发现问题")), ("no", _l("没有发现问题"))],
        validators=[InputRequired(_l("请选择。"))],
    )
    finding = TextAreaField(_l("检查情况"), validators=[NEEDED, Length(max=2000)])
