"""What is in a dossier: papers, files and the log of a thing and of all that followed from it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from markupsafe import Markup

from integrity.base import i18n, site_texts
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.permissions import REACH_ALL
from integrity.casework.documents import service as documents
from integrity.casework.documents.dossier.contents import (
    Content,
    Dossier,
    Entry,
    Facts,
    File,
    Log,
    Withheld,
)
from integrity.casework.documents.models import Document, DocumentState
from integrity.casework.documents.scans import SHOWS_NAMES, StampedScan
from integrity.casework.documents.showing import shown
from integrity.credit.dossiers.matters import Matter, things
from integrity.files import attached
from integrity.files.attached import Attachment
from integrity.files.storage import path_of
from integrity.pages.fields import FACTS, at, facts

UNREADABLE = "按权限不收入本卷。"
LOG, SHORT_LOG = "办理记录", "办理记录（不含内部说明）"


def dossier(matter: Matter, user: Any, *, on: date, at_: datetime) -> Dossier:
    """All of it that this person may read; what is left out is named to whom it concerns."""
    with force_locale("zh"):
        found = things(matter, user)
        entries = sorted(_gathered(found, user), key=lambda entry: entry.day)
        thing = matter.thing
        first = _first(matter, on)
        return Dossier(
            ref=getattr(thing, "ref", None) or str(thing.id),
            title=thing.title,
            keeper=site_texts.said("OFFICE_NAME"),
            kind=str(matter.stream.title) if matter.stream else _kind(thing),
            made_at=at_,
            made_by=user.name,
            entries=(*first, *entries, _log(found, user, on)),
        )


def _first(matter: Matter, on: date) -> list[Entry]:
    """What the page of a thing of a stream says of it."""
    if matter.stream is None:
        return []
    said = [
        (fact.label, fact.value)
        for fact in facts(at(matter.stream.fields, FACTS), matter.thing, on)
    ]
    rows = tuple((str(label), _plain(value)) for label, value in said)
    return [Entry(matter.thing.ref, "", "基本情况", on, Facts(rows))] if rows else []


def _plain(value: Any) -> str:
    return value.striptags() if isinstance(value, Markup) else str(value)


def _kind(thing: Any) -> str:
    return {"credit_record": "信用记录", "list_entry": "名单"}[thing.__tablename__]


def _gathered(found: Sequence[Any], user: Any) -> Iterator[Entry]:
    for thing in found:
        yield from _files(thing.__tablename__, [thing.id], user)
        yield from _scans(thing.__tablename__, [thing.id], user)
        for document in _documents(thing):
            yield from _paper(document, user)


def _documents(thing: Any) -> Iterable[Document]:
    mine = documents.about(thing.__tablename__, thing.id)
    wanted = sa.select(Document).where(mine, Document.ref.is_not(None))
    return db.session.scalars(wanted.order_by(Document.id)).all()


def _paper(document: Document, user: Any) -> Iterator[Entry]:
    """A paper with what proves its seal and its service; of one that others keep, that it is."""
    ours = documents.is_ours(user, document)
    received = any(d.subject_id == user.body_id and d.sent_on for d in document.deliveries)
    content: Content
    if ours or (received and document.state is not DocumentState.CANCELLED):
        content = shown(document)
    elif user.role in REACH_ALL:
        content = Withheld(UNREADABLE)
    else:
        return
    number = document.number or document.ref or ""
    day = document.issued_on
    assert day is not None  # it has a number
    yield Entry(number, document.paper.issuer, document.title, day, content)
    if ours:
        yield from _scans("document", [document.id], user)
        yield from _scans("delivery", [d.id for d in document.deliveries], user)


def _scans(thing: str, ids: Sequence[int], user: Any) -> Iterator[Entry]:
    wanted = sa.select(StampedScan).where(StampedScan.thing == thing, StampedScan.thing_id.in_(ids))
    for scan in db.session.scalars(wanted.order_by(StampedScan.id)):
        title = str(SHOWS_NAMES[scan.shown])
        yield from _files(StampedScan.__tablename__, [scan.id], user, title)


def _files(thing: str, ids: Sequence[int], user: Any, title: str = "") -> Iterator[Entry]:
    for file in attached.of(thing, ids):
        if file.may_be_read_by(user):
            said = title or file.note or file.name
            yield Entry("", file.by_name, said, local_day(file.at), _stored(file))
        else:
            yield Entry("", "", "一份未公开的证据", local_day(file.at), Withheld(UNREADABLE))


def _stored(file: Attachment) -> File:
    return File(file.name, file.media_type, file.size, file.sha256, path_of(file.stored))


def _log(found: Sequence[Any], user: Any, on: date) -> Entry:
    """What was done, oldest first; why is for those who act for all."""
    inside = user.role in REACH_ALL
    events = sorted(
        ((event.at, event.id, thing, event) for thing in found for event in audit.history(thing)),
        key=lambda row: row[:2],
    )
    rows = tuple(
        (
            i18n.moment(event.at),
            event.who,
            f"{_name(thing)}{move_name(event.move)}",
            event.why or "" if inside else "",
        )
        for _at, _id, thing, event in events
    )
    return Entry("", "", LOG if inside else SHORT_LOG, on, Log(rows))


def _name(thing: Any) -> str:
    ref = getattr(thing, "ref", None)
    return f"{ref}：" if ref else ""
