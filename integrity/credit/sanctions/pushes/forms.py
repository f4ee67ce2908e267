"""What a body is asked when it says what it did."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.credit.sanctions.pushes.models import (
    PUSH_OUTCOME_NAMES,
    Push,
    PushKind,
    PushOutcome,
)
from integrity.pages.forms import PostForm


class AnswerForm(PostForm):
    """What a body did with a push; a removal can only be confirmed."""

    outcome = RadioField(_l("办理结果"), validators=[InputRequired(_l("请选择办理结果。"))])
    why = TextAreaField(
        _l("说明"),
        description=_l("未执行的，须写明原因；已执行的，可写明在哪些事项中执行。"),
        validators=[Length(max=2000)],
    )

    def __init__(self, push: Push, **more: Any) -> None:
        super().__init__(**more)
        removal = (PushOutcome.DROPPED,)
        applied = (PushOutcome.APPLIED, PushOutcome.NOT_APPLIED)
        fit = removal if push.kind is PushKind.REMOVE else applied
        self.outcome.choices = [(outcome, PUSH_OUTCOME_NAMES[outcome]) for outcome in fit]
