"""What a report asks of who writes it."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.credit.periodicals.models import AUDIENCE_NAMES, KIND_NAMES
from integrity.credit.tallies.figures import FIGURES
from integrity.pages.forms import ChosenField, DayField, PostForm

NEEDED = InputRequired(_l("请填写。"))
FIELDS_HELP = _l(
    "花括号里的字段由系统填写数字：{期间}、{统计日}、各项指标的名称，例如 {本期到期}；"
    "名称后加“占比”或者“较上期”，例如 {本期到期按期办结占比}、{统计日逾期未办结较上期}。"
)


class WordsForm(PostForm):
    """Title, figures and texts."""

    title = StringField(_l("报告标题"), validators=[NEEDED, Length(max=200)])
    chosen = SelectMultipleField(
        _l("选用的指标"),
        choices=lambda: [(key, figure.definition.label) for key, figure in FIGURES.items()],
        validators=[InputRequired(_l("请至少选定一项指标。"))],
    )
    opening = TextAreaField(_l("开头"), description=FIELDS_HELP, validators=[Length(max=5000)])
    closing = TextAreaField(
        _l("要求和说明"), description=FIELDS_HELP, validators=[Length(max=5000)]
    )


class ReportForm(WordsForm):
    """A new one, with its kind and its period."""

    kind = ChosenField(_l("报告种类"), choices=lambda: list(KIND_NAMES.items()))
    audience = ChosenField(_l("报告对象"), choices=lambda: list(AUDIENCE_NAMES.items()))
    first_on = DayField(_l("期间起始日"), validators=[NEEDED])
    last_on = DayField(_l("期间截止日"), validators=[NEEDED])
