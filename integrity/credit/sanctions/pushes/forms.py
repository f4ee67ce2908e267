"""What a body is asked when it says what it did, and the office of who receives what."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from integrity.credit.sanctions.pushes.answers import OF_ONE, WHOLE, Said, current
from integrity.credit.sanctions.pushes.models import (
    CLEARED_NAMES,
    PART_NAMES,
    PUSH_OUTCOME_NAMES,
    REASON_NAMES,
    Cleared,
    Part,
    Push,
    PushOutcome,
    Reason,
)
from integrity.credit.sanctions.pushes.receivers import assignable
from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import DayField, PostForm
from integrity.people.accounts.models import User
from integrity.people.subjects.choosing import EVERYBODY, SubjectField

ASKED = ("outcome", "reason", "why", "done_on", "evidence")
"""What is asked of each measure; where there are several, the names carry the number of each."""


def _fields(about: str, needed: bool) -> dict[str, Any]:
    """What is asked of one measure, or of the whole."""

    def named(label: Any) -> Any:
        return f"{about}{label}" if about else label

    return {
        "outcome": RadioField(
            named(_("办理结果")),
            choices=[(outcome.value, PUSH_OUTCOME_NAMES[outcome]) for outcome in OF_ONE],
            validators=[InputRequired(_l("请选择办理结果。")) if needed else Optional()],
        ),
        "reason": SelectField(
            named(_("未执行的原因")),
            choices=[("", _("请选择")), *REASON_NAMES.items()],
            default="",
        ),
        "why": TextAreaField(
            named(_("说明")),
            description=_l("未执行的，须写明原因；已执行的，可写明在哪些事项中执行。"),
            validators=[Length(max=2000)],
        ),
        "done_on": DayField(
            named(_("执行日期")),
            description=_l("不填的，以反馈之日为准。"),
            validators=[Optional()],
        ),
        "evidence": EvidenceField(named(_("证据文件"))),
    }


class Answers(PostForm):
    """What was said, by measure; `numbers` are those of which something may be said."""

    numbers: Sequence[int] = ()

    def name_of(self, what: str, number: int) -> str:
        return what if len(self.numbers) == 1 else f"{what}-{number}"

    def of(self, number: int) -> list[Any]:
        """The fields about one measure, for the page."""
        return [self[self.name_of(what, number)] for what in ASKED]

    @property
    def said(self) -> dict[int, Said]:
        found = {}
        for number in self.numbers:
            outcome, reason, why, day, _file = (field.data for field in self.of(number))
            if outcome:
                told = Reason(reason) if reason else None
                found[number] = Said(PushOutcome(outcome), why or "", told, day)
        return found

    @property
    def uploads(self) -> dict[int, Any]:
        """The files that were sent, by measure."""
        files = {number: self[self.name_of("evidence", number)].data for number in self.numbers}
        return {number: file for number, file in files.items() if file}


def answer_form(push: Push) -> Answers:
    """Asks what was done about each measure, with what was said last."""
    lines = {line.measure_id: line.measure.name for line in push.asked} or {WHOLE: ""}
    known, single, typed = current(push), len(lines) == 1, {}

    class Asked(Answers):
        numbers = list(lines)

    for number, name in lines.items():
        about = "" if single else _("%(name)s：", name=name)
        said = known.get(number)
        for what, field in _fields(about, needed=single).items():
            key = what if single else f"{what}-{number}"
            setattr(Asked, key, field)
            if said is not None and what != "evidence":
                typed[key] = getattr(said, what)
    return Asked(data=typed)


def _cleared(part: Part) -> RadioField:
    return RadioField(
        PART_NAMES[part],
        choices=lambda: [(how.value, name) for how, name in CLEARED_NAMES.items()],
        validators=[InputRequired(_l("请逐项选择。"))],
    )


class ConfirmForm(PostForm):
    """What a body says when it has dropped a removed entry, place by place."""

    system = _cleared(Part.SYSTEM)
    cache = _cleared(Part.CACHE)
    print = _cleared(Part.PRINT)
    downstream = _cleared(Part.DOWNSTREAM)
    why = TextAreaField(_l("说明"), validators=[Length(max=2000)])

    @property
    def cleared(self) -> dict[Part, Cleared]:
        return {part: Cleared(self[part.value].data) for part in Part}


class ManyForm(PostForm):
    """The same of every measure of many pushes."""

    outcome = RadioField(
        _l("办理结果"),
        choices=lambda: [(outcome.value, PUSH_OUTCOME_NAMES[outcome]) for outcome in OF_ONE],
        validators=[InputRequired(_l("请选择办理结果。"))],
    )
    reason = SelectField(
        _l("未执行的原因"),
        choices=lambda: [("", _("请选择")), *REASON_NAMES.items()],
        default="",
    )
    why = TextAreaField(
        _l("说明"),
        description=_l("未执行的，须写明原因；已执行的，可写明在哪些事项中执行。"),
        validators=[Length(max=2000)],
    )
    done_on = DayField(
        _l("执行日期"), description=_l("不填的，以反馈之日为准。"), validators=[Optional()]
    )


class AssignForm(PostForm):
    """To which colleague a push is left."""

    person = SelectField(_l("交给"), default="")

    def __init__(self, colleagues: Sequence[User], **more: Any) -> None:
        super().__init__(**more)
        self.person.choices = [
            ("", _("不指定")),
            *((str(user.id), user.name) for user in colleagues),
        ]


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
