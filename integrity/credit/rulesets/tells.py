"""Who hears of rule sets: the office, where a second person must decide."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.rules.models import RuleSet
from integrity.casework.steps import told_late
from integrity.people.messages.tells import Source, Whom, daily, untold

OFFICE = Whom(Permission.RECORDS_DECIDE)
RULE_SETS = Source(
    RuleSet,
    {
        "put_forward": daily(_l("认定标准 %(ref)s 已提请启用，待另一人决定。"), OFFICE),
        "enact": daily(_l("认定标准 %(ref)s 已决定启用，请告知有关单位。"), OFFICE),
        "send_back": daily(_l("认定标准 %(ref)s 已退回修改。"), OFFICE),
        "abandon": untold("a draft that decided nothing is given up by who wrote it"),
        **told_late(_l("认定标准 %(ref)s 逾期没有决定，请立即办理。"), office=OFFICE),
    },
    "rulesets.item",
    "number",
    RuleSet.id,
    lambda number: f"BZ{int(number):04d}",
)
