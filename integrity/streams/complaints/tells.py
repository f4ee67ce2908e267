"""Who is told what of complaints; never what they say, nor by whom."""

from flask_babel import lazy_gettext as _l

from integrity.people.messages.tells import Whom, at_once, daily
from integrity.streams.complaints.permissions import ComplaintsPermission as P

OFFICE = Whom(P.HANDLE)
BODY = Whom(P.ANSWER, "subject_id")
TELLS = {
    "file": at_once(_l("新的投诉举报 %(ref)s 待受理。"), OFFICE),
    "import": daily(_l("其他渠道转入的投诉举报 %(ref)s 待受理。"), OFFICE),
    "accept": at_once(_l("投诉举报 %(ref)s 交本单位办理，请按期答复。"), BODY),
    "readdress": at_once(_l("投诉举报 %(ref)s 交本单位办理，请按期答复。"), BODY),
    "answer": daily(_l("投诉举报 %(ref)s 已答复。"), OFFICE),
    "add": daily(_l("投诉举报 %(ref)s 有补充，请登录查看。"), OFFICE),
    "dispute": at_once(_l("投诉举报 %(ref)s 的答复没有得到认可，请重新办理。"), BODY),
    "escalate": at_once(_l("投诉举报 %(ref)s 的答复再次没有得到认可，待领导小组决定。"), OFFICE),
    "ask_extension": at_once(_l("投诉举报 %(ref)s 的承办单位申请延期，待批准。"), OFFICE),
    "due_soon": daily(_l("投诉举报 %(ref)s 临近期限，请按期办理。"), BODY),
    "overdue": at_once(_l("投诉举报 %(ref)s 已经逾期，请立即办理。"), BODY)
    + daily(_l("投诉举报 %(ref)s 已经逾期。"), OFFICE),
}
