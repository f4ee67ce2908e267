"""A target, described once, in the order in which it is set; all of it is public."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.casework import fields as usual
from integrity.pages.fields import API, DAY, FACTS, FORM, LIST, Kind, choice, text
from integrity.pages.fields import PublicField as Field
from integrity.pages.forms import NumberField
from integrity.people.subjects.fields import BODY
from integrity.people.subjects.models import Subject
from integrity.streams.targets.models import (
    DIRECTION_NAMES,
    KIND_NAMES,
    OUTCOME_NAMES,
    STATE_NAMES,
    TONES,
    Direction,
    Target,
    TargetKind,
    TargetOutcome,
)

NUMBER = Kind(control=NumberField, align="right", show=lambda value: f"{value.normalize():f}")
TOLD = FACTS | API


def goal(target: Target) -> str:
    """What must be reached, in words."""
    return _(
        "%(indicator)s%(direction)s %(limit)s%(unit)s",
        indicator=target.indicator,
        direction=DIRECTION_NAMES[target.direction],
        limit=f"{target.limit.normalize():f}",
        unit=target.unit,
    )


# fmt: off
FIELDS = (
    Field("title", _l("目标"), text(200), FORM | LIST | API, required=FORM,
          help=_l("一句话，例如“2026 年细颗粒物年均浓度控制目标”。")),
    Field("ref", _l("编号"), on=LIST, sort=Target.ref),
    Field("kind", _l("类型"), choice(TargetKind, KIND_NAMES), FORM | LIST | TOLD, required=FORM,
          filter=lambda kind, on: Target.kind == kind, sort=Target.kind),
    Field("body", _l("责任单位"), BODY, FORM | LIST | FACTS, required=FORM,
          of=lambda target: target.subject, sort=Subject.name,
          filter=lambda body, on: Target.subject_id == body.id),
    Field("measured_by", _l("监测部门"), BODY, TOLD),
    Field("indicator", _l("指标"), text(100), FORM | API, required=FORM,
          help=_l("例如“细颗粒物月均浓度”“债务率”。")),
    Field("direction", _l("要求"), choice(Direction, DIRECTION_NAMES), FORM | API, required=FORM),
    Field("limit", _l("目标值"), NUMBER, FORM | API, required=FORM),
    Field("unit", _l("计量单位"), text(40), FORM | API, required=FORM,
          help=_l("例如：微克/立方米、%。")),
    Field("goal", _l("目标值"), on=LIST | FACTS, show=lambda target, on: goal(target)),
    Field("basis", _l("依据文件"), text(200), FORM | TOLD, required=FORM,
          help=_l("公开文件的名称和文号。涉密的目标和数据不得登记。")),
    Field("due_on", _l("完成期限"), DAY, FORM | LIST | TOLD, required=FORM, sort=Target.due_on),
    usual.state(Target, STATE_NAMES, TONES),
    usual.lateness("targets", Target),
    usual.key_field(Target),
    Field("report", _l("单位自报"), on=TOLD),
    Field("closed_on", _l("达到日期"), DAY, TOLD),
    Field("outcome", _l("结果"), choice(TargetOutcome, OUTCOME_NAMES), LIST | TOLD),
)
# fmt: on
