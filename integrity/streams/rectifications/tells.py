"""Who is told what of orders to put right."""

from flask_babel import lazy_gettext as _l

from integrity.casework.steps import told_late
from integrity.people.messages.tells import Source, Whom, at_once, daily
from integrity.streams.rectifications.models import Rectification
from integrity.streams.rectifications.permissions import RectificationsPermission as P

OFFICE = Whom(P.VERIFY)
BODY = Whom(P.ANSWER, Rectification.subject_id)
TELLS = {
    "order": at_once(_l("责令限期整改 %(ref)s，请按期答复整改方案。"), BODY),
    "answer": daily(_l("限期整改 %(ref)s 已答复整改方案。"), OFFICE),
    "put_right": daily(_l("限期整改 %(ref)s 报告整改完成，请核验。"), OFFICE),
    "verify": daily(_l("限期整改 %(ref)s 核验通过。"), BODY),
    "send_back": at_once(_l("限期整改 %(ref)s 核验没有通过，请继续整改。"), BODY),
    "miss": at_once(_l("限期整改 %(ref)s 逾期未整改到位。"), BODY),
    "due_soon": daily(_l("限期整改 %(ref)s 临近期限，请按期办理。"), BODY),
    "overdue": at_once(_l("限期整改 %(ref)s 已经逾期，请立即办理。"), BODY)
    + daily(_l("限期整改 %(ref)s 已经逾期。"), OFFICE),
    **told_late(_l("限期整改 %(ref)s 的核验逾期，请立即办理。"), office=OFFICE),
}
SOURCES = (Source(Rectification, TELLS, "rectifications.item"),)
