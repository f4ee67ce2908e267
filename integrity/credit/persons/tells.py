"""The custodian hears of a query that waits, who asked of the decision; nobody is named."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import told_late
from integrity.credit.persons.models import PersonInquiry
from integrity.people.messages.tells import Source, Whom, at_once

CUSTODIAN = Whom(Permission.PERSONS_CONSENT, alone=True)
ASKED = Whom(None, PersonInquiry.asked_by_id)
INQUIRIES = Source(
    PersonInquiry,
    {
        "ask_about": at_once(_l("自然人查询申请 %(ref)s 待您决定是否同意。"), CUSTODIAN),
        "grant": at_once(_l("自然人查询申请 %(ref)s 已同意，请按期查看。"), ASKED),
        "refuse": at_once(_l("自然人查询申请 %(ref)s 没有同意。"), ASKED),
        **told_late(_l("自然人查询申请 %(ref)s 逾期没有决定。"), office=CUSTODIAN),
    },
    "persons.item",
    "number",
    PersonInquiry.id,
    lambda number: f"CX{int(number):06d}",
)
SOURCES = (INQUIRIES,)
