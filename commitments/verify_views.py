"""The page to verify a commitment: asked and answered in the words of its type."""

from dataclasses import replace
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Length, ValidationError

from commitments import fulfilment, outcomes
from commitments.forms import SECOND_SOURCE, VerifyForm
from commitments.models import Commitment
from commitments.survey import surveys
from integrity.base import i18n
from integrity.casework.acts import Act, perform


class SurveyedForm(VerifyForm):
    """The same where there are surveys: one of them may be the second source."""

    survey = SelectField(
        _l("以抽样回访为佐证来源"),
        description=_l("选中的回访结果将写入佐证来源。"),
        coerce=int,
    )
    second_source = StringField(
        _l("其他佐证来源"), description=SECOND_SOURCE, default="", validators=[Length(max=300)]
    )

    def validate_second_source(self, field: StringField) -> None:
        if not self.survey.data and not field.data.strip():
            raise ValidationError(str(_l("请选择一次回访，或者写明其他佐证来源。")))


def verify(act: Act, item: Commitment, back: str) -> ResponseReturnValue:
    """Say what became of a commitment that was reported as done."""
    known = {row.id: row for row in surveys.valid(item)}

    def worded() -> VerifyForm:
        form = VerifyForm()
        if known:
            form = SurveyedForm()
            form.survey.choices = [(0, _("不采用")), *map(_option, known.values())]
        form.outcome.choices = outcomes.choices(item.category)
        form.finding.label.text = outcomes.FINDINGS[item.category]
        return form

    def verb(found: Commitment, second_source: str, survey: int = 0, **more: Any) -> None:
        said = [surveys.record(known[survey])] if survey else []
        said += [second_source.strip()] if second_source.strip() else []
        fulfilment.verify(found, second_source="；".join(said), **more)

    return perform(replace(act, form=worded, verb=verb), item, back, intro=reported(item))


def reported(item: Commitment) -> str:
    """What the body says that it reached, for who is to verify it."""
    return _(
        "%(title)s。目标：%(target)s。单位自报：%(measured)s，%(day)s完成；%(received)s收到报告。",
        title=item.title,
        target=item.target or item.title,
        measured=item.measured,
        day=i18n.day(item.claimed_on),
        received=i18n.day(item.claim_received_on),
    )


def _option(row: surveys.Survey) -> tuple[int, str]:
    words = surveys.words(row.kind, row.asked, row.kept)
    return row.id, _(
        "%(day)s，%(who)s：%(words)s",
        day=i18n.shortday(row.on_day),
        who=row.organisation,
        words=words,
    )
