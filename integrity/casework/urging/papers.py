"""The papers of urging: 督办函, 函询, 约谈通知, 约谈记录, 通报."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import aliased

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.states import read_again
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.models import Delivery, DeliveryState
from integrity.casework.documents.paper import Table
from integrity.casework.documents.templates import written_day
from integrity.casework.documents.terms import basis, lasting
from integrity.casework.urging import ladder, service
from integrity.casework.urging.ladder import STEPS
from integrity.casework.urging.models import KIND_NAMES, UrgedItem, Urging, UrgingKind, UrgingState
from integrity.people.subjects.models import Subject

HEAD = ("事项", "应当办结日期", "逾期天数")


def _bodies(urging: Urging) -> list[Addressee]:
    wanted = sa.select(Subject).where(Subject.id.in_(urging.parties)).order_by(Subject.name)
    return [Addressee(body.name, body.id) for body in db.session.scalars(wanted)]


def _on(urging: Urging) -> date:
    return clock.local_day(urging.made_at)


def _items(urging: Urging) -> Table:
    """Every thing that it is about, as it stood on the day of the step."""
    known, names = ladder.kinds(), {to.subject_id: to.name for to in _bodies(urging)}
    things: dict[tuple[str, int], Any] = {}
    for stream in {row.stream for row in urging.items}:
        ids = [row.item_id for row in urging.items if row.stream == stream]
        things |= {(stream, n): thing for n, thing in known[stream].by_ids(ids).items()}
    rows = tuple(
        (
            *([] if urging.subject_id else [names[row.subject_id]]),
            f"{things[row.stream, row.item_id].title}（{things[row.stream, row.item_id].ref}）",
            written_day(row.due_on),
            str((_on(urging) - row.due_on).days),
        )
        for row in urging.items
    )
    return Table(HEAD if urging.subject_id else ("责任单位", *HEAD), rows)


def _matter(urging: Urging) -> str:
    return f"{len(urging.items)}项逾期事项"


def _basis(urging: Urging) -> str:
    step = urging.kind if urging.kind in STEPS else UrgingKind.LETTER
    return basis(STEPS[step], _on(urging))


def _before(urging: Urging) -> str:
    """Which steps were taken about these things before, and when; one query."""
    mine = aliased(UrgedItem)
    same = (mine.stream == UrgedItem.stream, mine.item_id == UrgedItem.item_id)
    wanted = (
        sa.select(Urging)
        .join(UrgedItem)
        .join(mine, sa.and_(*same))
        .where(mine.urging_id == urging.id, Urging.id < urging.id)
        .where(Urging.state != UrgingState.WITHDRAWN)
        .order_by(mine.id, Urging.id)
    )
    seen = dict.fromkeys(db.session.scalars(wanted))
    said = (f"{written_day(_on(older))}{KIND_NAMES[older.kind]}（{older.ref}）" for older in seen)
    return "；".join(said)


def _talk(urging: Urging, name: str) -> str:
    return str(urging.talk.get(name, ""))


def _minutes(name: str) -> Any:
    return lambda urging: urging.minutes.get(name)


def _when(urging: Urging) -> str:
    return f"{written_day(urging.talk_on)}{_talk(urging, 'hour')}" if urging.talk_on else ""


def _sent(move: str) -> Any:
    """What begins with service: the step is with whom it concerns."""

    def begin(things: sa.Select[Any], on: date, *, by: audit.Actor, at: datetime) -> None:
        service.FLOW.go_all(Urging, move, Urging.id.in_(things), by=by, at=at)
        read_again(Urging)

    return begin


def _answered(urging: Urging, delivery: Delivery, *, by: audit.Actor, at: datetime) -> None:
    """When everybody to whom it went has answered, the office looks at the answers."""
    waits = (DeliveryState.SENT, DeliveryState.SERVED, DeliveryState.WAITING)
    if not any(other.state in waits for other in delivery.document.deliveries):
        service.FLOW.go(urging, "answer", by=by, at=at)


COMMON: dict[str, Any] = {
    "单位名称": lambda urging: "、".join(to.name for to in _bodies(urging)),
    "事项简称": _matter,
    "统计日期": _on,
    "答复期限": lambda urging: urging.answer_until,
    "本地依据": lambda urging: None,
}


def _kind(name: str, title: Any, mark: str, fields: dict[str, Any], **more: Any) -> PaperKind:
    return PaperKind(
        name=name,
        title=title,
        mark=mark,
        model=Urging,
        url=lambda urging: url_for("urging.item", ref=urging.ref),
        addressees=_bodies,
        fields=COMMON | fields,
        **more,
    )


TALK: dict[str, Any] = {
    "约谈依据": _basis,
    "约谈事由": lambda urging: f"你单位{_matter(urging)}",
    "约谈时间": _when,
    "约谈地点": lambda urging: _talk(urging, "place"),
    "主持人": lambda urging: _talk(urging, "host"),
}
PAPERS = (
    _kind(
        "urging-letter",
        _l("督办函"),
        "DB",
        {
            "督办依据": _basis,
            "督办事项": _items,
            "催办情况": _before,
            "办理要求": lambda urging: urging.demand,
            "抄送单位": lambda urging: None,
        },
        served=_sent("send"),
        answered=_answered,
    ),
    _kind(
        "inquiry-letter",
        _l("函询"),
        "HX",
        {"函询依据": _basis, "函询事项": _items, "函询问题": lambda urging: urging.demand},
        served=_sent("send"),
        answered=_answered,
    ),
    _kind(
        "talk-notice",
        _l("约谈通知书"),
        "YT",
        TALK
        | {
            "约谈对象": lambda urging: _talk(urging, "invited"),
            "约谈内容": lambda urging: urging.demand,
        },
        served=_sent("summon"),
        by_leader=True,
    ),
    _kind(
        "talk-record",
        _l("约谈记录"),
        "YJ",
        TALK
        | {
            "约谈对象": _minutes("present"),
            "记录人": _minutes("recorder"),
            "指出的问题": _minutes("problems"),
            "单位说明": _minutes("explanation"),
            "提出的要求": _minutes("demands"),
            "单位承诺": _minutes("promises"),
        },
    ),
    _kind(
        "circular",
        _l("通报"),
        "TB",
        {
            "通报依据": _basis,
            "通报事项": _matter,
            "主送单位": lambda urging: "，".join(to.name for to in _bodies(urging)),
            "总体情况": lambda urging: (
                f"截至{written_day(_on(urging))}，{len(urging.parties)}个单位"
                f"{len(urging.items)}项事项期限届满没有办结。"
            ),
            "通报明细": _items,
            "数据口径": lambda urging: (
                "期限届满次日起没有办结的为逾期；依法延期的按延长后的期限计算。"
            ),
            "工作要求": lambda urging: urging.demand,
            "异议期限": lambda urging: lasting("LOCAL-OBJECT", _on(urging)),
            "抄送单位": lambda urging: None,
        },
        served=_sent("send"),
        answered=_answered,
        by_leader=True,
    ),
)
