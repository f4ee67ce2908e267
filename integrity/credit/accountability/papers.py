"""The papers: 问题线索移送函 about a body, 复函 to who asked before appointments."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.terms import basis
from integrity.credit.accountability.models import Inquiry, Referral


def _source(referral: Referral) -> str:
    known = f"信用记录{referral.record.ref}。" if referral.record else "领导小组办公室工作中掌握。"
    return f"{known}移送编号：{referral.ref}。"


PAPERS = (
    PaperKind(
        name="referral",
        title=_l("问题线索移送函"),
        mark="XS",
        model=Referral,
        text="lead-transfer",
        url=lambda referral: url_for("accountability.item", number=referral.id),
        addressees=lambda referral: [Addressee(referral.receiver)],
        fields={
            "接收机关": lambda referral: referral.receiver,
            "线索来源": _source,
            "反映对象": lambda referral: referral.subject.name,
            "线索内容": lambda referral: referral.content,
            "移送材料": lambda referral: referral.materials,
            "移送依据": lambda referral: basis("LOCAL-REFERRAL-SEND", referral.sent_on),
            "本地依据": lambda referral: None,
        },
    ),
    PaperKind(
        name="inquiry-reply",
        title=_l("征求意见复函"),
        mark="FW",
        model=Inquiry,
        url=lambda inquiry: url_for("accountability.inquiry", number=inquiry.id),
        addressees=lambda inquiry: [Addressee(inquiry.sender)],
        fields={
            "来函单位": lambda inquiry: inquiry.sender,
            "来函文号": lambda inquiry: inquiry.letter_no,
            "人数": lambda inquiry: inquiry.number_of,
            "答复内容": lambda inquiry: inquiry.reply,
            "答复日期": lambda inquiry: inquiry.replied_on,
            "答复依据": lambda inquiry: basis("LOCAL-INQUIRY-REPLY", inquiry.received_on),
            "本地依据": lambda inquiry: None,
        },
    ),
)
