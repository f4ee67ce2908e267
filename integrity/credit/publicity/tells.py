"""Who is told what of licences and penalties that were made public."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import told_late
from integrity.credit.publicity.made_models import MadeDecision
from integrity.credit.publicity.models import Posting
from integrity.people.messages.tells import Source, Whom, at_once, daily, untold

P = Permission

OFFICE = Whom(P.POSTINGS_OVERSEE)
BODY = Whom(P.POSTINGS_KEEP, Posting.body_id)
PARTY = Whom(P.POSTINGS_CLAIM, Posting.party_id)
OWNER = Whom(P.POSTINGS_KEEP, MadeDecision.body_id)
UNPUBLISHED = "unpublished"
"""An event of the calendar: its last day is over, and nothing of it is public."""
LATE = _l("公示信息 %(ref)s 逾期没有处理，请立即办理。")
POSTINGS = Source(
    Posting,
    {
        "import": untold("its body sent the file, and a party reads it in its own file"),
        "correct": untold("its successor tells"),
        "claim": at_once(_l("当事人称公示信息 %(ref)s 的决定已撤销或者变更，请核实。"), OFFICE)
        + at_once(_l("当事人称公示信息 %(ref)s 的决定已撤销或者变更，请核实。"), BODY),
        "let_stand": daily(_l("您对公示信息 %(ref)s 的反映已核实，请登录查看结果。"), PARTY),
        "annul": at_once(_l("公示信息 %(ref)s 的决定已撤销或者变更，请按期撤回公示。"), BODY)
        + daily(_l("公示信息 %(ref)s 的决定已撤销或者变更，已停止公示。"), PARTY),
        "withdraw": daily(_l("公示信息 %(ref)s 已撤回，请登录查看理由。"), PARTY),
        **told_late(LATE, office=OFFICE, decider=BODY),
    },
    "publicity.item",
    "number",
    Posting.id,
    lambda number: f"GS{int(number):08d}",
)
MADE = Source(
    MadeDecision,
    {
        "import": daily(_l("登记了应当公示的决定 %(ref)s，请按期公示。"), OWNER),
        "contest": daily(_l("单位对应当公示的决定 %(ref)s 有异议，请核实。"), OFFICE),
        "excuse": daily(_l("决定 %(ref)s 经核实不予公示。"), OWNER),
        "reject": daily(_l("决定 %(ref)s 经核实应当公示，请立即办理。"), OWNER),
        UNPUBLISHED: at_once(_l("决定 %(ref)s 逾期没有公示，请立即公示。"), OWNER),
        **told_late(_l("对决定 %(ref)s 的异议逾期没有核实，请立即办理。"), office=OFFICE),
    },
    "publicity.made_item",
    "number",
    MadeDecision.id,
    lambda number: f"JD{int(number):06d}",
)
SOURCES = (POSTINGS, MADE)
