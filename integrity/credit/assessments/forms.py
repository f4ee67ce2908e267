"""What an assessment, a rule and a review ask."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from integrity.credit.assessments.models import EFFECT_NAMES, KIND_NAMES
from integrity.credit.tallies.figures import FIGURES
from integrity.pages.forms import ChosenField, DayField, NumberField, PostForm, WhyForm

NEEDED = InputRequired(_l("请填写。"))


class AssessmentForm(PostForm):
    """A period to be counted for an assessment."""

    kind = ChosenField(_l("考核种类"), choices=lambda: list(KIND_NAMES.items()))
    title = StringField(_l("考核名称"), validators=[NEEDED, Length(max=200)])
    basis = StringField(
        _l("考核依据"),
        description=_l("部署考核的文件名称和文号。涉密文件不得登记。"),
        validators=[NEEDED, Length(max=200)],
    )
    addressee = StringField(_l("考核主管单位"), validators=[NEEDED, Length(max=100)])
    first_on = DayField(_l("期间起始日"), validators=[NEEDED])
    last_on = DayField(_l("期间截止日"), validators=[NEEDED])


class RuleForm(PostForm):
    """So many points for each item of a figure."""

    effect = ChosenField(_l("加分还是扣分"), choices=lambda: list(EFFECT_NAMES.items()))
    figure = ChosenField(
        _l("指标"), choices=lambda: [(k, one.definition.label) for k, one in FIGURES.items()]
    )
    each = NumberField(_l("每件分值"), validators=[NEEDED])
    most = NumberField(_l("上限"), validators=[NEEDED])
    basis = StringField(_l("规则依据"), validators=[NEEDED, Length(max=200)])


class ChangeForm(WhyForm):
    """Which items of a body no longer count, and why."""

    excluded = SelectMultipleField(
        _l("不再计入的事项"), coerce=int, validators=[InputRequired(_l("请选定不再计入的事项。"))]
    )

    def __init__(self, items: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(**more)
        self.excluded.choices = items
