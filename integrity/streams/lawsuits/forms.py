"""What a suit and each stage of it ask."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.pages.fields import asks
from integrity.pages.forms import ChosenField, DayField, PostForm
from integrity.streams.lawsuits.fields import FIELDS
from integrity.streams.lawsuits.models import OUTCOME_NAMES, SuitOutcome

DAY = [InputRequired(_l("请填写日期。"))]


@asks(FIELDS)
class BringForm(PostForm):
    """A court tells of a suit."""


class UrgeForm(PostForm):
    """A stage that may be explained."""

    why = TextAreaField(_l("说明"), validators=[Length(max=2000)])


class LoseForm(UrgeForm):
    """The judgment binds."""

    lost_on = DayField(_l("裁判生效日期"), validators=DAY)
    until = DayField(_l("裁判确定的履行期限"), validators=DAY)


class EnforceForm(UrgeForm):
    """It is enforced."""

    case_no = StringField(
        _l("执行案号"), validators=[InputRequired(_l("请填写案号。")), Length(max=60)]
    )


class EndForm(UrgeForm):
    """It ended before that."""

    outcome = ChosenField(
        _l("结果"),
        choices=[(str(o), name) for o, name in OUTCOME_NAMES.items() if o != SuitOutcome.ENFORCED],
    )
    ended_on = DayField(_l("结束日期"), validators=DAY)


class FindForm(PostForm):
    """The competent department's finding, in writing."""

    finding_no = StringField(
        _l("认定文书文号"), validators=[InputRequired(_l("请填写文号。")), Length(max=100)]
    )
    found_on = DayField(_l("认定日期"), validators=DAY)
    finding = TextAreaField(
        _l("认定内容"),
        description=_l("写明构成违约失信的事实和依据。将据此提出信用记录，单位可以提出异议。"),
        validators=[InputRequired(_l("请写明认定内容。")), Length(max=2000)],
    )
