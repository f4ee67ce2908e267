"""The papers of orders to put right: 限期整改通知书, 现场核查表 and 整改销号表."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.casework import streams
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.paper import Table
from integrity.casework.documents.templates import written_day
from integrity.casework.documents.terms import basis, lasting
from integrity.streams.rectifications import checks, days
from integrity.streams.rectifications.checks import SiteCheck
from integrity.streams.rectifications.models import INSPECTION_NAMES, Rectification


def _matter(order: Rectification) -> Any:
    """What it is about: the thing of a stream, or, of none, the order itself."""
    stream = streams.registered().get(order.stream)
    item = stream.by_ids([order.item_id]).get(order.item_id) if stream and order.item_id else None
    return item or order


def _days(order: Rectification) -> str | None:
    """How long it has from the service of the paper, where no day is named."""
    return None if order.due_on else lasting("LOCAL-RECTIFY", order.ordered_on)


def _cause(order: Rectification) -> str:
    """Why it is ordered, in a clause."""
    if order.finding:
        return "经检查发现存在下列问题，须限期整改"
    matter = _matter(order)
    named = f"“{matter.title}”（编号：{matter.ref}）"
    if order.record or (matter.due_on and matter.due_on < order.ordered_on):
        return f"{named}未按期履行，至今未纠正"
    return f"办理{named}存在下列问题，须限期整改"


def _problem(order: Rectification) -> str:
    """What is wrong, as the record says it or as the inspectors found it."""
    if found := order.finding:
        said = (written_day(found.found_on), str(INSPECTION_NAMES[found.inspection]), found.place)
        return "{}，{}在{}发现：".format(*said) + found.what
    return order.record.summary if order.record else order.title


def _points(order: Rectification, *more: Any) -> Table | None:
    """Every point with its day, and what `more` columns say of it."""
    rows = tuple(
        (
            str(number),
            point.what + ("（消除不良影响）" if point.is_effect else ""),
            written_day(day) if (day := point.due_on or order.due_on) else "",
            *(say(point) for _head, say in more),
        )
        for number, point in enumerate(order.points, 1)
    )
    head = ("序号", "整改事项", "期限", *(head for head, _say in more))
    return Table(head, rows) if rows else None


def _answers(check: SiteCheck) -> Table | None:
    done = {answer.point_id: answer.is_done for answer in check.answers}
    said = {True: "已整改到位", False: "没有整改到位"}
    return _points(check.order, ("核查结果", lambda point: said[done[point.id]]))


def _checked(order: Rectification) -> str | None:
    """By whom and when it was checked on the spot last."""
    agreed = [check for check in checks.of(order) if check.state is checks.AGREED]
    if not agreed:
        return None
    last = agreed[-1]
    said = f"{last.entered_by_name}、{last.second_by_name}于{written_day(last.day)}"
    return f"{said}在{last.place}现场核查，各项均已整改到位（现场核查{last.ref}）"


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
            "整改事由": _cause,
            "存在问题": _problem,
            "信用记录": lambda order: order.record and order.record.ref,
            "整改要求": lambda order: order.demand,
            "整改事项": _points,
            "整改期限": lambda order: order.due_on,
            "整改天数": _days,
            "答复期限": lambda order: None,
            "异议期限": lambda order: lasting("LOCAL-OBJECT", order.ordered_on),
            "整改依据": lambda order: basis("LOCAL-RECTIFY", order.ordered_on),
            "本地依据": lambda order: None,
        },
        served=days.begin,
    ),
    PaperKind(
        name="site-check",
        title=_l("现场核查表"),
        mark="XC",
        model=SiteCheck,
        url=lambda check: url_for("rectifications.item", ref=check.order.ref),
        fields={
            "单位名称": lambda check: check.order.subject.name,
            "整改名称": lambda check: check.order.title,
            "整改编号": lambda check: check.order.ref,
            "核查日期": lambda check: check.day,
            "核查地点": lambda check: check.place,
            "现场情况": lambda check: check.seen,
            "核查结果": _answers,
            "核查人员": lambda check: f"{check.entered_by_name}、{check.second_by_name}",
        },
    ),
    PaperKind(
        name="rectification-closing",
        title=_l("整改销号表"),
        mark="XH",
        model=Rectification,
        url=lambda order: url_for("rectifications.item", ref=order.ref),
        fields={
            "单位名称": lambda order: order.subject.name,
            "整改名称": lambda order: order.title,
            "整改编号": lambda order: order.ref,
            "存在问题": _problem,
            "整改要求": lambda order: order.demand,
            "整改事项": _points,
            "整改情况": lambda order: order.report,
            "消除影响": lambda order: order.effects,
            "现场核查": _checked,
            "完成日期": lambda order: order.closed_on,
        },
        why="核验意见",
    ),
)
