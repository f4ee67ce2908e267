"""Who is told what of complaints; never what they say, nor by whom."""

from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.casework.informants.permissions import ContactsPermission
from integrity.casework.steps import told_late
from integrity.people.messages.tells import Source, Whom, at_once, daily, untold
from integrity.streams.complaints.models import Complaint, ComplaintRecusal, ContactRequest
from integrity.streams.complaints.permissions import ComplaintsPermission as P

OFFICE = Whom(P.HANDLE)
BODY = Whom(P.ANSWER, Complaint.subject_id)
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
    "extend": daily(_l("投诉举报 %(ref)s 的延期已批准。"), BODY)
    + daily(_l("投诉举报 %(ref)s 的延期已批准。"), OFFICE),
    "refuse_extension": at_once(_l("投诉举报 %(ref)s 的延期没有批准，请按期答复。"), BODY),
    "confirm": daily(_l("投诉举报 %(ref)s 的答复得到认可。"), BODY),
    "decide": at_once(_l("投诉举报 %(ref)s 已由领导小组办公室作出决定，请登录查看。"), BODY),
    "uphold": at_once(_l("投诉举报 %(ref)s 被认定属实，请登录查看。"), BODY),
    "fall_silent": untold("nobody said anything"),
    "refuse": untold("no body was told of it"),
    "pass_on": untold("it goes to somebody who has no account here"),
    "due_soon": daily(_l("投诉举报 %(ref)s 临近期限，请按期办理。"), BODY),
    "overdue": at_once(_l("投诉举报 %(ref)s 已经逾期，请立即办理。"), BODY)
    + daily(_l("投诉举报 %(ref)s 已经逾期。"), OFFICE),
    **told_late(_l("投诉举报 %(ref)s 的办理环节逾期，请立即办理。"), office=OFFICE),
}
CUSTODIAN = Whom(ContactsPermission.RELEASE, alone=True)
ASKED = Whom(None, ContactRequest.asked_by_id)
CONTACT = {
    "ask": at_once(_l("查看投诉人身份的申请（第 %(ref)s 号）待您决定。"), CUSTODIAN),
    "grant": at_once(_l("查看投诉人身份的申请（第 %(ref)s 号）已同意，请按期查看。"), ASKED),
    "refuse": at_once(_l("查看投诉人身份的申请（第 %(ref)s 号）没有同意。"), ASKED),
    **told_late(_l("查看投诉人身份的申请（第 %(ref)s 号）逾期没有决定。"), office=CUSTODIAN),
}


def left(account: Any) -> sa.ColumnElement[bool]:
    """The condition for complaints that a person left to others and hears nothing of."""
    return Complaint.recusals.any(ComplaintRecusal.user_id == account)


SOURCES = (
    Source(Complaint, TELLS, "complaints.item", unseen=left, counted=Complaint.accepted),
    Source(
        ContactRequest,
        CONTACT,
        "complaints.contact_request",
        "number",
        ContactRequest.id,
        joined=[(Complaint, ContactRequest.complaint_id == Complaint.id)],
        unseen=left,
    ),
)
