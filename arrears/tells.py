"""Who is told what of arrears."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from arrears.disputes import DISPUTES
from arrears.enrolments.models import Enrolment
from arrears.figures import taken_up
from arrears.models import Dispute, Invoice, Payment
from arrears.payments import PAYMENTS
from arrears.permissions import ArrearsPermission as P
from arrears.receivables import RECEIVABLES, Receivable
from arrears.reconciliations import SHEETS, Reconciliation
from arrears.strikings import STRIKINGS, Striking
from arrears.transfers import Transfer
from arrears.yearly import Declaration
from integrity.casework.steps import told_late
from integrity.people.messages.tells import Source, Tell, Whom, at_once, daily, untold

OFFICE = Whom(P.HANDLE)
FINDER = Whom(P.FIND)
BODY = Whom(P.PAY, Invoice.subject_id)
SUPPLIER = Whom(P.CONFIRM, Invoice.creditor_id)
OWING = Whom(P.DECLARE, Declaration.subject_id)
SIGNER = Whom(P.SIGN, Declaration.subject_id)
TELLS = {
    "register": daily(_l("新登记的拖欠账款 %(ref)s 待办理。"), OFFICE)
    + daily(_l("与您有关的拖欠账款 %(ref)s 已登记。"), SUPPLIER),
    "refer": at_once(_l("拖欠账款线索 %(ref)s 已移送，请按期书面答复。"), FINDER)
    + daily(_l("您登记的拖欠账款线索 %(ref)s 已移送处理部门。"), SUPPLIER),
    "take_on": at_once(_l("处理部门就拖欠账款 %(ref)s 督促本单位，请按期核实。"), BODY)
    + at_once(_l("处理部门已受理您登记的拖欠账款线索 %(ref)s，请登录查看答复。"), SUPPLIER),
    "turn_down": at_once(_l("处理部门不予处理拖欠账款线索 %(ref)s，请登录查看理由。"), SUPPLIER)
    + daily(_l("处理部门不予处理拖欠账款线索 %(ref)s。"), OFFICE),
    "reject": at_once(_l("您登记的拖欠账款 %(ref)s 不予受理，请登录查看理由。"), SUPPLIER),
    "forward": at_once(_l("拖欠账款 %(ref)s 已转交本单位，请按期核实。"), BODY)
    + daily(_l("您登记的拖欠账款 %(ref)s 已转交付款单位。"), SUPPLIER),
    "readdress": daily(_l("您登记的拖欠账款 %(ref)s 更换了付款单位，重新办理。"), SUPPLIER),
    "verify": at_once(_l("付款单位已核实拖欠账款 %(ref)s 的金额，请登录查看。"), SUPPLIER),
    "plan": at_once(
        _l("付款单位对拖欠账款 %(ref)s 提出了付款计划，请登录决定是否同意。"), SUPPLIER
    ),
    "note_verified": at_once(
        _l("付款单位已书面核实拖欠账款 %(ref)s 的金额，请登录查看。"), SUPPLIER
    ),
    "note_plan": at_once(
        _l("付款单位书面提出了拖欠账款 %(ref)s 的付款计划，请登录决定是否同意。"), SUPPLIER
    ),
    "note_payment": untold("the payment that it notes is told as any other"),
    "agree_plan": daily(_l("供应商同意拖欠账款 %(ref)s 的付款计划，请按计划付款。"), BODY),
    "decline_plan": at_once(_l("供应商不同意拖欠账款 %(ref)s 的付款计划。"), BODY),
    "payment": at_once(_l("付款单位报告已支付拖欠账款 %(ref)s，请确认是否收到。"), SUPPLIER),
    "payment_confirmed": daily(_l("拖欠账款 %(ref)s 的付款已确认。"), BODY)
    + at_once(_l("拖欠账款 %(ref)s 的一笔付款已确认到账，没有收到的请登录提出。"), SUPPLIER),
    "payment_denied": at_once(_l("供应商没有收到拖欠账款 %(ref)s 的付款，请核对。"), BODY),
    "payment_corrected": at_once(_l("拖欠账款 %(ref)s 的一笔付款有人提出更正，请核对。"), SUPPLIER)
    + at_once(_l("拖欠账款 %(ref)s 的一笔付款有人提出更正，请核对。"), BODY),
    "payment_contested": at_once(
        _l("付款单位不认可拖欠账款 %(ref)s 的付款更正，待认定。"), SUPPLIER
    )
    + at_once(_l("付款单位不认可拖欠账款 %(ref)s 的付款更正，待认定。"), FINDER),
    "payment_taken_back": daily(_l("付款单位撤回了拖欠账款 %(ref)s 的一笔付款报告。"), SUPPLIER),
    "owe_interest": at_once(_l("拖欠账款 %(ref)s 的本金已付，逾期利息未付，请支付利息。"), BODY)
    + daily(_l("拖欠账款 %(ref)s 的本金已付，逾期利息未付。"), SUPPLIER),
    "ask_confirmation": at_once(
        _l("供应商请求确认拖欠账款 %(ref)s 的应收账款，请在法定期限内答复。"), BODY
    ),
    "receivable_confirmed": at_once(_l("付款单位已确认拖欠账款 %(ref)s 的应收账款。"), SUPPLIER),
    "receivable_objected": at_once(
        _l("付款单位对拖欠账款 %(ref)s 的确权请求提出异议，请登录查看。"), SUPPLIER
    ),
    "sheet_drawn": at_once(_l("拖欠账款 %(ref)s 的对账单已生成，请逐笔核对。"), BODY),
    "sheet_stated": at_once(_l("付款单位已核对拖欠账款 %(ref)s 的对账单，请逐笔核对。"), SUPPLIER),
    "sheet_answered": daily(_l("拖欠账款 %(ref)s 的对账单待核定。"), OFFICE),
    "sheet_certified": daily(_l("拖欠账款 %(ref)s 的对账单已核定，请登录查看。"), BODY)
    + daily(_l("拖欠账款 %(ref)s 的对账单已核定，请登录查看。"), SUPPLIER),
    "break_plan": at_once(_l("拖欠账款 %(ref)s 的还款协议没有履行，全部未付款项立即应付。"), BODY)
    + at_once(_l("拖欠账款 %(ref)s 的还款协议没有履行，请登录查看您可以怎么办。"), SUPPLIER)
    + daily(_l("拖欠账款 %(ref)s 的还款协议没有履行。"), OFFICE),
    "ask_sign_off": at_once(_l("拖欠账款 %(ref)s 已付清，请确认是否同意销号。"), SUPPLIER),
    "sign_off_refused": at_once(_l("供应商不同意拖欠账款 %(ref)s 销号，请核对。"), BODY)
    + at_once(_l("供应商不同意拖欠账款 %(ref)s 销号，待认定。"), FINDER),
    "kept_in_ledger": at_once(_l("拖欠账款 %(ref)s 经认定不予销号，请登录查看理由。"), BODY)
    + at_once(_l("拖欠账款 %(ref)s 经认定不予销号，请登录查看理由。"), SUPPLIER),
    "struck_off": daily(_l("拖欠账款 %(ref)s 已销号。"), BODY)
    + daily(_l("拖欠账款 %(ref)s 已销号。"), SUPPLIER)
    + daily(_l("拖欠账款 %(ref)s 已销号，待出具办结报告。"), OFFICE),
    "waive": at_once(_l("供应商免除了拖欠账款 %(ref)s 的逾期利息。"), BODY)
    + daily(_l("拖欠账款 %(ref)s 的逾期利息已由本企业登记免除。"), SUPPLIER),
    "reopen": at_once(_l("拖欠账款 %(ref)s 经更正付款后仍有未付，请支付。"), BODY)
    + daily(_l("拖欠账款 %(ref)s 经更正付款后重新计为未付。"), SUPPLIER),
    "pay": daily(_l("拖欠账款 %(ref)s 已付清。"), BODY)
    + daily(_l("拖欠账款 %(ref)s 已付清。"), SUPPLIER),
    "dismiss": at_once(_l("拖欠账款 %(ref)s 被认定不应付，请登录查看理由。"), SUPPLIER)
    + at_once(_l("拖欠账款 %(ref)s 被认定不应付。"), BODY),
    "dispute": at_once(_l("拖欠账款 %(ref)s 进入分歧处理，请登录查看。"), SUPPLIER)
    + at_once(_l("拖欠账款 %(ref)s 进入分歧处理，请登录查看。"), BODY)
    + at_once(_l("拖欠账款 %(ref)s 有分歧，待认定。"), FINDER),
    "extend": daily(_l("拖欠账款 %(ref)s 的答复期限已延长，请登录查看理由。"), SUPPLIER),
    "dispute_contested": at_once(_l("供应商不认可拖欠账款 %(ref)s 的分歧，待认定。"), FINDER),
    "dispute_decided": at_once(_l("拖欠账款 %(ref)s 的分歧已有结论，请登录查看。"), BODY)
    + at_once(_l("拖欠账款 %(ref)s 的分歧已有结论，请登录查看。"), SUPPLIER),
    "judge": at_once(_l("拖欠账款 %(ref)s 已登记裁判结果。"), BODY)
    + at_once(_l("拖欠账款 %(ref)s 已登记裁判结果。"), SUPPLIER),
    "due_soon": daily(_l("拖欠账款 %(ref)s 临近期限，请按期办理。"), BODY),
    "overdue": at_once(_l("拖欠账款 %(ref)s 已经逾期，请立即办理。"), BODY)
    + daily(_l("拖欠账款 %(ref)s 已经逾期。"), OFFICE),
    **told_late(
        _l("拖欠账款 %(ref)s 的办理环节逾期，请立即办理。"),
        office=OFFICE,
        owing=BODY,
        finder=FINDER,
    ),
}
ENROLMENTS = {
    "file": at_once(_l("企业和社会组织登记申请 %(ref)s 待审核。"), OFFICE),
    "accept": untold("who asked follows it by mail, and sees it on the page it was given"),
    "refuse": untold("who asked follows it by mail, and sees it on the page it was given"),
}
TRANSFERRED = {
    "receive": untold("said of the invoice that was registered with it"),
    "report": at_once(_l("拖欠账款 %(ref)s 的处理结果已书面反馈，请登录查看。"), SUPPLIER)
    + daily(_l("拖欠账款 %(ref)s 的处理结果已书面反馈。"), BODY),
}
STATEMENTS = {
    "open": at_once(_l("年度公开 %(ref)s：请申报上一年度末逾期未付款项，没有的申报零。"), OWING),
    "remind": at_once(_l("年度公开 %(ref)s 还没有公布，请在3月31日以前公布。"), OWING),
    "remind_head": at_once(_l("年度公开 %(ref)s 还没有公布，请在3月31日以前签发。"), SIGNER),
    "declare": daily(_l("年度公开 %(ref)s 已申报，待复核。"), OFFICE),
    "review": at_once(_l("年度公开 %(ref)s 已复核，请签发。"), SIGNER),
    "send_back": at_once(_l("年度公开 %(ref)s 退回重新申报，请登录查看理由。"), OWING),
    "sign": daily(_l("年度公开 %(ref)s 已公布。"), OFFICE),
    "correct": daily(_l("年度公开 %(ref)s 已公开更正。"), OFFICE),
    **told_late(_l("年度公开 %(ref)s 逾期没有公布，请立即办理。"), owing=OWING, office=OFFICE),
}


def _of_invoice(model: Any, tells: Mapping[str, Sequence[Tell]]) -> Source:
    """What is told of something that belongs to an invoice leads to the page of that."""
    joined = [(Invoice, model.invoice_id == Invoice.id)]
    return Source(model, tells, "arrears.item", ref=Invoice.ref, joined=joined)


OF_INVOICE = untold("said of the invoice")
SOURCES = (
    Source(Invoice, TELLS, "arrears.item", counted=taken_up),
    _of_invoice(
        Payment,
        dict.fromkeys(PAYMENTS.moves, OF_INVOICE)
        | told_late(
            _l("拖欠账款 %(ref)s 的付款逾期没有答复或者认定，请立即办理。"),
            finder=FINDER,
            owing=BODY,
        ),
    ),
    _of_invoice(
        Dispute,
        dict.fromkeys(DISPUTES.moves, OF_INVOICE)
        | told_late(_l("拖欠账款 %(ref)s 的分歧逾期没有认定，请立即办理。"), finder=FINDER),
    ),
    Source(
        Enrolment,
        ENROLMENTS
        | told_late(_l("企业和社会组织登记申请 %(ref)s 逾期没有审核，请立即办理。"), office=OFFICE),
        "arrears.enrolment",
        "number",
        Enrolment.id,
    ),
    Source(
        Declaration,
        STATEMENTS,
        "arrears.yearly_of",
        "number",
        Declaration.id,
    ),
    _of_invoice(
        Transfer,
        TRANSFERRED
        | told_late(_l("转办件 %(ref)s 逾期没有反馈处理结果，请立即办理。"), office=OFFICE),
    ),
    _of_invoice(
        Receivable,
        dict.fromkeys(RECEIVABLES.moves, OF_INVOICE)
        | told_late(_l("拖欠账款 %(ref)s 的确权请求逾期没有答复，请立即办理。"), owing=BODY),
    ),
    _of_invoice(
        Striking,
        dict.fromkeys(STRIKINGS.moves, OF_INVOICE)
        | {
            "close_claim": daily(_l("拖欠账款 %(ref)s 的办结报告已出具，请登录查看。"), SUPPLIER)
            + daily(_l("拖欠账款 %(ref)s 的办结报告已出具。"), BODY)
        }
        | told_late(
            _l("拖欠账款 %(ref)s 的销号逾期没有认定或者办结，请立即办理。"),
            finder=FINDER,
            office=OFFICE,
        ),
    ),
    _of_invoice(
        Reconciliation,
        dict.fromkeys(SHEETS.moves, OF_INVOICE)
        | {
            "end_sheet": daily(_l("拖欠账款 %(ref)s 的对账已终止，请登录查看理由。"), BODY)
            + daily(_l("拖欠账款 %(ref)s 的对账已终止，请登录查看理由。"), SUPPLIER)
        }
        | told_late(
            _l("拖欠账款 %(ref)s 的对账单逾期没有核对，请立即办理。"), owing=BODY, office=OFFICE
        ),
    ),
)
