"""Who is told of reports: the office, of what waits for its approval or comes back."""

from flask_babel import lazy_gettext as _l

from integrity.casework.steps import told_late
from integrity.credit.periodicals.models import Periodical
from integrity.credit.tallies.permissions import ReportingPermission
from integrity.people.messages.tells import Source, Whom, daily, untold

OFFICE = Whom(ReportingPermission.PERIODICALS_APPROVE)
AUTHOR = Whom(None, Periodical.drafted_by_id)
PERIODICALS = Source(
    Periodical,
    {
        "submit": daily(_l("报告 %(ref)s 已经起草，待另一人审定。"), OFFICE),
        "approve": daily(_l("报告 %(ref)s 已经审定印发。"), AUTHOR),
        "send_back": daily(_l("报告 %(ref)s 被退回修改。"), AUTHOR),
        "edit": untold("its author knows"),
        "count_again": untold("its author knows"),
        "abandon": untold("nobody was told of it"),
        "recall_report": daily(_l("报告 %(ref)s 已收回，内容有误。"), AUTHOR),
        **told_late(_l("报告 %(ref)s 逾期没有审定，请立即办理。"), office=OFFICE),
    },
    "periodicals.item",
)
