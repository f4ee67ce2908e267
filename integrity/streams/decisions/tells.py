"""Who is told what of decisions: the body that decided, and whom it is about."""

from flask_babel import lazy_gettext as _l

from integrity.casework.steps import told_late
from integrity.people.messages.tells import Source, Whom, at_once, daily, untold
from integrity.streams.decisions.models import Decision
from integrity.streams.decisions.permissions import DecisionsPermission as P

DECIDING = Whom(P.CONFIRM, Decision.body_id)
ABOUT = Whom(P.READ, Decision.subject_id)
TELLS = {
    "enter": daily(_l("登记的决定信息 %(ref)s 待本单位另一人确认。"), DECIDING),
    "confirm": at_once(_l("有关单位登记了关于本单位的决定信息 %(ref)s，请登录核对。"), ABOUT),
    "abandon": daily(_l("登记的决定信息 %(ref)s 已放弃。"), DECIDING),
    "propose_revocation": daily(_l("决定信息 %(ref)s 提请撤销，待本单位另一人决定。"), DECIDING),
    "revoke": at_once(_l("关于本单位的决定信息 %(ref)s 已撤销。"), ABOUT),
    "let_stand": daily(_l("决定信息 %(ref)s 没有同意撤销。"), DECIDING),
    "expire": untold("its day was known from the beginning"),
    "due_soon": untold("nothing of it is owed by a day"),
    "overdue": untold("nothing of it is owed by a day"),
    **told_late(_l("决定信息 %(ref)s 逾期没有确认，请立即办理。"), finder=DECIDING),
}
SOURCES = (Source(Decision, TELLS, "decisions.item"),)
