"""Who is told what of commitments."""

from flask_babel import lazy_gettext as _l

from commitments.change_models import ChangeRequest, Compensation
from commitments.models import Commitment
from commitments.permissions import CommitmentsPermission as P
from commitments.service import is_public
from commitments.steps import milestones
from commitments.takeover.office_terms import Acceptance, OfficeTerm
from integrity.casework.steps import told_late
from integrity.people.messages.tells import Source, Whom, at_once, daily, untold

OFFICE = Whom(P.VERIFY)
BODY = Whom(P.REPORT, Commitment.subject_id)
HEAD = Whom(P.SIGN, Commitment.subject_id)
TELLS = {
    "submit": at_once(_l("承诺 %(ref)s 待您签署。"), HEAD),
    "decline": at_once(_l("承诺 %(ref)s 没有签署，已退回，请登录查看理由。"), BODY),
    "sign": daily(_l("承诺 %(ref)s 已签署，待向社会公开。"), OFFICE),
    "publish": daily(_l("承诺 %(ref)s 已向社会公开，请按期完成。"), BODY),
    "report": daily(_l("承诺 %(ref)s 报告完成，请核验。"), OFFICE),
    "send_back": at_once(_l("承诺 %(ref)s 核验没有通过，已退回，请继续履行。"), BODY),
    "verify": at_once(_l("承诺 %(ref)s 已核验，请登录查看结果。"), BODY),
    "ask_extension": daily(_l("承诺 %(ref)s 提出延期，待批准。"), OFFICE),
    "request_change": daily(_l("承诺 %(ref)s 申请变更，待决定。"), OFFICE),
    "change": daily(_l("承诺 %(ref)s 已依法变更。"), BODY),
    "refuse_change": at_once(_l("承诺 %(ref)s 的变更申请没有同意，请登录查看理由。"), BODY),
    "withdraw": at_once(_l("承诺 %(ref)s 已依法撤回。"), BODY),
    "extend": daily(_l("承诺 %(ref)s 的延期已批准。"), BODY)
    + daily(_l("承诺 %(ref)s 的延期已批准。"), OFFICE),
    "refuse_extension": daily(_l("承诺 %(ref)s 的延期没有批准，请登录查看理由。"), BODY)
    + daily(_l("承诺 %(ref)s 的延期没有批准。"), OFFICE),
    "edit": untold("who drafts it does it"),
    "progress": untold("nothing waits for it"),
    "due_soon": daily(_l("承诺 %(ref)s 临近期限，请按期办理。"), BODY),
    "overdue": at_once(_l("承诺 %(ref)s 已经逾期，请立即办理。"), BODY)
    + daily(_l("承诺 %(ref)s 已经逾期。"), OFFICE),
    **told_late(_l("承诺 %(ref)s 的办理环节逾期，请立即办理。"), office=OFFICE, owing=HEAD),
}
HARMED = Whom(P.COMPENSATION_CONFIRM, Compensation.subject_id)
COMPENSATION = {
    "report": at_once(_l("承诺 %(ref)s 变更的补偿报告已支付，请确认是否收到。"), HARMED),
    "leave": daily(_l("承诺 %(ref)s 变更的补偿没有人确认，待核实。"), OFFICE),
    "confirm": daily(_l("承诺 %(ref)s 变更的补偿已确认收到。"), BODY),
    "deny": at_once(_l("承诺 %(ref)s 变更的补偿没有收到，请核对。"), BODY),
    "find_paid": daily(_l("承诺 %(ref)s 变更的补偿经核实已支付。"), BODY)
    + at_once(_l("承诺 %(ref)s 变更的补偿经核实已支付，请登录查看理由。"), HARMED),
    "find_unpaid": at_once(_l("承诺 %(ref)s 变更的补偿经核实没有支付，请支付。"), BODY)
    + daily(_l("承诺 %(ref)s 变更的补偿经核实没有支付。"), HARMED),
    "due_soon": daily(_l("承诺 %(ref)s 变更的补偿临近期限，请按期支付。"), BODY),
    "overdue": at_once(_l("承诺 %(ref)s 变更的补偿已经逾期，请立即支付。"), BODY)
    + daily(_l("承诺 %(ref)s 变更的补偿已经逾期。"), HARMED)
    + daily(_l("承诺 %(ref)s 变更的补偿已经逾期。"), OFFICE),
    **told_late(_l("承诺 %(ref)s 变更的补偿逾期没有核实，请立即办理。"), office=OFFICE),
}
OF_CHANGE = (Compensation, Compensation.change_id == ChangeRequest.id)
OF_COMMITMENT = (Commitment, ChangeRequest.commitment_id == Commitment.id)
HEIR = Whom(P.SIGN, OfficeTerm.body_id)
TAKER = Whom(P.SIGN, Acceptance.body_id)
SOURCES = (
    Source(Commitment, TELLS, "commitments.item", counted=is_public),
    Source(
        ChangeRequest,
        {
            "grant": at_once(_l("承诺 %(ref)s 已依法变更，您的损失应得补偿，请登录查看。"), HARMED),
            "refuse": untold("said of the commitment"),
            **told_late(_l("承诺 %(ref)s 的变更申请逾期没有决定，请立即办理。"), office=OFFICE),
        },
        "commitments.item",
        ref=Commitment.ref,
        joined=(OF_COMMITMENT, OF_CHANGE),
    ),
    Source(
        Compensation,
        COMPENSATION,
        "commitments.item",
        ref=Commitment.ref,
        joined=((ChangeRequest, OF_CHANGE[1]), OF_COMMITMENT),
    ),
    Source(
        milestones.Milestone,
        dict.fromkeys(milestones.FLOW.moves, untold("nothing waits for it")),
        "commitments.item",
    ),
    Source(
        OfficeTerm,
        {"begin": at_once(_l("任期（第 %(ref)s 号）开始，请确认承接未办结的事项。"), HEIR)},
        "commitments.inheritance",
        "",
        OfficeTerm.id,
    ),
    Source(
        Acceptance,
        {
            "accept": untold("the office sees it with the thing that was taken over"),
            "ask_change": untold("said of the commitment"),
            "flag": at_once(_l("承接事项（第 %(ref)s 号）逾期没有确认，请立即办理。"), TAKER),
        },
        "commitments.inheritance",
        "",
        Acceptance.id,
    ),
)
