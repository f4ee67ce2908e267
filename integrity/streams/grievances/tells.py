"""Who is told what of breach complaints."""

from flask_babel import lazy_gettext as _l

from integrity.casework.steps import told_late
from integrity.people.messages.tells import Source, Whom, at_once, daily
from integrity.streams.grievances.models import Grievance
from integrity.streams.grievances.permissions import GrievancesPermission as P

OFFICE = Whom(P.HANDLE)
FIRM = Whom(P.CONFIRM, Grievance.complainant_id)
FINDER = Whom(P.FIND, Grievance.finder_id)
BODY = Whom(P.ANSWER, Grievance.subject_id)
SENT = at_once(_l("违约失信投诉 %(ref)s 转本单位核实认定，请按期认定。"), FINDER) + daily(
    _l("本单位被投诉违约失信（%(ref)s），已转有权单位核实，请配合。"), BODY
)
RIGHT = daily(_l("违约失信投诉 %(ref)s 已确认整改到位。"), BODY) + daily(
    _l("违约失信投诉 %(ref)s 已确认整改到位。"), FINDER
)
NOT_RIGHT = at_once(_l("企业否认违约失信投诉 %(ref)s 已整改，请认定。"), FINDER)
TELLS = {
    "file": at_once(_l("新的违约失信投诉 %(ref)s 待转办。"), OFFICE),
    "send": SENT + daily(_l("您的违约失信投诉 %(ref)s 已转有权单位核实认定。"), FIRM),
    "resend": SENT,
    "find_true": at_once(_l("违约失信投诉 %(ref)s 认定属实，请立即整改。"), BODY)
    + at_once(_l("您的违约失信投诉 %(ref)s 认定属实。"), FIRM),
    "find_untrue": at_once(_l("您的违约失信投诉 %(ref)s 认定不属实，请登录查看理由。"), FIRM)
    + daily(_l("违约失信投诉 %(ref)s 认定不属实。"), BODY),
    "report": at_once(_l("被投诉单位报告违约失信投诉 %(ref)s 已整改，请确认。"), FIRM),
    "refuse": at_once(_l("被投诉单位对违约失信投诉 %(ref)s 表示拒不整改。"), OFFICE)
    + at_once(_l("被投诉单位对违约失信投诉 %(ref)s 表示拒不整改。"), FIRM),
    "confirm": RIGHT,
    "note_confirmed": RIGHT,
    "deny": NOT_RIGHT,
    "note_denied": NOT_RIGHT,
    "fall_to_finder": at_once(_l("企业逾期没有答复违约失信投诉 %(ref)s，请认定。"), FINDER),
    "find_right": daily(_l("违约失信投诉 %(ref)s 认定整改到位。"), BODY)
    + at_once(_l("违约失信投诉 %(ref)s 认定整改到位。"), FIRM),
    "find_not_right": at_once(_l("违约失信投诉 %(ref)s 没有整改到位，请继续整改。"), BODY)
    + daily(_l("违约失信投诉 %(ref)s 没有整改到位。"), FIRM),
    "contest": at_once(_l("企业要求复核违约失信投诉 %(ref)s，请重新核实认定。"), FINDER),
    "withdraw": daily(_l("企业撤回违约失信投诉 %(ref)s。"), OFFICE),
    "due_soon": daily(_l("违约失信投诉 %(ref)s 临近整改期限，请按期办理。"), BODY),
    "overdue": at_once(_l("违约失信投诉 %(ref)s 逾期没有整改，请立即办理。"), BODY)
    + daily(_l("违约失信投诉 %(ref)s 逾期没有整改。"), OFFICE),
    **told_late(
        _l("违约失信投诉 %(ref)s 的办理环节逾期，请立即办理。"), office=OFFICE, finder=FINDER
    ),
}
SOURCES = (Source(Grievance, TELLS, "grievances.item"),)
