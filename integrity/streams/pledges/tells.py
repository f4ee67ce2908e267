"""Who is told what of pledges."""

from flask_babel import lazy_gettext as _l

from integrity.casework.steps import Side, late_event
from integrity.people.messages.tells import Source, Whom, at_once, daily
from integrity.streams.pledges.models import Pledge
from integrity.streams.pledges.permissions import PledgesPermission as P

OFFICE = Whom(P.CHECK)
RECEIVER = Whom(P.CHECK, Pledge.received_by_id)
BODY = Whom(P.REPORT, Pledge.subject_id)
TELLS = {
    "report": daily(_l("承诺人报告已履行信用承诺 %(ref)s，请核查。"), RECEIVER),
    "confirm": daily(_l("您的信用承诺 %(ref)s 经核查已履行。"), BODY),
    "send_back": at_once(_l("您的信用承诺 %(ref)s 经核查尚未履行，请继续履行。"), BODY),
    "find_broken": at_once(_l("您的信用承诺 %(ref)s 被认定违背，请登录查看理由和异议期限。"), BODY),
    "withdraw": daily(_l("您的信用承诺 %(ref)s 已依法撤回。"), BODY),
    "reopen": at_once(_l("您的信用承诺 %(ref)s 的认定已更正，恢复履行。"), BODY),
    "due_soon": daily(_l("信用承诺 %(ref)s 临近期限，请按期办理。"), BODY),
    "overdue": at_once(_l("信用承诺 %(ref)s 已经逾期，请立即办理。"), BODY)
    + daily(_l("信用承诺 %(ref)s 已经逾期。"), OFFICE),
    late_event(Side.FINDER): daily(_l("信用承诺 %(ref)s 的核查逾期，请立即办理。"), RECEIVER)
    + daily(_l("信用承诺 %(ref)s 的核查逾期。"), OFFICE),
}
SOURCES = (Source(Pledge, TELLS, "pledges.item"),)
