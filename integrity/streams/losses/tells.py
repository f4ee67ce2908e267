"""Who is told what of claims for compensation."""

from flask_babel import lazy_gettext as _l

from integrity.casework.steps import told_late
from integrity.people.messages.tells import Source, Whom, at_once, daily
from integrity.streams.losses.models import LossClaim
from integrity.streams.losses.permissions import LossesPermission as P

OFFICE = Whom(P.HANDLE)
FIRM = Whom(P.CONFIRM, LossClaim.claimant_id)
FINDER = Whom(P.DECIDE, LossClaim.finder_id)
BODY = Whom(P.PAY, LossClaim.subject_id)
DECIDE = at_once(_l("企业申请补偿（%(ref)s），请按期决定。"), FINDER)
PAID = daily(_l("企业确认补偿 %(ref)s 已支付。"), BODY) + daily(
    _l("企业确认补偿 %(ref)s 已支付。"), FINDER
)
NOT_PAID = at_once(_l("企业否认收到补偿 %(ref)s，请认定。"), FINDER)
TELLS = {
    "file": at_once(_l("企业申请补偿（%(ref)s），没有登记决定单位的请指定。"), OFFICE)
    + DECIDE
    + daily(_l("企业因规划、政策变动向本单位申请补偿（%(ref)s），可以提出意见。"), BODY),
    "send": DECIDE + daily(_l("您的补偿申请 %(ref)s 已转有权单位决定。"), FIRM),
    "resend": DECIDE + daily(_l("您的补偿申请 %(ref)s 改由其他单位决定。"), FIRM),
    "state": daily(_l("单位对补偿申请 %(ref)s 提出了意见。"), FINDER),
    "grant": at_once(_l("补偿申请 %(ref)s 决定补偿，请按期支付。"), BODY)
    + at_once(_l("您的补偿申请 %(ref)s 决定补偿。"), FIRM),
    "refuse": at_once(_l("您的补偿申请 %(ref)s 决定不予补偿，请登录查看理由和救济途径。"), FIRM)
    + daily(_l("补偿申请 %(ref)s 决定不予补偿。"), BODY),
    "report": at_once(_l("单位报告补偿 %(ref)s 已支付，请确认是否收到。"), FIRM),
    "confirm": PAID,
    "note_confirmed": PAID,
    "deny": NOT_PAID,
    "note_denied": NOT_PAID,
    "fall_to_finder": at_once(_l("企业逾期没有答复补偿 %(ref)s 是否收到，请认定。"), FINDER),
    "find_paid": daily(_l("补偿 %(ref)s 认定已经支付。"), BODY)
    + at_once(_l("补偿 %(ref)s 认定已经支付，请登录查看理由。"), FIRM),
    "find_unpaid": at_once(_l("补偿 %(ref)s 认定没有支付，请立即支付。"), BODY)
    + daily(_l("补偿 %(ref)s 认定没有支付。"), FIRM),
    "overrule": at_once(_l("补偿申请 %(ref)s 按复议决定或者裁判重新决定，请按期办理。"), FINDER)
    + at_once(_l("您的补偿申请 %(ref)s 将重新决定。"), FIRM)
    + daily(_l("补偿申请 %(ref)s 将重新决定。"), BODY),
    "withdraw": daily(_l("企业撤回补偿申请 %(ref)s。"), FINDER),
    "due_soon": daily(_l("补偿 %(ref)s 临近支付期限，请按期支付。"), BODY),
    "overdue": at_once(_l("补偿 %(ref)s 逾期没有支付，请立即支付。"), BODY)
    + daily(_l("补偿 %(ref)s 逾期没有支付。"), OFFICE)
    + daily(_l("补偿 %(ref)s 逾期没有支付。"), FIRM),
    **told_late(_l("补偿申请 %(ref)s 的办理环节逾期，请立即办理。"), office=OFFICE, finder=FINDER),
}
SOURCES = (Source(LossClaim, TELLS, "losses.item"),)
