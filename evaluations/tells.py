"""Who is told what of remedial points."""

from flask_babel import lazy_gettext as _l

from evaluations.models import Assignment, RemedialPoint, Round
from evaluations.permissions import EvaluationsPermission as P
from integrity.casework.steps import told_late
from integrity.people.messages.tells import Source, Whom, at_once, daily

OFFICE = Whom(P.RUN)
BODY = Whom(P.PUT_RIGHT, RemedialPoint.subject_id)
TELLS = {
    "order": at_once(_l("评价整改事项 %(ref)s 交本单位办理，请按期整改。"), BODY),
    "answer": daily(_l("评价整改事项 %(ref)s 报告整改完成，请核验。"), OFFICE),
    "verify": daily(_l("评价整改事项 %(ref)s 核验通过。"), BODY),
    "send_back": at_once(_l("评价整改事项 %(ref)s 核验没有通过，请继续整改。"), BODY),
    "fail": at_once(_l("评价整改事项 %(ref)s 被认定整改不到位，请登录查看理由。"), BODY),
    "due_soon": daily(_l("评价整改事项 %(ref)s 临近期限，请按期办理。"), BODY),
    "overdue": at_once(_l("评价整改事项 %(ref)s 已经逾期，请立即办理。"), BODY)
    + daily(_l("评价整改事项 %(ref)s 已经逾期。"), OFFICE),
    **told_late(_l("评价整改事项 %(ref)s 的核验逾期，请立即办理。"), office=OFFICE),
}
SCORING = Whom(P.SCORE, Assignment.evaluator_id)
EVALUATED = Whom(P.PUT_RIGHT, Assignment.body_id)
ROUND = {
    "open": at_once(_l("评价轮次 %(ref)s 开始评分，请按期提交。"), SCORING),
    "finish": daily(_l("评价轮次 %(ref)s 评分结束，待复核。"), OFFICE),
    "review": daily(_l("评价轮次 %(ref)s 已复核，待公布。"), OFFICE),
    "publish": at_once(_l("评价轮次 %(ref)s 的结果已公布，请查看本单位的结果。"), EVALUATED),
    "send_back": at_once(_l("评价轮次 %(ref)s 退回重新评分，请登录查看理由。"), SCORING),
    **told_late(
        _l("评价轮次 %(ref)s 的办理环节逾期，请立即办理。"), office=OFFICE, evaluator=SCORING
    ),
}
SOURCES = (
    Source(RemedialPoint, TELLS, "evaluations.item"),
    Source(
        Round, ROUND, "evaluations.round", joined=[(Assignment, Assignment.round_id == Round.id)]
    ),
)
