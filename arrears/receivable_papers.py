"""What a debtor answers on paper when it is asked to confirm a receivable."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from arrears.papers import REPLY, creditor
from arrears.receivables import Receivable
from integrity.casework.documents.amounts import capitals, figures
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.terms import basis

PAPERS = (
    PaperKind(
        name="receivable-confirmation",
        title=_l("应收账款确认书"),
        mark="QR",
        model=Receivable,
        url=lambda asked: url_for("arrears.item", ref=asked.invoice.ref),
        addressees=lambda asked: creditor(asked.invoice),
        issuer=lambda asked: asked.invoice.subject_id,
        fields={
            "供应商名称": lambda asked: asked.invoice.creditor.name,
            "登记编号": lambda asked: asked.invoice.ref,
            "合同名称": lambda asked: asked.invoice.contract_name,
            "合同编号": lambda asked: asked.invoice.contract_no,
            "请求日期": lambda asked: asked.asked_on,
            "请求金额": lambda asked: figures(asked.amount),
            "确认金额": lambda asked: figures(asked.confirmed),
            "确认大写": lambda asked: capitals(asked.confirmed),
            "应付日期": lambda asked: asked.invoice.due_on,
            "融资机构": lambda asked: asked.lender or None,
            "少于请求的理由": lambda asked: asked.words or None,
            "确权依据": lambda asked: basis("PAY-CONFIRM", asked.asked_on),
        },
    ),
    PaperKind(
        name="receivable-objection",
        title=_l("应收账款确权异议函"),
        mark="QY",
        text="reply",
        why="答复内容",
        model=Receivable,
        url=lambda asked: url_for("arrears.item", ref=asked.invoice.ref),
        addressees=lambda asked: creditor(asked.invoice),
        issuer=lambda asked: asked.invoice.subject_id,
        fields={
            **REPLY,
            "事项简称": lambda asked: "应收账款确权",
            "单位名称": lambda asked: asked.invoice.creditor.name,
            "来函名称": lambda asked: "应收账款确权请求",
            "来函文号": lambda asked: asked.invoice.ref,
            "答复依据": lambda asked: basis("PAY-CONFIRM", asked.asked_on),
            "办理安排": lambda asked: "不同意的，可以请求处理部门认定，或者依法起诉、申请仲裁。",
        },
    ),
)
