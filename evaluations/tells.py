"""Who is told what of rounds, of objections to scores, and of remedial points."""

from flask_babel import lazy_gettext as _l

from evaluations.agency_models import EvaluatorObjection
from evaluations.correction_models import ResultCorrection
from evaluations.draft_models import SchemeDraft
from evaluations.material_models import Material
from evaluations.models import Assignment, RemedialPoint, Round
from evaluations.objection_models import ScoreObjection
from evaluations.permissions import EvaluationsPermission as P
from evaluations.questionnaires.models import Questionnaire
from integrity.casework.steps import told_late
from integrity.people.messages.tells import Page, Source, Whom, at_once, daily, untold

OFFICE = Whom(P.RUN)
BODY = Whom(P.PUT_RIGHT, RemedialPoint.subject_id)
TELLS = {
    "order": at_once(_l("评价整改事项 %(ref)s 交本单位办理，请按期整改。"), BODY),
    "answer": daily(_l("评价整改事项 %(ref)s 报告整改完成，请核验。"), OFFICE),
    "verify": daily(_l("评价整改事项 %(ref)s 核验通过。"), BODY),
    "send_back": at_once(_l("评价整改事项 %(ref)s 核验没有通过，请继续整改。"), BODY),
    "revoke": at_once(_l("评价整改事项 %(ref)s 因评分更正撤销，不需要整改。"), BODY),
    "fail": at_once(_l("评价整改事项 %(ref)s 被认定整改不到位，请登录查看理由。"), BODY),
    "due_soon": daily(_l("评价整改事项 %(ref)s 临近期限，请按期办理。"), BODY),
    "overdue": at_once(_l("评价整改事项 %(ref)s 已经逾期，请立即办理。"), BODY)
    + daily(_l("评价整改事项 %(ref)s 已经逾期。"), OFFICE),
    **told_late(_l("评价整改事项 %(ref)s 的核验逾期，请立即办理。"), office=OFFICE),
}
SCORING = Whom(P.SCORE, Assignment.evaluator_id)
EVALUATED = Whom(P.PUT_RIGHT, Assignment.body_id)
TASKS, JUDGES = Page("evaluations.assignments", ""), Page("evaluations.evaluators", "")
ROUND = {
    "open": at_once(_l("评价轮次 %(ref)s 开始评分，请按期提交。"), SCORING, TASKS)
    + daily(_l("评价轮次 %(ref)s 开始，认为评价机构应当回避的，请登录提出。"), EVALUATED, JUDGES),
    "score_soon": at_once(
        _l("评价轮次 %(ref)s 临近评分截止，还有单位没有提交评分。"), SCORING, TASKS
    ),
    "finish": daily(_l("评价轮次 %(ref)s 评分结束，待复核。"), OFFICE),
    "review": daily(_l("评价轮次 %(ref)s 已复核，待征求单位意见。"), OFFICE),
    "tell": at_once(
        _l("评价轮次 %(ref)s 征求意见，请查看本单位的评分，有异议的在期限内提出。"), EVALUATED
    ),
    "publish": at_once(_l("评价轮次 %(ref)s 的结果已内部通报，请查看本单位的结果。"), EVALUATED),
    "propose_release": daily(_l("评价轮次 %(ref)s 提请向社会公布，待另一人批准。"), OFFICE),
    "decline_release": daily(_l("评价轮次 %(ref)s 不向社会公布。"), OFFICE),
    "release_results": at_once(_l("评价轮次 %(ref)s 的结果已向社会公布。"), EVALUATED),
    "send_back": at_once(_l("评价轮次 %(ref)s 退回重新评分，请登录查看理由。"), SCORING, TASKS),
    **told_late(
        _l("评价轮次 %(ref)s 的办理环节逾期，请立即办理。"), office=OFFICE, evaluator=SCORING
    ),
}
OBJECTING = Whom(P.PUT_RIGHT, ScoreObjection.body_id)
OBJECTION = {
    "file": daily(_l("评分异议 %(ref)s 待答复。"), OFFICE),
    "change_score": at_once(_l("评分异议 %(ref)s 成立，评分已经更改。"), OBJECTING),
    "keep_score": at_once(_l("评分异议 %(ref)s 已答复，维持原评分。"), OBJECTING),
    "become_moot": daily(_l("评分异议 %(ref)s 因重新评分不再办理。"), OBJECTING),
    **told_late(_l("评分异议 %(ref)s 逾期没有答复，请立即办理。"), office=OFFICE),
}
CHALLENGING = Whom(P.PUT_RIGHT, EvaluatorObjection.body_id)
CHALLENGE = {
    "file": daily(_l("对评价机构的异议 %(ref)s 待答复。"), OFFICE),
    "remove_evaluator": at_once(_l("对评价机构的异议 %(ref)s 成立，该机构回避。"), CHALLENGING),
    "keep_evaluator": at_once(_l("对评价机构的异议 %(ref)s 已答复，不需要回避。"), CHALLENGING),
    **told_late(_l("对评价机构的异议 %(ref)s 逾期没有答复，请立即办理。"), office=OFFICE),
}
ASKING = Whom(P.SCORE, Assignment.evaluator_id)
GIVING = Whom(P.PUT_RIGHT, Material.subject_id)
MATERIAL = {
    "ask": at_once(_l("评价材料 %(ref)s 待本单位提供。"), GIVING),
    "supply": at_once(_l("评价材料 %(ref)s 已由单位提供。"), ASKING),
    "add_material": daily(_l("评价材料 %(ref)s 已由单位补充。"), ASKING),
    "accept_material": daily(_l("评价材料 %(ref)s 已由评价机构收下。"), GIVING),
    "ask_again": at_once(_l("评价材料 %(ref)s 需要补充，请登录查看。"), GIVING),
    "call_off": daily(_l("评价材料 %(ref)s 不再需要提供。"), GIVING),
    "lapse": daily(_l("评价材料 %(ref)s 因评分已提交不再办理。"), GIVING),
    **told_late(_l("评价材料 %(ref)s 逾期没有提供，请立即办理。"), owing=GIVING),
}
CORRECTED = Whom(P.PUT_RIGHT, ResultCorrection.body_id)
CORRECTION = {
    "file": daily(_l("评价结果更正 %(ref)s 待核对。"), OFFICE),
    "propose_points": daily(_l("评价结果更正 %(ref)s 待另一人批准。"), OFFICE),
    "correct_result": at_once(_l("评价结果更正 %(ref)s 已批准，本单位的结果已更正。"), CORRECTED),
    "decline_correction": at_once(
        _l("评价结果更正 %(ref)s 已答复，维持原结果，请登录查看理由。"), CORRECTED
    ),
    **told_late(_l("评价结果更正 %(ref)s 的办理环节逾期，请立即办理。"), office=OFFICE),
}
VERSION = {
    **dict.fromkeys(
        ("edit", "put_indicator", "weigh", "remove_indicator", "withdraw"),
        untold("its author does it"),
    ),
    "submit": daily(_l("指标体系修订 %(ref)s 待审核。"), OFFICE),
    "review": daily(_l("指标体系修订 %(ref)s 已审核，待另一人批准。"), OFFICE),
    "send_back": daily(_l("指标体系修订 %(ref)s 退回修改，请登录查看理由。"), OFFICE),
    "approve": daily(_l("指标体系修订 %(ref)s 已批准，可以用于新的评价轮次。"), OFFICE),
    **told_late(_l("指标体系修订 %(ref)s 的办理环节逾期，请立即办理。"), office=OFFICE),
}
QUESTIONNAIRE = {
    **dict.fromkeys(
        ("put_question", "remove_question", "drop_questionnaire"),
        untold("its author does it"),
    ),
    "ask_people": daily(_l("问卷 %(ref)s 已批准发出。"), OFFICE),
    "count_answers": daily(_l("问卷 %(ref)s 已统计，待另一人批准公布。"), OFFICE),
    "tell_answers": daily(_l("问卷 %(ref)s 的调查结果已公布。"), OFFICE),
    **told_late(_l("问卷 %(ref)s 的办理环节逾期，请立即办理。"), office=OFFICE),
}
SOURCES = (
    Source(RemedialPoint, TELLS, "evaluations.item"),
    Source(
        Round, ROUND, "evaluations.round", joined=[(Assignment, Assignment.round_id == Round.id)]
    ),
    Source(
        ScoreObjection,
        OBJECTION,
        "evaluations.objection",
        "number",
        ScoreObjection.id,
        lambda number: f"PY{int(number):06d}",
    ),
    Source(
        EvaluatorObjection,
        CHALLENGE,
        "evaluations.challenge",
        "number",
        EvaluatorObjection.id,
        lambda number: f"PJ{int(number):06d}",
    ),
    Source(
        Material,
        MATERIAL,
        "evaluations.material",
        "number",
        Material.id,
        lambda number: f"PC{int(number):06d}",
        [(Assignment, Assignment.id == Material.assignment_id)],
    ),
    Source(
        ResultCorrection,
        CORRECTION,
        "evaluations.correction",
        "number",
        ResultCorrection.id,
        lambda number: f"PG{int(number):06d}",
    ),
    Source(Questionnaire, QUESTIONNAIRE, "evaluations.questionnaire"),
    Source(
        SchemeDraft,
        VERSION,
        "evaluations.scheme_draft",
        "number",
        SchemeDraft.id,
        lambda number: f"ZB{int(number):06d}",
    ),
)
