"""Who is told of grading: the office of rules to approve, a subject of its answer."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import Side, late_event, told_late
from integrity.credit.grading.models import GradeObjection, GradingScheme, SubjectGrade
from integrity.people.messages.tells import Source, Whom, at_once, daily, untold

P = Permission
OFFICE = Whom(P.MEASURES_DECIDE)
AUTHOR = Whom(P.MEASURES_DRAFT, GradingScheme.body_id)
SCHEMES = Source(
    GradingScheme,
    {
        "edit": untold("its author does it"),
        "submit": daily(_l("分级标准 %(ref)s 待审核批准。"), OFFICE),
        "approve": daily(_l("分级标准 %(ref)s 已批准。"), AUTHOR),
        "send_back": at_once(_l("分级标准 %(ref)s 已退回，请登录查看理由。"), AUTHOR),
        "withdraw": untold("its author does it"),
        **told_late(_l("分级标准 %(ref)s 逾期没有办理，请立即办理。"), office=OFFICE),
    },
    "grading.scheme",
    "number",
    GradingScheme.id,
    lambda number: f"FJ{int(number):06d}",
)
GRADES = Source(
    SubjectGrade,
    {
        "grade": daily(
            _l("分级监管等级 %(ref)s 已确定，请登录查看等级和理由。"),
            Whom(P.OBJECTIONS_FILE, SubjectGrade.subject_id),
        )
    },
    "grading.grade",
    "number",
    SubjectGrade.id,
    lambda number: f"DJ{int(number):06d}",
)
DECIDER = Whom(P.OBJECTIONS_DECIDE, GradeObjection.body_id)
APPEALS = Whom(P.APPEALS_DECIDE)
PARTY = Whom(P.OBJECTIONS_FILE, GradeObjection.applicant_id)
LATE = _l("等级异议 %(ref)s 逾期没有处理，请立即办理。")
ANSWERED = _l("等级异议 %(ref)s 已有答复，请登录查看。")
OBJECTIONS = Source(
    GradeObjection,
    {
        "file": daily(_l("收到等级异议 %(ref)s，请在期限内处理。"), DECIDER),
        "uphold": at_once(ANSWERED, PARTY),
        "reject": at_once(ANSWERED, PARTY),
        "go_on": daily(_l("等级异议 %(ref)s 的申请人申请复核。"), APPEALS),
        "let_be": daily(_l("等级异议 %(ref)s 的申请人接受答复。"), DECIDER),
        "uphold_appeal": at_once(ANSWERED, PARTY),
        "keep_grade": at_once(ANSWERED, PARTY),
        late_event(Side.DECIDER): daily(LATE, APPEALS) + daily(LATE, DECIDER),
        **told_late(LATE, office=APPEALS),
    },
    "grading.objection",
    "number",
    GradeObjection.id,
    lambda number: f"DY{int(number):06d}",
)
SOURCES = (SCHEMES, GRADES, OBJECTIONS)
