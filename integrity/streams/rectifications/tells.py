"""Who is told what of orders to put right."""

from flask_babel import lazy_gettext as _l

from integrity.casework.steps import told_late
from integrity.people.messages.tells import Source, Whom, at_once, daily
from integrity.streams.rectifications.checks import SiteCheck
from integrity.streams.rectifications.models import InspectionFinding, Rectification
from integrity.streams.rectifications.permissions import RectificationsPermission as P

OFFICE = Whom(P.VERIFY)
BODY = Whom(P.ANSWER, Rectification.subject_id)
FOUND = Whom(P.ANSWER, InspectionFinding.subject_id)
CHECKED = Whom(P.ANSWER, SiteCheck.subject_id)
TELLS = {
    "order": at_once(_l("责令限期整改 %(ref)s，请按期答复整改方案。"), BODY),
    "answer": daily(_l("限期整改 %(ref)s 已答复整改方案。"), OFFICE),
    "put_right": daily(_l("限期整改 %(ref)s 报告整改完成，请核验。"), OFFICE),
    "verify": daily(_l("限期整改 %(ref)s 核验通过。"), BODY),
    "send_back": at_once(_l("限期整改 %(ref)s 核验没有通过，请继续整改。"), BODY),
    "miss": at_once(_l("限期整改 %(ref)s 逾期未整改到位。"), BODY),
    "point_soon": daily(_l("限期整改 %(ref)s 有分项临近期限，请按期完成。"), BODY)
    + daily(_l("限期整改 %(ref)s 有分项临近期限。"), OFFICE),
    "point_passed": at_once(_l("限期整改 %(ref)s 有分项已过期限，没有报告完成。"), BODY)
    + daily(_l("限期整改 %(ref)s 有分项已过期限，没有报告完成。"), OFFICE),
    "due_soon": daily(_l("限期整改 %(ref)s 临近期限，请按期办理。"), BODY),
    "overdue": at_once(_l("限期整改 %(ref)s 已经逾期，请立即办理。"), BODY)
    + daily(_l("限期整改 %(ref)s 已经逾期。"), OFFICE),
    **told_late(_l("限期整改 %(ref)s 的核验逾期，请立即办理。"), office=OFFICE),
}
ENTERED = Whom(None, SiteCheck.entered_by_id)
CHECKS = {
    "enter_check": daily(_l("限期整改 %(ref)s 的现场核查待另一核查人确认。"), OFFICE),
    "agree": daily(_l("限期整改 %(ref)s 的现场核查已经两人确认，请查看。"), ENTERED)
    + daily(_l("限期整改 %(ref)s 的现场核查已经两人确认，请查看。"), CHECKED),
    "refuse": at_once(
        _l("限期整改 %(ref)s 的现场核查没有得到另一核查人确认，请重新核查。"), ENTERED
    ),
    **told_late(_l("限期整改 %(ref)s 的现场核查逾期没有确认，请立即办理。"), office=OFFICE),
}
SOURCES = (
    Source(Rectification, TELLS, "rectifications.item"),
    Source(
        InspectionFinding,
        {"enter_finding": daily(_l("检查发现（第 %(ref)s 号）涉及本单位，请查看。"), FOUND)},
        "rectifications.finding",
        "number",
        InspectionFinding.id,
    ),
    Source(
        SiteCheck,
        CHECKS,
        "rectifications.item",
        ref=Rectification.ref,
        joined=[(Rectification, SiteCheck.rectification_id == Rectification.id)],
    ),
)
