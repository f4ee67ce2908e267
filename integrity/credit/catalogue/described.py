"""What the page of an item of the catalogue, or of a draft of one, says of it."""

from flask_babel import gettext as _

from integrity.base import clock, i18n
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import VERIFIED_NAMES
from integrity.credit.catalogue import columns
from integrity.credit.catalogue.models import (
    CATEGORY_NAMES,
    CYCLE_NAMES,
    PERSON_GROUND_NAMES,
    PUBLICITY_NAMES,
    SENSE_NAMES,
    SHARING_NAMES,
    HasContent,
)
from integrity.credit.measures.models import BASIS_NAMES
from integrity.people.subjects.models import KIND_NAMES


def facts(item: HasContent) -> list[tuple[str, object]]:
    """Everything about it, in the order in which catalogues are published."""
    return [
        (_("类别"), CATEGORY_NAMES[item.category]),
        (_("性质"), SENSE_NAMES[item.sense]),
        (_("适用对象"), kinds(item)),
        (_("归集单位"), item.source),
        (_("更新周期"), CYCLE_NAMES[item.cycle]),
        (_("共享属性"), SHARING_NAMES[item.sharing]),
        (_("共享条件"), item.condition or _("无")),
        (_("公开属性"), PUBLICITY_NAMES[item.publicity]),
        (_("公示期限"), period(item)),
        (_("报送的列"), columns.shown(item.columns).replace("\n", _("；")) or _("不以数据表报送")),
        *ground(item),
        (_("依据"), item.legal_basis),
        (_("依据层级"), BASIS_NAMES[item.basis_level]),
        (_("依据施行日期"), i18n.day(item.effective_from) or _("未登记")),
        (_("依据失效日期"), i18n.day(item.effective_to) or _("现行有效")),
        (_("核对情况"), VERIFIED_NAMES[item.verified]),
    ]


def ground(item: HasContent) -> list[tuple[str, object]]:
    """On what personal data in it is handled; nothing of what holds none."""
    named = item.person_ground and PERSON_GROUND_NAMES[item.person_ground]
    return [(_("处理个人信息的合法性基础"), named or _("未写明"))] if item.of_persons else []


def kinds(item: HasContent) -> str:
    """Of which kinds of subject it is."""
    found = item.subject_kinds
    return _("、").join(str(name) for kind, name in KIND_NAMES.items() if kind in found)


def period(item: HasContent) -> str:
    """For how long it is shown, by the rule in force today."""
    if not item.period:
        return _("按认定标准确定")
    return rules.time_limit(item.period, clock.today()).what
