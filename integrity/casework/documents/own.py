"""The papers of papers: 送达回证 for who serves one, 复函 for who answers one, 更正文书."""

from datetime import date

from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.base import site_texts
from integrity.casework.documents.giving import given
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.models import (
    PROOF_NAMES,
    WAY_NAMES,
    Delivery,
    DeliveryState,
    Document,
    Proof,
)
from integrity.casework.documents.paper import Shown

CORRECTION = "correction"


def service_receipt(delivery: Delivery, on: date) -> Shown:
    """To be signed by who receives it, with what is known of the way so far."""
    return given("service-receipt", delivery, on)


def reply(delivery: Delivery) -> Shown | None:
    """What was answered, as a letter that the body must still issue."""
    if delivery.answered_on is None:
        return None
    return given("reply", delivery, delivery.answered_on, draft=True)


def _issuer(document: Document) -> str:
    return document.body.name if document.body else site_texts.said("OFFICE_NAME")


def _deemed(delivery: Delivery) -> str | None:
    return str(PROOF_NAMES[delivery.proof]) if delivery.proof is Proof.DEEMED else None


def _received(delivery: Delivery) -> str | None:
    if not delivery.received_by_name:
        return None
    return f"由{delivery.received_by_name}签收。"


def _numbers(document: Document) -> str:
    known = f"内部编号{document.ref}"
    return f"{document.number}，{known}" if document.number else known


def _same(document: Document) -> list[Addressee]:
    """Everybody to whom a paper went."""
    gone = [d for d in document.deliveries if d.state is not DeliveryState.CANCELLED]
    return [Addressee(delivery.name, delivery.subject_id) for delivery in gone]


PAPERS = (
    PaperKind(
        name=CORRECTION,
        title=_l("更正文书"),
        mark="GX",
        model=Document,
        url=lambda document: url_for("documents.item", number=document.id),
        addressees=_same,
        issuer=lambda document: document.body_id,
        fields={
            "单位名称": lambda document: document.paper.addressee,
            "原文书名称": lambda document: document.title,
            "原文书编号": _numbers,
            "原签发日期": lambda document: document.issued_on,
        },
        why="更正内容",
    ),
    PaperKind(
        name="service-receipt",
        title=_l("送达回证"),
        mark="SD",
        model=Delivery,
        url=lambda delivery: url_for("documents.item", number=delivery.document_id),
        addressees=lambda delivery: (),
        issuer=lambda delivery: delivery.document.body_id,
        fields={
            "文书名称": lambda delivery: delivery.document.title,
            "文书编号": lambda delivery: delivery.document.number or delivery.document.ref,
            "受送达人": lambda delivery: delivery.name,
            "送达方式": lambda delivery: delivery.way and str(WAY_NAMES[delivery.way]),
            "发出日期": lambda delivery: delivery.sent_on,
            "送达日期": lambda delivery: delivery.served_on,
            "视为送达依据": _deemed,
            "签收情况": _received,
            "证明材料": lambda delivery: delivery.note,
            "未送达原因": lambda delivery: None,
        },
    ),
    PaperKind(
        name="reply",
        title=_l("复函"),
        mark="FH",
        model=Delivery,
        url=lambda delivery: url_for("documents.letter", number=delivery.id),
        addressees=lambda delivery: [Addressee(_issuer(delivery.document))],
        issuer=lambda delivery: delivery.subject_id,
        fields={
            "单位名称": lambda delivery: _issuer(delivery.document),
            "事项简称": lambda delivery: f"《{delivery.document.title}》",
            "来函名称": lambda delivery: f"《{delivery.document.title}》",
            "来函文号": lambda delivery: delivery.document.number or delivery.document.ref,
            "答复内容": lambda delivery: delivery.answer,
            "办理安排": lambda delivery: None,
            "答复依据": lambda delivery: None,
            "本地依据": lambda delivery: None,
            "附件": lambda delivery: None,
        },
    ),
)
