"""Who is told of changes of the catalogue: the office what waits for it, its author the outcome."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import told_late
from integrity.credit.catalogue.draft_models import CatalogueDraft
from integrity.people.messages.tells import Source, Whom, at_once, daily, untold

OFFICE = Whom(Permission.MEASURES_DECIDE)
AUTHOR = Whom(Permission.MEASURES_DRAFT, CatalogueDraft.body_id)
DRAFTS = Source(
    CatalogueDraft,
    {
        "edit": untold("its author does it"),
        "submit": daily(_l("目录修订 %(ref)s 待审核。"), OFFICE),
        "review": daily(_l("目录修订 %(ref)s 已审核，待另一人批准。"), OFFICE),
        "approve": daily(_l("目录修订 %(ref)s 已批准。"), AUTHOR),
        "send_back": at_once(_l("目录修订 %(ref)s 已退回，请登录查看理由。"), AUTHOR),
        "withdraw": untold("its author does it"),
        **told_late(_l("目录修订 %(ref)s 逾期没有办理，请立即办理。"), office=OFFICE),
    },
    "catalogue.draft",
    "number",
    CatalogueDraft.id,
    lambda number: f"ML{int(number):06d}",
)
SOURCES = (DRAFTS,)
