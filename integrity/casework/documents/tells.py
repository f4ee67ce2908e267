"""Who is told what of papers, of their deliveries and of scans that are compared."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.documents.models import Delivery, Document
from integrity.casework.documents.scans import StampedScan
from integrity.casework.steps import Side, late_event
from integrity.people.messages.tells import Page, Source, Whom, at_once, daily, untold

DRAFTER = Whom(None, Document.drafted_by_id)
SIGNER = Whom(Permission.DOCUMENTS_SIGN, Document.body_id)
RECEIVER = Whom(Permission.DOCUMENTS_RECEIVE, Delivery.subject_id)
ENTERED = Whom(None, StampedScan.entered_by_id)
OFFICE = Whom(Permission.DOCUMENTS_HANDLE)
ISSUER = Whom(Permission.DOCUMENTS_HANDLE, StampedScan.issuer_id)
UNCOMPARED = _l("扫描件（第 %(ref)s 号）逾期没有核对，请立即办理。")
UNOPENED = _l("文书（第 %(ref)s 号）还没有被打开，请准备改用其他方式送达。")
SERVE_OTHERWISE = _l("文书（第 %(ref)s 号）没有被打开，请改用邮寄、直接或者公告送达。")
PAPER = Page("documents.item", "number", Document.id)
SOURCES = (
    Source(
        Document,
        {
            "edit": untold("who drafts it does it"),
            "review": daily(_l("文书（第 %(ref)s 号）已核稿，待签发。"), SIGNER),
            "ask_countersign": untold("a section is asked by name"),
            "countersign": daily(_l("文书（第 %(ref)s 号）已有会签意见。"), DRAFTER),
            "sign": daily(_l("文书（第 %(ref)s 号）已签发，请送达。"), DRAFTER),
            "send_back": at_once(_l("文书（第 %(ref)s 号）已退回，请修改。"), DRAFTER),
            "serve": daily(_l("文书（第 %(ref)s 号）已送达。"), DRAFTER),
            "archive": untold("nothing waits any more"),
            late_event(Side.ISSUER): daily(
                _l("文书（第 %(ref)s 号）的办理环节逾期，请立即办理。"), DRAFTER
            )
            + daily(_l("文书（第 %(ref)s 号）的办理环节逾期，待签发的请立即签发。"), SIGNER),
            "cancel": untold("who would have received it hears it of the delivery"),
        },
        "documents.item",
        "number",
        Document.id,
    ),
    Source(
        Delivery,
        {
            "send": at_once(_l("有文书（送达第 %(ref)s 号）发送本单位，请签收。"), RECEIVER),
            "deem": at_once(_l("文书（送达第 %(ref)s 号）已按规定视为送达，请查看。"), RECEIVER),
            "cancel": at_once(_l("文书（送达第 %(ref)s 号）已作废。"), RECEIVER),
            "answer": at_once(_l("文书（第 %(ref)s 号）已收到答复。"), DRAFTER, PAPER),
            "bounce": at_once(_l("文书（第 %(ref)s 号）没有送达，请重新送达。"), DRAFTER, PAPER),
            "remind_unread": at_once(
                _l("文书（送达第 %(ref)s 号）还没有打开，请尽快登录签收。"), RECEIVER
            )
            + daily(UNOPENED, DRAFTER, PAPER),
            "give_up": at_once(
                SERVE_OTHERWISE,
                DRAFTER,
                PAPER,
            ),
            "confirm": untold("said of the paper, when all have it"),
            "prove": untold("said of the paper, when all have it"),
            "acknowledge": untold("nothing waits for it"),
            late_event(Side.ISSUER): daily(
                _l("文书（第 %(ref)s 号）的送达逾期，请立即办理。"), DRAFTER, PAPER
            ),
        },
        "documents.letter",
        "number",
        Delivery.id,
        joined=[(Document, Delivery.document_id == Document.id)],
    ),
    Source(
        StampedScan,
        {
            "agree": daily(_l("您提交的扫描件（第 %(ref)s 号）经核对一致。"), ENTERED),
            "refuse": at_once(_l("您提交的扫描件（第 %(ref)s 号）核对不一致，请重交。"), ENTERED),
            late_event(Side.ISSUER): daily(UNCOMPARED, OFFICE) + daily(UNCOMPARED, ISSUER),
        },
        "desk.today",
        "",
        StampedScan.id,
    ),
)
