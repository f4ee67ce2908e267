"""The papers of claims for compensation: granted, refused with the way to a review, and paid."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.base import i18n
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.terms import lasting
from integrity.streams.losses import service
from integrity.streams.losses.models import CAUSE_NAMES, LossClaim


def _url(item: LossClaim) -> str:
    return url_for("losses.item", ref=item.ref)


def _firm(item: LossClaim) -> Sequence[Addressee]:
    return [Addressee(item.claimant.name, item.claimant_id)]


def _both(item: LossClaim) -> Sequence[Addressee]:
    return [*_firm(item), Addressee(item.subject.name, item.subject_id)]


def _result(item: LossClaim) -> str:
    if item.outcome:
        return "认定已经支付。"
    return "认定没有支付，原支付期限不变，逾期的依照规定记入信用记录。"


ABOUT = {
    "申请事项": lambda item: item.title,
    "申请编号": lambda item: item.ref,
    "申请企业": lambda item: item.claimant.name,
    "单位名称": lambda item: item.subject.name,
    "原因": lambda item: str(CAUSE_NAMES[item.cause]),
    "原文件": lambda item: item.basis,
    "申请金额": lambda item: i18n.money(item.sought),
    "认定事实": lambda item: item.finding,
}
GRANTED = ABOUT | {
    "补偿金额": lambda item: i18n.money(item.granted) if item.granted else None,
    "支付天数": lambda item: lasting("LOCAL-LOSS-PAY", item.decided_on or item.received_on),
}
"""Told to both on a paper each: the term runs from the service on the body alone."""
PAPERS = (
    PaperKind(
        name="loss-granted",
        title=_l("补偿决定书"),
        mark="LB",
        model=LossClaim,
        url=_url,
        issuer=lambda item: item.finder_id,
        served=service.begin,
        fields=GRANTED | {"主送单位": lambda item: item.subject.name},
    ),
    PaperKind(
        name="loss-told",
        title=_l("补偿决定告知书"),
        mark="LK",
        text="loss-granted",
        model=LossClaim,
        url=_url,
        addressees=_firm,
        issuer=lambda item: item.finder_id,
        fields=GRANTED | {"主送单位": lambda item: item.claimant.name},
    ),
    PaperKind(
        name="loss-refused",
        title=_l("不予补偿决定书"),
        mark="LN",
        model=LossClaim,
        url=_url,
        addressees=_both,
        issuer=lambda item: item.finder_id,
        fields=ABOUT,
    ),
    PaperKind(
        name="loss-result",
        title=_l("补偿支付情况认定函"),
        mark="LR",
        model=LossClaim,
        url=_url,
        addressees=_both,
        issuer=lambda item: item.finder_id,
        fields=ABOUT
        | {
            "单位报告": lambda item: item.report,
            "认定结果": _result,
        },
    ),
)
