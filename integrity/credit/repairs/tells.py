"""Who is told of the rules of repair: who decides repairs in a department that finds breaches."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.streams import registered
from integrity.people.messages.tells import Source, Whom, daily
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
