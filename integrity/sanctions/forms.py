"""What the acts of due process ask."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity import clock
from integrity.sanctions import service
from integrity.sanctions.models import (
    GROUND_NAMES,
    LIST_NAMES,
    OUTCOME_NAMES,
    PUSH_OUTCOME_NAMES,
    EntryOutcome,
    ListEntry,
    Push,
    PushKind,
    PushOutcome,
)


def _reasons(label: Any, hint: Any = "") -> TextAreaField:
    return TextAreaField(
        label,
        description=hint,
        validators=[InputRequired(_l("请写明理由。")), Length(max=4000)],
    )


class NominateForm(FlaskForm):
    code = StringField(
        _l("统一社会信用代码"),
        validators=[InputRequired(_l("请填写统一社会信用代码。")), Length(max=40)],
    )
    kind = SelectField(_l("名单"), choices=lambda: list(LIST_NAMES.items()))
    ground = SelectField(_l("列入事由"), choices=lambda: list(GROUND_NAMES.items()))
    legal_basis = StringField(
        _l("列入依据"), default=service.BASIS, validators=[InputRequired(), Length(max=400)]
    )
    reasons = _reasons(_l("事实和理由"))


class StatementForm(FlaskForm):
    statement = _reasons(
        _l("陈述申辩"), _l("写明事实、理由和希望的处理结果；提交后不能修改，可以补充。")
    )


class ReasonsForm(FlaskForm):
    reasons = _reasons(_l("认定理由"), _l("谁认定，谁负责；您的姓名将与理由一并记录并公开。"))


class DecideForm(ReasonsForm):
    """Offers only the measures that may be attached to this entry today."""

    measures = SelectMultipleField(
        _l("采取的措施"), description=_l("只列出依据现行有效并且适用于该主体的措施。")
    )

    def __init__(self, entry: ListEntry, **more: Any) -> None:
        super().__init__(**more)
        offered = service.offered(entry, clock.today())
        self.measures.choices = [
            (m.code, _("%(name)s（%(note)s）", name=f"{m.code} {m.name}", note=m.legal_basis))
            for m in offered
        ]


class RemoveForm(FlaskForm):
    outcome = RadioField(
        _l("移出原因"),
        choices=lambda: [
            (kind, OUTCOME_NAMES[kind]) for kind in (EntryOutcome.REPAIRED, EntryOutcome.REVOKED)
        ],
        validators=[InputRequired(_l("请选择移出原因。"))],
    )
    why = _reasons(_l("理由"))


class AnswerForm(FlaskForm):
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
