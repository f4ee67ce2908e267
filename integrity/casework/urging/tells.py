"""Who is told what of urging; a paper is told of when it is served (casework/documents)."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import told_late
from integrity.casework.urging.models import Urging
from integrity.people.messages.tells import Source, Whom, at_once, daily, untold

BODY = Whom(Permission.PUSHES_ANSWER, Urging.subject_id)
OFFICE = Whom(Permission.URGINGS_MAKE)
URGINGS = Source(
    Urging,
    {
        "remind": at_once(_l("催办 %(ref)s：本单位有事项逾期没有办结，请立即办理。"), BODY),
        "send": at_once(_l("督办 %(ref)s 已发送本单位，请按期办理并答复。"), BODY),
        "summon": at_once(_l("督办 %(ref)s：请按时参加约谈。"), BODY),
        "hold": untold("the minutes are a paper of their own"),
        "withdraw": untold("nobody was told of it"),
        "answer": daily(_l("督办 %(ref)s 已答复，待审核。"), OFFICE),
        "close": daily(_l("督办 %(ref)s 已办结。"), BODY),
        **told_late(_l("督办 %(ref)s 的办理环节逾期，请立即办理。"), office=OFFICE, owing=BODY),
    },
    "urging.item",
)
