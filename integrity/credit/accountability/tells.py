"""Nobody is told of accountability but the office, which enters it, of what it is late with."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import told_late
from integrity.credit.accountability.models import Inquiry, Referral
from integrity.people.messages.tells import Source, Whom, untold

OFFICE = Whom(Permission.ACCOUNTABILITY_HANDLE)
OURS = "the office itself enters it, and it concerns nobody else here"
REFERRALS = Source(
    Referral,
    {
        **{move: untold(OURS) for move in ("send", "receive", "enter_outcome")},
        **told_late(_l("问题线索 %(ref)s 逾期没有移送，请立即办理。"), office=OFFICE),
    },
    "accountability.item",
    "number",
    Referral.id,
    lambda number: f"YS{int(number):06d}",
)
INQUIRIES = Source(
    Inquiry,
    {
        "reply": untold(OURS),
        **told_late(_l("来函 %(ref)s 逾期没有复函，请立即办理。"), office=OFFICE),
    },
    "accountability.inquiry",
    "number",
    Inquiry.id,
    lambda number: f"HW{int(number):06d}",
)
SOURCES = (REFERRALS, INQUIRIES)
