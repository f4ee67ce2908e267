"""What the page of a measure, or of a draft of one, says of it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from integrity.base import clock, i18n
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import VERIFIED_NAMES
from integrity.credit.measures import proportion
from integrity.credit.measures.lists import GROUND_NAMES, LIST_NAMES, SEVERITY_NAMES
from integrity.credit.measures.models import (
    BASIS_NAMES,
    CLASS_NAMES,
    INSPECTED_NAMES,
    MEASURE_KIND_NAMES,
    SIZE_NAMES,
    HasContent,
)
from integrity.pages.items import Fact
from integrity.people.subjects.models import KIND_NAMES


def facts(measure: HasContent) -> list[Fact]:
    """Everything about it, in the order in which lists are published."""
    kinds = [str(name) for kind, name in KIND_NAMES.items() if kind in measure.subject_kinds]
    acts = [code for code in measure.offences.split(";") if code]
    said = [
        (_("内容"), measure.content),
        (_("种类"), MEASURE_KIND_NAMES[measure.kind]),
        (_("类别"), CLASS_NAMES[measure.category]),
        (_("全国失信惩戒措施基础清单的项目"), measure.base_item or _("未登记")),
        (_("适用对象"), _("、").join(kinds)),
        (_("适用名单"), _names(measure.lists, LIST_NAMES)),
        (_("适用的列入事由"), _names(measure.grounds, GROUND_NAMES) or _("不限")),
        (_("适用的失信行为"), proportion.named(acts) if acts else _("不限")),
        (_("失信程度"), _severity(measure)),
        (_("企业规模"), _names(measure.sizes, SIZE_NAMES) or _("不限")),
        (
            _("检查频次"),
            INSPECTED_NAMES[measure.inspections] if measure.inspections else _("不涉及"),
        ),
        (_("适用条件"), measure.conditions or _("没有其他条件")),
        (_("决定机关"), measure.organ or _("列入名单的机关")),
        (_("措施期限"), _period(measure)),
        (_("实施单位"), measure.executing_unit),
        (_("办理事项编码"), measure.matters or _("未登记")),
        (_("窗口如何执行"), measure.clerk or _("未登记")),
        (_("依据"), measure.legal_basis),
        (_("依据层级"), BASIS_NAMES[measure.basis_level]),
        (_("施行日期"), i18n.day(measure.effective_from) or _("未登记")),
        (_("失效日期"), i18n.day(measure.effective_to) or _("现行有效")),
        (_("核对情况"), VERIFIED_NAMES[measure.verified]),
    ]
    return [Fact(label, value) for label, value in said]


def _names(words: str, names: Mapping[Any, Any]) -> str:
    return _("、").join(str(name) for word, name in names.items() if word in words.split(";"))


def _severity(measure: HasContent) -> object:
    if measure.severity is None:
        return _("以适用的名单为准")
    return _("%(severity)s以上", severity=SEVERITY_NAMES[measure.severity])


def _period(measure: HasContent) -> str:
    """How long it lasts by the rule in force today."""
    if not measure.period:
        return _("至移出名单之日")
    rule = rules.time_limit(measure.period, clock.today())
    return _("%(what)s，最迟至移出名单之日", what=rule.what)
