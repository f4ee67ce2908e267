"""Who is told what of remedial points."""

from flask_babel import lazy_gettext as _l

from evaluations.permissions import EvaluationsPermission as P
from integrity.people.messages.tells import Whom, at_once, daily

OFFICE = Whom(P.RUN)
BODY = Whom(P.PUT_RIGHT, "subject_id")
TELLS = {
    "order": at_once(_l("评价整改事项 %(ref)s 交本单位办理，请按期整改。"), BODY),
    "answer": daily(_l("评价整改事项 %(ref)s 报告整改完成，请核验。"), OFFICE),
    "verify": daily(_l("评价整改事项 %(ref)s 核验通过。"), BODY),
    "send_back": at_once(_l("评价整改事项 %(ref)s 核验没有通过，请继续整改。"), BODY),
    "fail": at_once(_l("评价整改事项 %(ref)s 被认定整改不到位，请登录查看理由。"), BODY),
    "due_soon": daily(_l("评价整改事项 %(ref)s 临近期限，请按期办理。"), BODY),
    "overdue": at_once(_l("评价整改事项 %(ref)s 已经逾期，请立即办理。"), BODY)
    + daily(_l("评价整改事项 %(ref)s 已经逾期。"), OFFICE),
}
