"""Who is told of assessments: each body of its own line, the office of what it must decide."""

from flask_babel import lazy_gettext as _l

from integrity.casework.steps import told_late
from integrity.credit.assessments.models import Assessment, AssessmentLine
from integrity.credit.tallies.permissions import ReportingPermission as P
from integrity.people.messages.tells import Source, Whom, at_once, daily, untold

OFFICE = Whom(P.ASSESSMENTS_RUN)
BODY = Whom(P.ASSESSMENTS_ANSWER, AssessmentLine.subject_id)
SOURCES = (
    Source(
        Assessment,
        {
            "tell_bodies": untold("each body is told of its own line"),
            "sign_assessment": daily(_l("考核数据 %(ref)s 已签核，待另一人签发。"), OFFICE),
            "issue_assessment": untold("who receives it has the paper"),
            "abandon": untold("no body was told"),
            **told_late(_l("考核数据 %(ref)s 逾期没有签发，请立即办理。"), office=OFFICE),
        },
        "assessments.item",
    ),
    Source(
        AssessmentLine,
        {
            "tell_line": at_once(_l("考核数据 %(ref)s 已告知，请核对确认或者按期申请复核。"), BODY),
            "confirm_line": untold("the office sees it on the page"),
            "object_to_line": at_once(_l("考核数据 %(ref)s 的单位申请复核，请按期决定。"), OFFICE),
            "change_line": daily(_l("考核数据 %(ref)s 复核后已更正。"), BODY),
            "keep_line": daily(_l("考核数据 %(ref)s 复核后维持。"), BODY),
            "let_line_stand": untold("a day came that the notice names"),
            **told_late(_l("考核数据 %(ref)s 的复核逾期，请立即办理。"), office=OFFICE),
        },
        "assessments.mine",
        "",
        AssessmentLine.id,
        lambda number: f"KHD{int(number):06d}",
    ),
)
