"""Who is told what of urging; a paper is told of when it is served (casework/documents)."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.urging.models import Urging
from integrity.people.messages.tells import Source, Whom, at_once, daily

BODY = Whom(Permission.PUSHES_ANSWER, Urging.subject_id)
OFFICE = Whom(Permission.URGINGS_MAKE)
URGINGS = Source(
    Urging,
    {
        "remind": at_once(_l("催办 %(ref)s：本单位有事项逾期没有办结，请立即办理。"), BODY),
        "answer": daily(_l("督办 %(ref)s 已答复，待审核。"), OFFICE),
        "close": daily(_l("督办 %(ref)s 已办结。"), BODY),
    },
    "urging.item",
)
