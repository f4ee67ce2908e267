"""Who is told what of reports on enterprises; never what they say, nor by whom."""

from flask_babel import lazy_gettext as _l

from integrity.casework.informants.permissions import ContactsPermission
from integrity.casework.steps import told_late
from integrity.people.messages.tells import Source, Whom, at_once, daily, untold
from integrity.streams.tips.models import Tip, TipContactRequest
from integrity.streams.tips.permissions import TipsPermission as P

OFFICE = Whom(P.HANDLE)
BODY = Whom(P.INVESTIGATE, Tip.subject_id)
FIRM = Whom(P.RESPOND, Tip.reported_id)
GIVEN = at_once(_l("失信举报 %(ref)s 交本单位办理，请按期受理、核查。"), BODY)
FOUND = at_once(_l("与您单位有关的核查事项 %(ref)s 已有结果，请登录查看。"), FIRM)
TELLS = {
    "file": at_once(_l("新的失信举报 %(ref)s，没有登记主管部门的请指定。"), OFFICE) + GIVEN,
    "send": GIVEN,
    "resend": GIVEN,
    "pass_on": at_once(_l("失信举报 %(ref)s 的承办单位认为应由其他部门办理，请指定。"), OFFICE),
    "accept": untold("the reporter sees it by the receipt"),
    "refuse": daily(_l("失信举报 %(ref)s 没有受理。"), OFFICE),
    "update": untold("a note of the department itself"),
    "hear": at_once(_l("有一件与您单位有关的核查事项（%(ref)s），请陈述意见。"), FIRM),
    "defend": at_once(_l("失信举报 %(ref)s 的被举报单位已陈述意见，请认定。"), BODY),
    "state": untold("a note of the department itself"),
    "fall_to_finder": daily(_l("失信举报 %(ref)s 的陈述期限已过，请认定。"), BODY),
    "find_true": FOUND + daily(_l("失信举报 %(ref)s 已经认定。"), OFFICE),
    "find_untrue": daily(_l("失信举报 %(ref)s 已经认定。"), OFFICE),
    "add": daily(_l("失信举报 %(ref)s 有补充，请登录查看。"), BODY),
    "confirm": daily(_l("失信举报 %(ref)s 的结果得到认可。"), BODY),
    "dispute": at_once(_l("失信举报 %(ref)s 的结果没有得到认可，待决定。"), OFFICE),
    "fall_silent": untold("nobody said anything"),
    "uphold": daily(_l("失信举报 %(ref)s 的结果已维持。"), BODY),
    "send_back": at_once(_l("失信举报 %(ref)s 退回重新办理，请按期办结。"), BODY),
    "due_soon": daily(_l("失信举报 %(ref)s 临近期限，请按期办理。"), BODY),
    "overdue": at_once(_l("失信举报 %(ref)s 已经逾期，请立即办理。"), BODY)
    + daily(_l("失信举报 %(ref)s 已经逾期。"), OFFICE),
    **told_late(_l("失信举报 %(ref)s 的办理环节逾期，请立即办理。"), office=OFFICE, owing=BODY),
}
CUSTODIAN = Whom(ContactsPermission.RELEASE, alone=True)
ASKED = Whom(None, TipContactRequest.asked_by_id)
CONTACT = {
    "ask": at_once(_l("查看举报人身份的申请（第 %(ref)s 号）待您决定。"), CUSTODIAN),
    "grant": at_once(_l("查看举报人身份的申请（第 %(ref)s 号）已同意，请按期查看。"), ASKED),
    "refuse": at_once(_l("查看举报人身份的申请（第 %(ref)s 号）没有同意。"), ASKED),
    **told_late(_l("查看举报人身份的申请（第 %(ref)s 号）逾期没有决定。"), office=CUSTODIAN),
}
SOURCES = (
    Source(Tip, TELLS, "tips.item"),
    Source(
        TipContactRequest,
        CONTACT,
        "tips.contact_request",
        "number",
        TipContactRequest.id,
        joined=[(Tip, TipContactRequest.tip_id == Tip.id)],
    ),
)
