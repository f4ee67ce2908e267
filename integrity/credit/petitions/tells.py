"""The office hears of an objection whose identity it must check; nobody is named."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import told_late
from integrity.credit.petitions.models import Petition
from integrity.people.messages.tells import Source, Whom, daily, untold

OFFICE = Whom(Permission.OBJECTIONS_ADMIT)
HOLDER = "whoever handed it in has no account, and reads it by the receipt"
PETITIONS = Source(
    Petition,
    {
        "file": daily(_l("不登录提出的异议 %(ref)s 待核验身份。"), OFFICE),
        "admit_petition": untold(HOLDER),
        "return_petition": untold(HOLDER),
        **told_late(_l("不登录提出的异议 %(ref)s 逾期没有核验身份，请立即办理。"), office=OFFICE),
    },
    "petitions.item",
    "number",
    Petition.id,
)
