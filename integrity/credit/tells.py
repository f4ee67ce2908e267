"""Who is told what of records, entries of lists and pushes."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import Side, late_event, told_late
from integrity.credit.corrections.models import RecordCorrection
from integrity.credit.objections.models import Appeal, Objection
from integrity.credit.records import filings
from integrity.credit.records.models import CreditRecord
from integrity.credit.repairs.models import Repair
from integrity.credit.repairs.tells import BRIEFED, CONFIRMED
from integrity.credit.sanctions.detachment_models import Detachment
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.procedure_tells import SOURCES as PROCEDURE
from integrity.credit.sanctions.pushes.models import Push
from integrity.people.messages.tells import Page, Source, Whom, at_once, daily, untold
from integrity.people.subjects.models import Subject

P = Permission
PROPOSED = "proposed"
"""The event that a record was proposed: found by its moment, for many are made at once."""
REPAIRABLE = "repairable"
"""The event of the calendar that repair can be asked for from this day on."""
OFFICE = Whom(P.RECORDS_DECIDE)
SUBJECT = Whom(P.OBJECTIONS_FILE, CreditRecord.subject_id)
FINDING = Whom(P.RECORDS_CONFIRM, CreditRecord.found_by_id)
PARTY = Whom(P.SANCTIONS_DEFEND, ListEntry.subject_id)
DECIDING = Whom(P.SANCTIONS_DECIDE)
LEADING = Whom(P.SANCTIONS_FIND, ListEntry.initiated_by_id)
RECEIVING = Whom(P.PUSHES_ANSWER, Push.body_id)

RECORDS = Source(
    CreditRecord,
    {
        PROPOSED: at_once(
            _l("拟记入信用记录 %(ref)s，告知书另行送达，异议期从送达起计算。"), SUBJECT
        ),
        "dispute": daily(_l("信用记录 %(ref)s 被提出异议，待处理。"), OFFICE),
        "confirm": at_once(_l("信用记录 %(ref)s 已确认，请登录查看期限和救济途径。"), SUBJECT),
        "maintain": untold("the answer to the objection says it"),
        "withdraw": at_once(_l("信用记录 %(ref)s 已撤销。"), SUBJECT),
        "correct": at_once(_l("信用记录 %(ref)s 已更正，请登录查看更正后的记录。"), SUBJECT),
        "succeed": untold("that the other was corrected says it"),
        "readdress": at_once(_l("信用记录 %(ref)s 因更换责任单位已撤销。"), SUBJECT),
        "annul": at_once(_l("信用记录 %(ref)s 所依据的文书已撤销，记录同时撤销。"), SUBJECT),
        "repair": at_once(_l("信用记录 %(ref)s 已修复。"), SUBJECT),
        "expire": daily(_l("信用记录 %(ref)s 已到期。"), SUBJECT),
        REPAIRABLE: at_once(
            _l("信用记录 %(ref)s 自今天起可以申请信用修复，请登录查看条件和材料，不收取任何费用。"),
            Whom(P.REPAIRS_FILE, CreditRecord.subject_id),
            Page("repairs.new", "record", CreditRecord.id),
        ),
        "regrade": at_once(
            _l("信用记录 %(ref)s 改按较轻的认定标准执行，请登录查看新的期限。"), SUBJECT
        ),
        late_event(Side.FINDER): daily(_l("信用记录 %(ref)s 逾期没有认定，请立即办理。"), FINDING)
        + daily(_l("信用记录 %(ref)s 逾期没有认定。"), OFFICE),
    },
    "records.item",
    "number",
    CreditRecord.id,
    lambda ref: f"XY{int(ref):08d}",
)
ACTING = Whom(P.SANCTIONS_FIND, ListEntry.acting_id)
NOMINATED = _l("列入建议 %(ref)s 待告知当事人。")
DEFENDED = _l("名单事项 %(ref)s 的当事人已陈述申辩。")
HEARD = _l("名单事项 %(ref)s 已听取意见，待作出决定。")
DECIDED = _l("名单事项 %(ref)s 一人已认定，待另一人复核。")
SENT_BACK = _l("名单事项 %(ref)s 复核后退回，请重新认定。")
LATE = _l("名单事项 %(ref)s 的办理环节逾期，请立即办理。")
ENTRIES = Source(
    ListEntry,
    {
        "nominate": daily(NOMINATED, Whom(P.SANCTIONS_NOMINATE)) + daily(NOMINATED, LEADING),
        "notify": at_once(_l("拟列入名单（%(ref)s），请登录查看理由和陈述申辩的期限。"), PARTY),
        "defend": daily(DEFENDED, Whom(P.SANCTIONS_NOMINATE)) + daily(DEFENDED, LEADING),
        "publicise": at_once(
            _l("名单事项 %(ref)s 已公示，公示期满、没有成立的异议才能列入。"), PARTY
        ),
        "hear": daily(HEARD, DECIDING) + daily(HEARD, LEADING),
        "decide": daily(DECIDED, DECIDING) + daily(DECIDED, LEADING),
        "confirm": at_once(
            _l("已决定列入名单（%(ref)s），请登录查看依据、措施和救济途径。"), PARTY
        ),
        "adopt": at_once(_l("本单位已作为A级纳税人列入守信激励对象（%(ref)s）。"), PARTY),
        "renew": daily(_l("守信激励对象（%(ref)s）按新的年度名单延续。"), PARTY),
        "lose": at_once(_l("名单事项 %(ref)s 已退出守信名单，请登录查看理由。"), PARTY),
        "reject": at_once(_l("名单事项 %(ref)s 不予列入。"), PARTY),
        "propose_removal": daily(_l("名单事项 %(ref)s 提请移出，待另一人决定。"), DECIDING),
        "send_back": daily(SENT_BACK, DECIDING) + daily(SENT_BACK, LEADING),
        "lapse": at_once(_l("名单事项 %(ref)s 程序终止，不予列入。"), PARTY),
        "keep": at_once(_l("名单事项 %(ref)s 没有同意移出，请登录查看理由。"), PARTY),
        "remove": at_once(_l("名单事项 %(ref)s 已移出名单。"), PARTY),
        "lift": at_once(_l("名单事项 %(ref)s 已移出名单。"), PARTY),
        "expire": at_once(_l("名单事项 %(ref)s 期限届满，已移出名单。"), PARTY),
        REPAIRABLE: at_once(
            _l("名单事项 %(ref)s 自今天起可以申请信用修复，请登录查看条件和材料，不收取任何费用。"),
            Whom(P.REPAIRS_FILE, ListEntry.subject_id),
            Page("repairs.new", "entry", ListEntry.id),
        ),
        "forfeit": at_once(_l("名单事项 %(ref)s 已退出守信名单，请登录查看理由。"), PARTY),
        late_event(Side.ISSUER): daily(LATE, DECIDING) + daily(LATE, ACTING),
    },
    "sanctions.entry",
    "number",
    ListEntry.id,
    lambda ref: f"MD{int(ref):08d}",
)
PUSHES = Source(
    Push,
    {
        "deliver": at_once(_l("联合奖惩任务 %(ref)s 已推送给本单位，请按期反馈。"), RECEIVING),
        "due_soon": daily(_l("联合奖惩任务 %(ref)s 临近反馈期限。"), RECEIVING),
        "overdue": at_once(_l("联合奖惩任务 %(ref)s 逾期没有反馈，请立即办理。"), RECEIVING)
        + daily(_l("联合奖惩任务 %(ref)s 逾期没有反馈。"), DECIDING),
        "confirm": daily(_l("联合奖惩任务 %(ref)s 已确认停止措施。"), DECIDING),
        "supersede": daily(_l("联合奖惩任务 %(ref)s 已被新的任务代替，不再反馈。"), RECEIVING),
        "answer": daily(_l("联合奖惩任务 %(ref)s 已反馈。"), DECIDING),
        "outcome": untold("the rest of the answer is told of"),
        "add": untold("it is delivered again"),
        "note_change": untold("the body itself said so"),
        "reopen": at_once(
            _l("联合奖惩任务 %(ref)s：经认定本单位仍在使用，请停止并重新确认。"), RECEIVING
        ),
        "change": daily(_l("联合奖惩任务 %(ref)s 的名单事项有变动，请登录查看。"), RECEIVING),
        "send_back": at_once(_l("联合奖惩任务 %(ref)s 的反馈被退回，请重新办理。"), RECEIVING),
        "assign": at_once(_l("联合奖惩任务 %(ref)s 交给您办理。"), Whom(None, Push.assigned_to_id)),
    },
    "sanctions.push",
    "number",
    Push.id,
)
OF_ENTRY = Page("sanctions.entry", "number", ListEntry.id)
OF_PUSH = Page("sanctions.push", "number", Push.id)
DETACHMENTS = Source(
    Detachment,
    {
        "agree": daily(_l("措施事项 %(ref)s 一人同意停止，待另一人复核。"), DECIDING),
        "remove": at_once(_l("名单中的一项措施（%(ref)s）已停止，请登录查看。"), PARTY, OF_ENTRY)
        + at_once(_l("名单中的一项措施（%(ref)s）已停止，本单位不再执行。"), RECEIVING, OF_PUSH),
        "maintain": untold("nothing changes for anybody"),
        **told_late(_l("措施事项 %(ref)s 逾期没有办理，请立即办理。"), office=DECIDING),
    },
    "sanctions.detachment",
    "number",
    Detachment.id,
    lambda number: f"TC{int(number):06d}",
    joined=[
        (ListEntry, ListEntry.id == Detachment.entry_id),
        (Push, Push.entry_id == Detachment.entry_id),
    ],
)
CORRECTS = Whom(P.RECORDS_CORRECT, RecordCorrection.deciding_id)
OFFICE_CORRECTS = Whom(P.RECORDS_CORRECT)
PROPOSED_CORRECTION = _l("信用记录更正 %(ref)s 待另一人决定。")
LATE_CORRECTION = _l("信用记录更正 %(ref)s 逾期没有办理，请立即办理。")
CORRECTIONS = Source(
    RecordCorrection,
    {
        "propose": daily(PROPOSED_CORRECTION, OFFICE_CORRECTS)
        + daily(PROPOSED_CORRECTION, CORRECTS),
        "make": untold("the record and its paper say it"),
        "decline": untold("nothing changes for anybody"),
        late_event(Side.DECIDER): daily(LATE_CORRECTION, OFFICE_CORRECTS)
        + daily(LATE_CORRECTION, CORRECTS),
    },
    "corrections.item",
    "number",
    RecordCorrection.id,
    lambda number: f"GJ{int(number):08d}",
)
OBJECTOR = Whom(P.OBJECTIONS_FILE, Subject.id)
HEARING = Whom(P.OBJECTIONS_DECIDE)
HEARS = Whom(P.OBJECTIONS_DECIDE, Objection.deciding_id)
OBJECTION = {
    "file": at_once(_l("新的异议 %(ref)s 待受理。"), HEARING)
    + at_once(_l("新的异议 %(ref)s 待受理。"), HEARS),
    "accept": daily(_l("您的异议 %(ref)s 已受理，请登录查看答复期限。"), OBJECTOR),
    "ask_help": daily(_l("您的异议 %(ref)s 须由其他单位协助核查，请登录查看答复期限。"), OBJECTOR),
    "agree": daily(_l("异议 %(ref)s 一人认为成立，待另一人复核。"), HEARING)
    + daily(_l("异议 %(ref)s 一人认为成立，待另一人复核。"), HEARS),
    "take_over": daily(_l("异议 %(ref)s 逾期没有办理，已由办公室接手。"), HEARING)
    + daily(_l("异议 %(ref)s 逾期没有办理，已由办公室接手。"), HEARS)
    + daily(_l("您的异议 %(ref)s 已由领导小组办公室接手办理。"), OBJECTOR),
    "propose_correction": daily(_l("异议 %(ref)s 一人认为应当更正，待另一人复核。"), HEARING)
    + daily(_l("异议 %(ref)s 一人认为应当更正，待另一人复核。"), HEARS),
    "correct": at_once(_l("您的异议 %(ref)s 部分成立，记录已更正，请登录查看。"), OBJECTOR),
    "send_back": daily(_l("异议 %(ref)s 复核后退回，请重新办理。"), HEARING)
    + daily(_l("异议 %(ref)s 复核后退回，请重新办理。"), HEARS),
    "uphold": at_once(_l("您的异议 %(ref)s 成立，请登录查看。"), OBJECTOR),
    "reject": at_once(_l("您的异议 %(ref)s 已答复，请登录查看理由和救济途径。"), OBJECTOR),
    "due_soon": daily(_l("异议 %(ref)s 临近答复期限。"), HEARING)
    + daily(_l("异议 %(ref)s 临近答复期限。"), HEARS),
    "overdue": at_once(_l("异议 %(ref)s 逾期没有答复，请立即办理。"), HEARING)
    + at_once(_l("异议 %(ref)s 逾期没有答复，请立即办理。"), HEARS)
    + daily(_l("您的异议 %(ref)s 逾期没有答复。"), OBJECTOR),
}
APPEALED = Whom(P.APPEALS_DECIDE)
APPEAL = {
    "file": at_once(_l("新的申诉 %(ref)s 待受理。"), APPEALED),
    "accept": daily(_l("您的申诉 %(ref)s 已受理，请登录查看答复期限。"), OBJECTOR),
    "agree": daily(_l("申诉 %(ref)s 一人认为成立，待另一人复核。"), APPEALED),
    "propose_correction": daily(_l("申诉 %(ref)s 一人认为应当更正，待另一人复核。"), APPEALED),
    "correct": at_once(_l("您的申诉 %(ref)s 部分成立，记录已更正，请登录查看。"), OBJECTOR),
    "send_back": daily(_l("申诉 %(ref)s 复核后退回，请重新办理。"), APPEALED),
    "uphold": at_once(_l("您的申诉 %(ref)s 成立，请登录查看。"), OBJECTOR),
    "reject": at_once(_l("您的申诉 %(ref)s 已答复，请登录查看理由和救济途径。"), OBJECTOR),
    "due_soon": daily(_l("申诉 %(ref)s 临近答复期限。"), APPEALED),
    "overdue": at_once(_l("申诉 %(ref)s 逾期没有答复，请立即办理。"), APPEALED)
    + daily(_l("您的申诉 %(ref)s 逾期没有答复。"), OBJECTOR),
}
APPLICANT = Whom(P.REPAIRS_FILE, Subject.id)
REPAIRING = Whom(P.REPAIRS_DECIDE)
REPAIRS_IT = Whom(P.REPAIRS_DECIDE, Repair.deciding_id)
UNACCEPTED = _l("信用修复申请 %(ref)s 逾期没有受理，请立即办理。")
REPAIR = {
    "file": at_once(_l("新的信用修复申请 %(ref)s 待受理。"), REPAIRING)
    + at_once(_l("新的信用修复申请 %(ref)s 待受理。"), REPAIRS_IT),
    "accept": daily(_l("您的信用修复申请 %(ref)s 已受理，请登录查看办理期限。"), APPLICANT),
    "ask_more": at_once(_l("您的信用修复申请 %(ref)s 需要补正，请登录查看并补交。"), APPLICANT),
    "complete": daily(_l("信用修复申请 %(ref)s 已补正，待受理。"), REPAIRING)
    + daily(_l("信用修复申请 %(ref)s 已补正，待受理。"), REPAIRS_IT),
    "complete_for": daily(_l("您的信用修复申请 %(ref)s 的补正材料已登记。"), APPLICANT),
    "refuse_incomplete": at_once(
        _l("您的信用修复申请 %(ref)s 没有同意，请登录查看理由。"), APPLICANT
    ),
    "order_visit": daily(_l("您的信用修复申请 %(ref)s 将现场核查，请登录查看日期。"), APPLICANT),
    "visit": untold("what is decided says what it found"),
    "agree": daily(_l("信用修复申请 %(ref)s 初核同意，待另一人决定。"), REPAIRING)
    + daily(_l("信用修复申请 %(ref)s 初核同意，待另一人决定。"), REPAIRS_IT),
    "take_over": daily(_l("信用修复申请 %(ref)s 逾期没有办理，已由办公室接手。"), REPAIRING)
    + daily(_l("信用修复申请 %(ref)s 逾期没有办理，已由办公室接手。"), REPAIRS_IT)
    + daily(_l("您的信用修复申请 %(ref)s 已由领导小组办公室接手办理。"), APPLICANT),
    "send_back": daily(_l("信用修复申请 %(ref)s 复核后退回，请重新办理。"), REPAIRING)
    + daily(_l("信用修复申请 %(ref)s 复核后退回，请重新办理。"), REPAIRS_IT),
    "grant": at_once(_l("您的信用修复申请 %(ref)s 已同意修复。"), APPLICANT),
    "refuse": at_once(_l("您的信用修复申请 %(ref)s 没有同意，请登录查看理由。"), APPLICANT),
    "due_soon": daily(_l("信用修复申请 %(ref)s 临近办理期限。"), REPAIRING)
    + daily(_l("信用修复申请 %(ref)s 临近办理期限。"), REPAIRS_IT),
    "overdue": at_once(_l("信用修复申请 %(ref)s 已经逾期，请立即办理。"), REPAIRING)
    + at_once(_l("信用修复申请 %(ref)s 已经逾期，请立即办理。"), REPAIRS_IT)
    + daily(_l("您的信用修复申请 %(ref)s 逾期没有办结。"), APPLICANT),
    late_event(Side.DECIDER): daily(UNACCEPTED, REPAIRING) + daily(UNACCEPTED, REPAIRS_IT),
}


REMEDIES = tuple(
    Source(model, tells, endpoint, "number", model.id, joined=[filings.whose(model)])
    for model, tells, endpoint in (
        (Objection, OBJECTION, "objections.item"),
        (Appeal, APPEAL, "appeals.item"),
        (Repair, REPAIR, "repairs.item"),
    )
)
SOURCES = (
    RECORDS,
    ENTRIES,
    PUSHES,
    DETACHMENTS,
    CORRECTIONS,
    BRIEFED,
    CONFIRMED,
    *PROCEDURE,
    *REMEDIES,
)
