"""What a clerk is asked of each measure that an answer named."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from integrity.credit.checks.outcome_models import (
    OUTCOME_NAMES,
    OUTCOME_REASON_NAMES,
    CheckOutcome,
    Outcome,
    OutcomeReason,
)
from integrity.credit.checks.outcomes import Asked, Said
from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import DayField, PostForm

FIELDS = ("outcome", "reason", "why", "done_on", "document", "evidence")
"""What is asked of each measure; where there are several, the names carry the place of each."""


def _fields(about: str, needed: bool) -> dict[str, Any]:
    return {
        "outcome": RadioField(
            f"{about}{_('办理结果')}",
            choices=[(outcome.value, name) for outcome, name in OUTCOME_NAMES.items()],
            validators=[InputRequired(_l("请选择办理结果。")) if needed else Optional()],
        ),
        "reason": SelectField(
            f"{about}{_('未采用的原因')}",
            choices=[("", _("请选择")), *OUTCOME_REASON_NAMES.items()],
            default="",
        ),
        "why": TextAreaField(
            f"{about}{_('说明')}",
            description=_l("未采用核查结果、因其他原因没有办理的，须写明原因；所涉主体可以看到。"),
            validators=[Length(max=2000)],
        ),
        "done_on": DayField(
            f"{about}{_('办理日期')}",
            description=_l("不填的，以反馈之日为准。"),
            validators=[Optional()],
        ),
        "document": StringField(
            f"{about}{_('办理文书')}",
            description=_l("作出决定的文书名称和文号，不写姓名。"),
            validators=[Length(max=200)],
        ),
        "evidence": EvidenceField(f"{about}{_('文书文件')}"),
    }


class OutcomesForm(PostForm):
    """What was done, by measure; `codes` are those of which something may be said."""

    codes: Sequence[str] = ()

    def of(self, code: str) -> dict[str, Any]:
        """What was typed about one measure."""
        place = self.codes.index(code)
        return {what: self[_name(what, place, len(self.codes))].data for what in FIELDS}

    @property
    def said(self) -> dict[str, Said]:
        found = {}
        for code in self.codes:
            typed = self.of(code)
            if typed["outcome"]:
                reason = OutcomeReason(typed["reason"]) if typed["reason"] else None
                words = typed["why"] or "", reason, typed["done_on"], typed["document"] or ""
                found[code] = Said(Outcome(typed["outcome"]), *words)
        return found

    @property
    def uploads(self) -> dict[str, Any]:
        """The files that were sent, by measure."""
        files = {code: self.of(code)["evidence"] for code in self.codes}
        return {code: file for code, file in files.items() if file}


def outcomes_form(lines: Sequence[Asked], known: Mapping[str, CheckOutcome]) -> OutcomesForm:
    """Asks what was done about each measure, with what was said last."""
    typed = {}

    class Outcomes(OutcomesForm):
        codes = [line.code for line in lines]

    for place, line in enumerate(lines):
        about = _("%(name)s：", name=line.name) if len(lines) > 1 else ""
        said = known.get(line.code)
        for what, field in _fields(about, needed=len(lines) == 1).items():
            name = _name(what, place, len(lines))
            setattr(Outcomes, name, field)
            value = getattr(said, what, None)
            if value is not None:
                typed[name] = value
    return Outcomes(data=typed)


def _name(what: str, place: int, of: int) -> str:
    return what if of == 1 else f"{what}-{place}"
