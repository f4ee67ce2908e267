"""Who is told of which warning: who can still act, who answers for the body, who oversees it."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.warnings.models import EarlyWarning, Rule, number
from integrity.people.messages.tells import Source, Tell, Whom

OFFICERS = Whom(Permission.WARNINGS_ACT, EarlyWarning.subject_id)
BODY = Whom(Permission.WARNINGS_READ, EarlyWarning.subject_id)
OFFICE = Whom(Permission.WARNINGS_READ)
TOLD = {
    Rule.SOON: (OFFICERS,),
    Rule.REPEATED: (BODY, OFFICE),
    Rule.GROWING: (BODY, OFFICE),
    Rule.CROWDED: (BODY, OFFICE),
    Rule.SILENCE: (OFFICERS, OFFICE),
    Rule.EXCUSE: (BODY, OFFICE),
}
WORDS = {
    Rule.SOON: _l("预警 %(ref)s：有事项临近期限，尚未报告完成。"),
    Rule.REPEATED: _l("预警 %(ref)s：同类事项屡次逾期。"),
    Rule.GROWING: _l("预警 %(ref)s：逾期未办结的事项增多。"),
    Rule.CROWDED: _l("预警 %(ref)s：投诉集中。"),
    Rule.SILENCE: _l("预警 %(ref)s：应当报送的数据中断。"),
    Rule.EXCUSE: _l("预警 %(ref)s：多次以同一理由说明未办结。"),
}
WARNINGS = Source(
    EarlyWarning,
    {rule.value: tuple(Tell(WORDS[rule], whom) for whom in TOLD[rule]) for rule in Rule},
    "warnings.item",
    "number",
    EarlyWarning.id,
    number,
)
