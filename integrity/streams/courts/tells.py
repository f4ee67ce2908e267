"""Who is told what of court cases."""

from flask_babel import lazy_gettext as _l

from integrity.casework.steps import told_late
from integrity.people.messages.tells import Source, Whom, at_once, daily, untold
from integrity.streams.courts.listings import Listing
from integrity.streams.courts.models import CaseBody, CourtCase
from integrity.streams.courts.permissions import CourtsPermission as P

OFFICE = Whom(P.ASSIGN)
BODY = Whom(P.PERFORM, CourtCase.subject_id)
COURT = Whom(P.CONFIRM, CourtCase.court_id)
TELLS = {
    "receive": at_once(_l("法院推送案件 %(ref)s，请按期分办。"), OFFICE),
    "assign": at_once(_l("案件 %(ref)s 已分办给本单位，请签收并按期履行。"), BODY),
    "readdress": at_once(_l("案件 %(ref)s 更换了责任单位，请重新分办。"), OFFICE),
    "perform": daily(_l("案件 %(ref)s 的责任单位报告已履行，请核实确认。"), COURT),
    "settle": daily(_l("案件 %(ref)s 的责任单位报告已和解，请核实确认。"), COURT),
    "send_back": at_once(_l("案件 %(ref)s 经法院核实未履行，已退回本单位，请继续履行。"), BODY),
    "confirm": daily(_l("案件 %(ref)s 经法院确认已经履行。"), BODY),
    "end_round": at_once(_l("案件 %(ref)s 已终结本次执行，义务仍未履行。"), BODY),
    "revive": at_once(_l("案件 %(ref)s 已恢复执行，请重新分办。"), OFFICE),
    "terminate": daily(_l("案件 %(ref)s 已由法院终结执行。"), BODY),
    "accept": daily(_l("案件 %(ref)s 已由责任单位签收。"), COURT),
    "start": untold("nothing waits for it"),
    "progress": daily(_l("法院更新了案件 %(ref)s 的履行进展。"), BODY),
    "update": daily(_l("法院更新了案件 %(ref)s 的内容，请登录查看。"), BODY)
    + daily(_l("法院更新了案件 %(ref)s 的内容。"), OFFICE),
    "refuse": at_once(_l("案件 %(ref)s 被责任单位拒收，请决定。"), OFFICE),
    "insist": at_once(_l("案件 %(ref)s 的拒收没有被同意，仍由本单位承办，期限不变。"), BODY),
    "agree": at_once(_l("案件 %(ref)s 的和解协议已经法院确认，请按各期日期履行。"), BODY)
    + daily(_l("案件 %(ref)s 的和解协议已经法院确认。"), OFFICE),
    "report_part": daily(_l("案件 %(ref)s 的责任单位报告本期已履行，请核实确认。"), COURT),
    "keep_part": daily(_l("案件 %(ref)s 的一期和解义务经法院确认已经履行。"), BODY),
    "deny_part": at_once(_l("案件 %(ref)s 的本期和解义务经法院核实未履行，请立即履行。"), BODY),
    "break_off": at_once(_l("案件 %(ref)s 的和解协议没有履行，法院已恢复执行。"), BODY)
    + at_once(_l("案件 %(ref)s 的和解协议没有履行，法院已恢复执行，请督促履行。"), OFFICE),
    "conduct_done": daily(_l("案件 %(ref)s 的行为义务经法院确认已经履行。"), BODY),
    "close": daily(_l("案件 %(ref)s 已办结。"), BODY) + daily(_l("案件 %(ref)s 已办结。"), COURT),
    "withdraw": at_once(_l("案件 %(ref)s 的推送已由法院撤回，本单位不再承担。"), BODY)
    + daily(_l("案件 %(ref)s 的推送已由法院撤回。"), OFFICE),
    "ask_withdrawal": at_once(_l("法院申请撤回案件 %(ref)s 的推送，请核准。"), OFFICE)
    + daily(_l("法院申请撤回案件 %(ref)s 的推送，核准以前义务和期限不变。"), BODY),
    "allow_withdrawal": at_once(_l("案件 %(ref)s 的推送已准予撤回，本单位不再承担。"), BODY)
    + daily(_l("案件 %(ref)s 的推送已准予撤回。"), COURT),
    "refuse_withdrawal": at_once(_l("案件 %(ref)s 的推送不予撤回，请重新核对。"), COURT)
    + daily(_l("案件 %(ref)s 的推送不予撤回，义务和期限不变。"), BODY),
    "due_soon": daily(_l("案件 %(ref)s 临近期限，请按期办理。"), BODY),
    "overdue": at_once(_l("案件 %(ref)s 已经逾期，请立即办理。"), BODY)
    + daily(_l("案件 %(ref)s 已经逾期。"), OFFICE),
    **told_late(_l("案件 %(ref)s 的办理环节逾期，请立即办理。"), office=OFFICE, owing=BODY),
}
PART = {
    "join": at_once(
        _l("案件 %(ref)s 涉及本单位（协办、主管、拟移交或者已移交），请登录查看。"),
        Whom(P.PERFORM, CaseBody.subject_id),
    )
}
LISTING = {
    "propose": at_once(_l("案件 %(ref)s 法院拟将本单位列入失信被执行人，请在窗口期内履行。"), BODY)
    + at_once(_l("案件 %(ref)s 法院拟列入失信被执行人，请督促单位在窗口期内履行。"), OFFICE),
    "list": at_once(_l("案件 %(ref)s 本单位已被列入失信被执行人。"), BODY)
    + at_once(_l("案件 %(ref)s 责任单位已被列入失信被执行人。"), OFFICE),
    "drop": daily(_l("案件 %(ref)s 法院不再列入失信被执行人。"), BODY),
    "remove": daily(_l("案件 %(ref)s 本单位已从失信被执行人名单移除。"), BODY)
    + daily(_l("案件 %(ref)s 责任单位已从失信被执行人名单移除。"), OFFICE),
    **told_late(_l("案件 %(ref)s 拟列入失信被执行人的窗口期已过，请立即履行。"), owing=BODY),
}
SOURCES = (
    Source(CourtCase, TELLS, "courts.item"),
    Source(
        CaseBody,
        PART,
        "courts.item",
        ref=CourtCase.ref,
        joined=[(CourtCase, CaseBody.case_id == CourtCase.id)],
    ),
    Source(
        Listing,
        LISTING,
        "courts.item",
        ref=CourtCase.ref,
        joined=[(CourtCase, Listing.case_id == CourtCase.id)],
    ),
)
