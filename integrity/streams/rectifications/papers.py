"""The paper of an order to put right: 限期整改通知书."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.casework import streams
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.terms import basis, lasting
from integrity.streams.rectifications import service
from integrity.streams.rectifications.models import Rectification


def _matter(order: Rectification) -> Any:
    """What it is about: the thing of a stream, or, of none, the order itself."""
    stream = streams.registered().get(order.stream)
    item = stream.by_ids([order.item_id]).get(order.item_id) if stream and order.item_id else None
    return item or order


def _days(order: Rectification) -> str | None:
    """How long it has from the service of the paper, where no day is named."""
    return None if order.due_on else lasting("LOCAL-RECTIFY", order.ordered_on)


PAPERS = (
    PaperKind(
        name="rectification-order",
        title=_l("限期整改通知书"),
        mark="ZG",
        model=Rectification,
        url=lambda order: url_for("rectifications.item", ref=order.ref),
        fields={
            "单位名称": lambda order: order.subject.name,
            "事项名称": lambda order: str(_matter(order).title),
            "事项编号": lambda order: str(_matter(order).ref),
            "存在问题": lambda order: order.record.summary if order.record else order.title,
            "信用记录": lambda order: order.record and order.record.ref,
            "整改要求": lambda order: order.demand,
            "整改期限": lambda order: order.due_on,
            "整改天数": _days,
            "答复期限": lambda order: None,
            "异议期限": lambda order: lasting("LOCAL-OBJECT", order.ordered_on),
            "整改依据": lambda order: basis("LOCAL-RECTIFY", order.ordered_on),
            "本地依据": lambda order: None,
        },
        served=service.begin,
    ),
)
