"""The page of one thing of a stream, built once for all streams."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import starmap
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock, i18n
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.base.db import db
from integrity.casework import deadlines, extension_views, extensions
from integrity.casework.briefs import brief
from integrity.casework.classing import on_items as classing
from integrity.casework.documents import pieces
from integrity.casework.documents.dossier import access
from integrity.casework.streams import Stream, registered
from integrity.casework.urging import on_items as urging
from integrity.casework.warnings import on_items as warnings
from integrity.credit.records.models import STATE_NAMES, TONES, CreditRecord, RecordState
from integrity.credit.records.service import COUNTING
from integrity.credit.records.visibility import visible, words
from integrity.files import attached
from integrity.pages.evidence import shown_to
from integrity.pages.items import Badge, Button, Event, Evidence, Fact, Item, Link, Related, Section


def describe(
    stream: Stream,
    item: Any,
    on: date,
    *,
    state: Badge,
    timeline: Sequence[Event] | None = None,
    follows: Any = None,
    facts: Iterable[tuple[Any, Any]],
    links: Iterable[Link] = (),
    acts: Sequence[Button] | None = None,
    parts: Sequence[Section] = (),
    aside: Sequence[Section] = (),
    **own: Any,
) -> Item:
    """What the page of an item of any stream shows; `own` are fields of Item that it gives itself.

    state: where it stands. follows: what happens next, where that is no credit record. timeline:
    its own events, if the log's do not do. acts: those open to the person, if there are more than
    the stream's. Credit records are shown as far as whoever looks may see them; that its day passed
    is an event like others.
    """
    records = _records(stream, item)
    happened = events(item, *_names(stream)) if timeline is None else timeline
    offered = stream.buttons(item) if acts is None else acts
    proposed = extensions.of(stream.name, item)
    offered = [*offered, *extension_views.buttons(stream, item, proposed)]
    return Item(
        **_usual(stream, item) | own,
        badges=[state, *_standing(stream, item, on)],
        next=_next(stream, item, records, on) if follows is None else follows,
        facts=list(starmap(Fact, [*facts, *classing.facts(stream, item)])),
        acts=[*sorted(offered, key=lambda act: not act.primary), *_overseers(stream, item, on)],
        parts=[*parts, *extension_views.sections(proposed)],
        timeline=_in_order([*happened, *_happened(stream, item, records, on)]),
        records=[_related(record) for record in records],
        aside=[*aside, *pieces.card(item.__tablename__, item.id)],
        links=[*links, *_dossier(stream, item), *_always(stream, item)],
    )


def _happened(
    stream: Stream, item: Any, records: Sequence[CreditRecord], on: date
) -> Iterable[Event]:
    """What happened with it beside its own moves."""
    yield from _passed(item, on)
    yield from urging.events(stream.name, item.id)
    yield from map(_posted, records)
    yield from _papers(item)


def _overseers(stream: Stream, item: Any, on: date) -> list[Button]:
    """What the office may do about a thing of any stream."""
    hooks = [other.work.on_item for other in registered().values() if other.work.on_item]
    more = [Button(*way) for offer in hooks for way in offer(stream, item)]
    return [*urging.button(stream, item, on), *more, *classing.button(stream, item)]


def _usual(stream: Stream, item: Any) -> dict[str, Any]:
    """What an item says of itself, unless it says otherwise."""
    return {
        "heading": item.title,
        "kicker": stream.title,
        "ref": item.ref,
        "evidence": _evidence(item),
        "brief": brief(item, linked=True),
        "steps": list(_citizens(stream, item)),
    }


def _next(stream: Stream, item: Any, records: Sequence[CreditRecord], on: date) -> Any:
    """What happens next with what is owed and not done; "" where nothing is owed, or no more."""
    counted = sa.exists().where(stream.model.id == item.id, stream.figures.counted())
    if item.closed_on or not item.due_on or not db.session.scalar(sa.select(counted)):
        return ""
    if item.is_claimed:
        return _("单位自报完成，等待对方或者第三人核验、确认；确认以前不算办结。")
    if not item.days_late(on):
        return _("到期没有办结的，自次日起计算逾期，形成信用记录并告知单位。")
    told = [record for record in records if record.state is RecordState.PROPOSED]
    if told and told[0].object_until is None:
        return _("已拟制告知书，送达单位后异议期开始；期满没有异议的，确认为信用记录。")
    if told:
        return _(
            "已告知单位，异议期到 %(day)s；期满没有异议或者异议不成立的，确认为信用记录。",
            day=i18n.day(told[0].object_until),
        )
    if any(record.state in COUNTING for record in records):
        return _("已形成信用记录；义务不因此免除，仍须履行，逾期天数继续计算。")
    return _("期限已过，按规则形成信用记录并告知单位；义务不因此免除，逾期天数继续计算。")


def _citizens(stream: Stream, item: Any) -> Iterable[Link]:
    """What anybody can do about what everybody sees."""
    if stream.is_public(item):
        about = f"{stream.name}:{item.ref}"
        yield Link(_("投诉这一事项"), url_for("complaints.new", about=about))
        yield Link(_("我也遇到同样的问题"), url_for("complaints.new", about=about) + "#same")


def events(item: Any, *names: Mapping[str, Any]) -> list[Event]:
    """What the log knows of a thing, newest first, in the words given or in its own.

    Who of a body or an enterprise acted is for those who are logged in, not for everybody.
    """
    words = {move: name for more in names for move, name in more.items()}
    inside = current_user.is_authenticated
    return [
        Event(
            words.get(e.move) or move_name(e.move),
            at=e.at,
            who=e.who if inside or e.by_id is None else None,
            why=e.why,
        )
        for e in audit.history(item)
    ]


def _names(stream: Stream) -> Iterable[Mapping[str, Any]]:
    yield stream.words.move_names
    yield {name: act.label for name, act in stream.work.acts.items()}


def _records(stream: Stream, item: Any) -> Sequence[CreditRecord]:
    of_item = (CreditRecord.stream == stream.name, CreditRecord.item_id == item.id)
    wanted = sa.select(CreditRecord).where(*of_item, visible(current_user))
    return db.session.scalars(wanted.order_by(CreditRecord.id)).all()


def _related(record: CreditRecord) -> Related:
    badge = Badge(STATE_NAMES[record.state], TONES[record.state])
    return Related(words(record, current_user), _address(record), badge, record.ref)


def _posted(record: CreditRecord) -> Event:
    return Event(
        _("提出信用记录，拟制告知书"), at=record.posted_at, tone="late", href=_address(record)
    )


def _address(record: CreditRecord) -> str:
    return url_for("records.item", number=record.id)


def _standing(stream: Stream, item: Any, on: date) -> Iterable[Badge]:
    """How late it is, who must act, what warns that it may become late."""
    yield from _lateness(stream, item, on)
    yield from _step(stream, item, on)
    yield from warnings.badges(stream, item)


def _lateness(stream: Stream, item: Any, on: date) -> Iterable[Badge]:
    if stream.words.lateness:
        badge = stream.words.lateness(item, on)
    else:
        badge = deadlines.lateness(stream.name, item, on) if item.due_on else None
    if badge:
        yield badge


def _step(stream: Stream, item: Any, on: date) -> Iterable[Badge]:
    if step := stream.step(item, on):
        yield Badge(*step)


def _passed(item: Any, on: date) -> Iterable[Event]:
    if item.due_on and item.days_late(on):
        yield Event(_("期限已过，没有办结"), on=item.due_on + timedelta(days=1), tone="late")


def _papers(item: Any) -> list[Event]:
    return pieces.events(item.__tablename__, item.id)


def _in_order(happened: Iterable[Event]) -> list[Event]:
    """Newest first; what is known by its day alone began it."""

    def moment(event: Event) -> Any:
        return event.at or clock.at(event.on)  # type: ignore[arg-type]

    return sorted(happened, key=moment, reverse=True)


def _evidence(item: Any) -> Sequence[Evidence] | None:
    if not hasattr(item, "shows"):
        return None
    return shown_to(attached.of(item.__tablename__, [item.id]), current_user)


def _dossier(stream: Stream, item: Any) -> list[Link]:
    return access.links(stream.name, item, current_user, stream)


def _always(stream: Stream, item: Any) -> Iterable[Link]:
    """The way that every item has: back."""
    yield Link(_("返回列表"), url_for(f"{stream.name}.index"))
