"""Who is reminded of approvals without a check: their body each month, the office of its answer."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import told_late
from integrity.credit.coverage.gap_models import CoverageGap
from integrity.people.messages.tells import Source, Whom, daily, untold

ASKED = "asked"
"""A month is over, and approvals of it had no check."""
BODY = Whom(Permission.APPROVALS_REPORT, CoverageGap.body_id)
OFFICE = Whom(Permission.MATTERS_KEEP)
LATE = _l("没有核查的办件 %(ref)s 逾期没有说明，请立即办理。")
GAPS = Source(
    CoverageGap,
    {
        ASKED: daily(_l("上月有办件没有核查，请查看 %(ref)s 并说明原因。"), BODY),
        "explain_some": untold("the office hears when all is explained"),
        "explain_gap": daily(_l("没有核查的办件 %(ref)s 已说明原因，待审核。"), OFFICE),
        "accept_gap": daily(_l("没有核查的办件 %(ref)s 的说明已采纳。"), BODY),
        "ask_gap_again": daily(_l("又补报了没有核查的办件，请查看 %(ref)s 并补充说明原因。"), BODY),
        "return_gap": daily(_l("没有核查的办件 %(ref)s 的说明被退回，请登录查看理由。"), BODY),
        **told_late(LATE, owing=BODY),
        **told_late(_l("没有核查的办件 %(ref)s 的说明逾期没有审核。"), office=OFFICE),
    },
    "coverage.gap",
    "number",
    CoverageGap.id,
    lambda number: f"QH{int(number):06d}",
)
