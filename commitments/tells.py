"""Who is told what of commitments."""

from flask_babel import lazy_gettext as _l

from commitments.permissions import CommitmentsPermission as P
from integrity.people.messages.tells import Whom, at_once, daily

OFFICE = Whom(P.VERIFY)
BODY = Whom(P.REPORT, "subject_id")
HEAD = Whom(P.SIGN, "subject_id")
TELLS = {
    "submit": at_once(_l("承诺 %(ref)s 待您签署。"), HEAD),
    "decline": at_once(_l("承诺 %(ref)s 没有签署，已退回，请登录查看理由。"), BODY),
    "sign": daily(_l("承诺 %(ref)s 已签署，待向社会公开。"), OFFICE),
    "publish": daily(_l("承诺 %(ref)s 已向社会公开，请按期完成。"), BODY),
    "report": daily(_l("承诺 %(ref)s 报告完成，请核验。"), OFFICE),
    "send_back": at_once(_l("承诺 %(ref)s 核验没有通过，已退回，请继续履行。"), BODY),
    "verify": at_once(_l("承诺 %(ref)s 已核验，请登录查看结果。"), BODY),
    "ask_extension": daily(_l("承诺 %(ref)s 提出延期，待批准。"), OFFICE),
    "request_change": daily(_l("承诺 %(ref)s 申请变更，待决定。"), OFFICE),
    "change": daily(_l("承诺 %(ref)s 已依法变更。"), BODY),
    "refuse_change": at_once(_l("承诺 %(ref)s 的变更申请没有同意，请登录查看理由。"), BODY),
    "due_soon": daily(_l("承诺 %(ref)s 临近期限，请按期办理。"), BODY),
    "overdue": at_once(_l("承诺 %(ref)s 已经逾期，请立即办理。"), BODY)
    + daily(_l("承诺 %(ref)s 已经逾期。"), OFFICE),
}
