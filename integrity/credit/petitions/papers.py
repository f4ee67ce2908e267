"""The letter by which an objection comes back that does not show who objects."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.terms import basis
from integrity.credit.petitions.models import SHORTFALL_NAMES, Petition

PETITIONER = "异议申请人"
"""Who it is is sealed; the letter goes to whoever has the receipt."""


def _arranged(petition: Petition) -> str | None:
    if petition.shortfall is None:
        return None
    return f"退回的情形：{SHORTFALL_NAMES[petition.shortfall]}。补齐材料后可以重新提出。"


PAPERS = (
    PaperKind(
        name="petition-return",
        title=_l("信用信息异议申请退回函"),
        mark="YTH",
        text="reply",
        why="答复内容",
        model=Petition,
        url=lambda petition: url_for("petitions.item", number=petition.id),
        addressees=lambda petition: [Addressee(PETITIONER)],
        fields={
            "本地依据": lambda petition: None,
            "附件": lambda petition: None,
            "事项简称": lambda petition: "信用信息异议申请",
            "单位名称": lambda petition: PETITIONER,
            "来函名称": lambda petition: "提出的信用信息异议申请",
            "来函文号": lambda petition: petition.ref,
            "答复依据": lambda petition: basis("LOCAL-OBJ-IDENTITY", petition.closed_on),
            "办理安排": _arranged,
        },
    ),
)
