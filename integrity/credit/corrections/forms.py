"""What the correction of a record asks: what it should say, by which document, and why."""

from dataclasses import replace
from functools import partial
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.casework import streams
from integrity.casework.acts import Act, perform
from integrity.credit.corrections.models import CONTENT
from integrity.credit.records.models import CreditRecord
from integrity.pages.forms import ChosenField, DayField, PostForm


class CorrectionForm(PostForm):
    """The whole of what the record should say; what is right stays as it is."""

    rule = ChosenField(_l("失信情形"))
    since = DayField(_l("发生日"), validators=[InputRequired(_l("请填写发生日。"))])
    ruled_on = DayField(
        _l("文书日期"), validators=[InputRequired(_l("请填写据以认定的文书的日期。"))]
    )
    summary = TextAreaField(
        _l("事由"),
        description=_l("写明更正后的完整事由和文号；不要写自然人的姓名和证件号码。"),
        validators=[InputRequired(_l("请写明事由。")), Length(max=2000)],
    )
    document = StringField(
        _l("更正依据"),
        description=_l("证明原记录有误的材料，写明名称和文号。"),
        validators=[InputRequired(_l("请填写更正所依据的材料。")), Length(max=300)],
    )
    why = TextAreaField(
        _l("理由"),
        description=_l("哪一点有误、为什么。将写入操作记录和更正告知书。"),
        validators=[InputRequired(_l("请写明理由。")), Length(max=2000)],
    )


def form_for(record: CreditRecord) -> CorrectionForm:
    """The form with what the record says now."""
    form = CorrectionForm(data={name: getattr(record, name) for name in CONTENT})
    stream = streams.registered().get(record.stream)
    form.rule.choices = list(stream.words.rules.items()) if stream else []
    if record.ruled_on is None:
        del form.ruled_on
    return form


def answer_page(act: Act, item: Any, back: str, **page: Any) -> ResponseReturnValue:
    """The same as a move of an objection or an appeal against the record."""
    return perform(replace(act, form=partial(form_for, item.record)), item, back, **page)


WARNING = _l("更正后由新的记录代替原记录，原记录停止公示、共享和使用；须由另一人复核后才生效。")
GRAVER = _l("更正后重于原记录的，新的记录须重新告知，异议期满并确认后才生效，原记录随即停止使用。")
