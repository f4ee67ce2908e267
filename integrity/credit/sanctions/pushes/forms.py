"""What a body is asked when it says what it did, and the office of who receives what."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.credit.sanctions.pushes.models import (
    PUSH_OUTCOME_NAMES,
    Push,
    PushKind,
    PushOutcome,
)
from integrity.credit.sanctions.pushes.receivers import assignable
from integrity.pages.forms import PostForm
from integrity.people.subjects.choosing import EVERYBODY, SubjectField


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


class ReceiverForm(PostForm):
    """What a body receives: what it executes, or everything."""

    measures = SelectMultipleField(
        _l("由该单位执行的措施"),
        description=_l("附有这些措施的名单推送给该单位，由该单位逐项反馈。"),
    )
    everything = BooleanField(
        _l("接收全部名单"),
        description=_l("没有指定执行单位的措施，也由该单位反馈。"),
    )
    note = StringField(_l("备注"), validators=[Length(max=400)])

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        offered = assignable()
        self.measures.choices = [
            (m.code, _("%(name)s（%(note)s）", name=f"{m.code} {m.name}", note=m.executing_unit))
            for m in offered
        ]


class WhichBodyForm(PostForm):
    body = SubjectField(_l("接收单位"), EVERYBODY)
