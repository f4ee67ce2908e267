"""What everybody may read of the core and of every stream, for the public log."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload, selectinload

from integrity.base.addresses import path_to
from integrity.base.publications.kinds import Kind
from integrity.casework.streams import Stream
from integrity.credit.catalogue.models import CatalogueItem
from integrity.credit.matters.models import SETTLED, Matter
from integrity.credit.measures import shipped
from integrity.credit.measures.models import Measure
from integrity.credit.offers.models import Offer, OfferState
from integrity.credit.policies.memorandum_models import Memorandum, MemorandumMember
from integrity.credit.policies.models import PolicyDocument
from integrity.credit.publicity import service as publicity
from integrity.credit.publicity.models import Posting
from integrity.credit.records import service as records
from integrity.credit.records.announcements import Announcement
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.credit.stars import visibility as stars
from integrity.credit.stars.models import StarCandidate
from integrity.pages.fields import answer
from integrity.people.subjects.models import Subject, SubjectKind


def publications(streams: Iterable[Stream]) -> Iterator[Kind]:
    """The core's, and those of every stream that publishes anything."""
    yield from CORE
    for stream in streams:
        if stream.reach.public is not sa.false:
            yield of_stream(stream)
        yield from stream.reach.publishes


def of_stream(stream: Stream) -> Kind:
    """The public things of a stream; what was promised before it was changed stays in the log."""
    parts = sa.inspect(stream.model).relationships
    return Kind(
        stream.name,
        stream.title,
        stream.model,
        lambda on: sa.and_(stream.reach.public(), _of_no_person(stream.model.subject_id)),
        lambda item: _item(stream, item),
        lambda item: path_to(f"{stream.name}.item", ref=item.ref),
        tuple(selectinload(one.class_attribute) for one in parts),
        keeps=stream.reach.keeps,
        also={CreditRecord.__tablename__: _recorded(stream)},
    )


def _recorded(stream: Stream) -> Callable[[sa.Select[Any]], sa.ColumnElement[bool]]:
    """What a record is about: a stream may show it only while the record is shown."""

    def touched(ids: sa.Select[Any]) -> sa.ColumnElement[bool]:
        about = sa.select(CreditRecord.item_id).where(
            CreditRecord.stream == stream.name, CreditRecord.id.in_(ids)
        )
        return stream.model.id.in_(about)  # type: ignore[no-any-return]

    return touched


def _of_no_person(column: Any) -> sa.ColumnElement[bool]:
    """The second condition, whatever the first one says."""
    public = sa.select(Subject.id).where(Subject.public, Subject.kind != SubjectKind.PERSON)
    return column.in_(public)  # type: ignore[no-any-return]


def _subject(found: Subject) -> dict[str, Any]:
    return {"kind": found.kind, "name": found.name, "uscc": found.uscc, "slug": found.slug}


def _item(stream: Stream, item: Any) -> dict[str, Any]:
    return {
        "ref": item.ref,
        "title": item.title,
        "state": item.state,
        "outcome": getattr(item, "outcome", None),
        "subject": _subject(item.subject),
        "due_on": item.due_on,
        "first_due_on": item.first_due_on,
        "closed_on": item.closed_on,
        "fields": answer(stream.fields, item),
    }


def _record(record: CreditRecord) -> dict[str, Any]:
    said = ("ref", "stream", "rule", "grade", "summary", "since", "decided_on", "until")
    told = {name: getattr(record, name) for name in (*said, "pending", "suspended")}
    return told | {"subject": _subject(record.subject)}


def _entry(entry: ListEntry) -> dict[str, Any]:
    said = ("id", "ground", "legal_basis", "listed_on", "until", "disputed", "pending")
    told = {name: getattr(entry, name) for name in (*said, "suspended")}
    return told | {
        "list": entry.kind,
        "reasons": entry.public_text,
        "subject": _subject(entry.subject),
    }


def _posting(posting: Posting) -> dict[str, Any]:
    said = ("ref", "layout", "state", "party_name", "number", "item", "decided_on", "on", "until")
    return {
        **{name: getattr(posting, name) for name in said},
        "body": posting.body.name,
        "said": posting.said,
        "corrects": posting.corrects_id,
    }


def _candidate(found: StarCandidate) -> dict[str, Any]:
    said = ("ref", "state", "product", "reasons", "shown_on", "shown_until", "honoured_on")
    told = {name: getattr(found, name) for name in said}
    return told | {"subject": _subject(found.subject), "sent_by": found.sent_by.name}


def _offer(offer: Offer) -> dict[str, Any]:
    said = (
        "ref", "field", "stage", "offered_by", "title", "content", "applies_to", "conditions",
        "how", "contact", "valid_from", "valid_until",
    )  # fmt: skip
    return {name: getattr(offer, name) for name in said}


def _catalogued(item: CatalogueItem) -> dict[str, Any]:
    said = (
        "code", "version", "name", "category", "sense", "applies_to", "source", "cycle", "sharing",
        "condition", "publicity", "period", "columns", "legal_basis", "basis_level", "since",
        "until",
    )  # fmt: skip
    return {name: getattr(item, name) for name in said}


def _matter(matter: Matter) -> dict[str, Any]:
    said = ("code", "version", "state", "name", "kind", "everybody", "legal_basis", "ending")
    told = {name: getattr(matter, name) for name in (*said, "since", "until")}
    bodies = [body.name for body in matter.bodies]
    return told | {"measures": matter.families, "bodies": bodies}


def _document(document: PolicyDocument) -> dict[str, Any]:
    said = ("cited_as", "title", "effective_from", "effective_to", "url", "verified")
    told = {name: getattr(document, name) for name in said}
    later = document.replaced_by
    return told | {
        "document_number": document.number,
        "issued_by": document.organ,
        "basis_level": document.level,
        "replaced_by": later.cited_as if later else None,
    }


def _memorandum(found: Memorandum) -> dict[str, Any]:
    said = ("ref", "kind", "lead", "support", "term")
    members = [
        {"body": one.body.name, "duty": one.duty, "since": one.since, "until": one.until}
        for one in found.members
    ]
    told = {name: getattr(found, name) for name in said}
    document = found.document.cited_as
    return told | {"document": document, "members": members, "telephone": found.contact}


def _announced(found: Announcement) -> dict[str, Any]:
    return {
        "record": found.record.ref,
        "medium": found.medium,
        "web_address": found.address,
        "announced_on": found.announced_on,
    }


def _fallen(column: Any) -> Callable[[sa.Select[Any]], sa.ColumnElement[bool]]:
    """Candidates whose own record or entry moved: who breaks faith is shown no more."""
    model = column.class_
    return lambda ids: StarCandidate.subject_id.in_(sa.select(column).where(model.id.in_(ids)))


def _public_body(on: date) -> sa.ColumnElement[bool]:
    return sa.and_(Subject.public, Subject.kind == SubjectKind.BODY, Subject.slug.is_not(None))


CORE = (
    Kind(
        "records", _l("信用记录"), CreditRecord,
        lambda on: sa.and_(records.is_public(), _of_no_person(CreditRecord.subject_id)),
        _record, lambda item: path_to("records.item", number=item.id),
        (joinedload(CreditRecord.subject),),
    ),
    Kind(
        "entries", _l("名单信息"), ListEntry,
        lambda on: sa.and_(
            ListEntry.state == EntryState.LISTED,
            ListEntry.shielded.is_(False),
            _of_no_person(ListEntry.subject_id),
        ),
        _entry, lambda item: path_to("sanctions.entry", number=item.id),
        (joinedload(ListEntry.subject),),
    ),
    Kind(
        "postings", _l("行政许可和行政处罚公示"), Posting, publicity.shown,
        _posting, lambda item: path_to("publicity.item", number=item.id),
        (joinedload(Posting.body),),
    ),
    Kind(
        "candidates", _l("诚信之星和信用品牌评选"), StarCandidate, lambda on: stars.public(),
        _candidate, lambda item: path_to("stars.item", number=item.id),
        (joinedload(StarCandidate.subject), joinedload(StarCandidate.sent_by)),
        also={
            CreditRecord.__tablename__: _fallen(CreditRecord.subject_id),
            ListEntry.__tablename__: _fallen(ListEntry.subject_id),
        },
    ),
    Kind(
        "offers", _l("守信能得到什么"), Offer, lambda on: Offer.state == OfferState.OPEN,
        _offer, lambda item: path_to("offers.item", number=item.id),
    ),
    Kind(
        "measures", _l("激励和惩戒措施清单"), Measure, lambda on: sa.true(),
        shipped.as_row, lambda item: path_to("measures.item", code=item.code), keeps=True,
    ),
    Kind(
        "catalogue", _l("公共信用信息目录"), CatalogueItem, lambda on: sa.true(),
        _catalogued, lambda item: path_to("catalogue.item", code=item.code), keeps=True,
    ),
    Kind(
        "announcements", _l("政府采购失信公告"), Announcement,
        lambda on: Announcement.record_id.in_(
            sa.select(CreditRecord.id).where(
                records.is_public(), _of_no_person(CreditRecord.subject_id)
            )
        ),
        _announced,
        lambda item: f"{path_to('records.item', number=item.record_id)}#announcement",
        (joinedload(Announcement.record),),
    ),
    Kind(
        "matters", _l("公共信用信息应用清单"), Matter, lambda on: Matter.state.in_(SETTLED),
        _matter, lambda item: path_to("matters.item", code=item.code), keeps=True,
    ),
    Kind(
        "documents", _l("信用政策文件库"), PolicyDocument, lambda on: sa.true(),
        _document, lambda item: path_to("library.item", number=item.id),
        (joinedload(PolicyDocument.replaced_by),), keeps=True,
    ),
    Kind(
        "memoranda", _l("联合奖惩备忘录"), Memorandum, lambda on: sa.true(),
        _memorandum, lambda item: path_to("library.memorandum", number=item.id),
        (
            joinedload(Memorandum.document),
            selectinload(Memorandum.members).joinedload(MemorandumMember.body),
        ),
        keeps=True,
    ),
    Kind(
        "bodies", _l("机关事业单位"), Subject, _public_body,
        _subject, lambda item: path_to("site.body", slug=item.slug),
    ),
)  # fmt: skip
"""The kinds of the core."""
