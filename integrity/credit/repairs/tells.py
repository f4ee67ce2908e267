"""Who is told of the rules of repair: who decides repairs in a department that finds breaches."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import told_late
from integrity.casework.streams import registered
from integrity.credit.repairs.briefing_models import RulesBriefing
from integrity.people.messages.tells import Source, Whom, daily, untold
from integrity.people.subjects.competence import CompetentBody

RULES_CHANGED = "repair-rules-changed"
DECIDING = Whom(Permission.REPAIRS_DECIDE, CompetentBody.body_id)
BRIEFED = Source(
    CompetentBody,
    {
        RULES_CHANGED: daily(
            _l("“%(ref)s”等事项的信用修复规则有变动，请查看现行规则，并按其受理、办理。"), DECIDING
        )
    },
    "site.repair_rules",
    "",
    CompetentBody.matter,
    lambda matter: str(stream.title) if (stream := registered().get(matter)) else matter,
)
DEPARTMENT = Whom(Permission.REPAIRS_DECIDE, RulesBriefing.body_id)
CONFIRMED = Source(
    RulesBriefing,
    {
        "confirm_rules": untold("the office reads it in its list"),
        "outdate": untold("the newer rules are told"),
        **told_late(_l("信用修复规则 %(ref)s 逾期没有确认，请立即确认。"), owing=DEPARTMENT),
    },
    "repairs.briefing",
    "number",
    RulesBriefing.id,
    lambda number: f"XG{int(number):06d}",
)
