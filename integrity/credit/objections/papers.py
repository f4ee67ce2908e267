"""The letter that asks another body to help to verify an objection: 征求意见函."""

from collections.abc import Sequence
from datetime import date, datetime

from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.casework.documents.giving import given
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.models import Delivery
from integrity.casework.documents.paper import Shown
from integrity.credit.objections.models import Objection


def consultation(objection: Objection, on: date) -> Shown:
    """A letter that the office must still issue, to whom it names in it."""
    return given("opinion-request", objection, on, draft=True)


def _helper(objection: Objection) -> Sequence[Addressee]:
    """The body that was asked to help; a letter that a person drafts names its own."""
    helper = objection.helper
    return [Addressee(helper.name, helper.id)] if helper else []


def _answered(objection: Objection, delivery: Delivery, *, by: audit.Actor, at: datetime) -> None:
    """The helper has answered: who decides need not wait any more."""
    if delivery.subject_id == objection.helper_id:
        objection.helped_on = delivery.answered_on


PAPERS = (
    PaperKind(
        name="opinion-request",
        title=_l("征求意见函"),
        mark="ZQ",
        model=Objection,
        url=lambda objection: url_for("objections.item", number=objection.id),
        addressees=_helper,
        issuer=lambda objection: objection.deciding_id,
        answered=_answered,
        fields={
            "单位名称": lambda objection: objection.helper.name if objection.helper else "有关单位",
            "事项简称": lambda objection: "信用信息异议核查",
            "征求事项": lambda objection: "下列信用信息异议",
            "征求依据": lambda objection: "《山东省社会信用条例》第三十九条",
            "基本情况": lambda objection: (
                f"{objection.subject.name}对“{objection.title}”提出异议，异议内容："
                f"{objection.statement}"
            ),
            "征求问题": lambda objection: "异议所述事实是否属实，有何证据材料。",
            "答复期限": lambda objection: objection.help_until or objection.due_on,
            "本地依据": lambda objection: None,
            "附件": lambda objection: None,
        },
    ),
)
