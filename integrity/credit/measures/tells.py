"""Who is told of drafts of measures: the office what waits for it, a department what came of it."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import told_late
from integrity.credit.measures.draft_models import MeasureDraft
from integrity.credit.measures.ledger_models import LedgerRow
from integrity.people.messages.tells import Source, Whom, at_once, daily, untold

OFFICE = Whom(Permission.MEASURES_DECIDE)
AUTHOR = Whom(Permission.MEASURES_DRAFT, MeasureDraft.owner_id)
DRAFTS = Source(
    MeasureDraft,
    {
        "edit": untold("its author does it"),
        "submit": daily(_l("措施清单事项 %(ref)s 待审核。"), OFFICE),
        "review": daily(_l("措施清单事项 %(ref)s 已审核，待另一人批准。"), OFFICE),
        "approve": daily(_l("措施清单事项 %(ref)s 已批准。"), AUTHOR),
        "send_back": at_once(_l("措施清单事项 %(ref)s 已退回，请登录查看理由。"), AUTHOR),
        "withdraw": untold("its author does it"),
        **told_late(_l("措施清单事项 %(ref)s 逾期没有办理，请立即办理。"), office=OFFICE),
    },
    "measures.draft",
    "number",
    MeasureDraft.id,
    lambda number: f"CS{int(number):06d}",
)
OWNER = Whom(Permission.MEASURES_DRAFT, LedgerRow.owner_id)
LEDGER = Source(
    LedgerRow,
    {
        "register": daily(_l("台账事项 %(ref)s 须由本单位提出处理方案。"), OWNER),
        "plan": untold("its owner does it, and the ledger shows it"),
        "report": daily(_l("台账事项 %(ref)s 已报告处理结果，待核查。"), OFFICE),
        "send_back": at_once(_l("台账事项 %(ref)s 已退回，请登录查看理由。"), OWNER),
        "close": daily(_l("台账事项 %(ref)s 已核查完毕。"), OWNER),
        "become_moot": daily(_l("台账事项 %(ref)s 无须再处理。"), OWNER),
        **told_late(_l("台账事项 %(ref)s 逾期没有办理，请立即办理。"), owing=OWNER, office=OFFICE),
    },
    "measures.ledger_row",
    "number",
    LedgerRow.id,
    lambda number: f"TZ{int(number):06d}",
)
SOURCES = (DRAFTS, LEDGER)
