"""Open data: what anybody may read on the pages, as JSON; never a natural person."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload, selectinload

from integrity.base import addresses, clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import public
from integrity.casework import streams
from integrity.credit.measures import service as measures
from integrity.credit.measures import shipped
from integrity.credit.measures.lists import ListKind
from integrity.credit.measures.models import Measure
from integrity.credit.records import history, visibility
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions import history as entry_history
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.models import ListEntry
from integrity.doors.api import open_schemas
from integrity.doors.api.admission import bp
from integrity.doors.api.asking import Paged
from integrity.doors.api.contract import N_, contract
from integrity.doors.api.paging import page
from integrity.pages.fields import answer
from integrity.people.subjects import service as subjects
from integrity.people.subjects.identifiers import kind_of, normalised
from integrity.people.subjects.models import Subject, SubjectKind


@bp.get("/v1/measures")
@public
@contract(N_("激励和惩戒措施清单"), answers=open_schemas.MeasurePage, asks=Paged)
def measure_list(asked: Paged) -> open_schemas.MeasurePage:
    """Every measure with its legal basis and whether it may be used today."""
    rows, following = page(sa.select(Measure), Measure.id, asked)
    return open_schemas.MeasurePage(items=[_measure(m) for m in rows], next=following)


@bp.get(f"/v1/lists/<any({', '.join(ListKind)}):kind>")
@public
@contract(N_("名单上的机关、企业和社会组织"), answers=open_schemas.EntryPage, asks=Paged)
def list_entries(asked: Paged, kind: str) -> open_schemas.EntryPage:
    """One list (red, watch, serious) as it stands."""
    wanted = sanctions.published(kind=ListKind(kind)).order_by(None)
    rows, following = page(wanted.options(joinedload(ListEntry.subject)), ListEntry.id, asked)
    return open_schemas.EntryPage(items=[_entry(entry) for entry in rows], next=following)


@bp.get("/v1/bodies")
@public
@contract(N_("机关事业单位"), answers=open_schemas.SubjectPage, asks=Paged)
def body_list(asked: Paged) -> open_schemas.SubjectPage:
    """Every public body."""
    wanted = subjects.bodies().where(Subject.public).order_by(None)
    rows, following = page(wanted, Subject.id, asked)
    return open_schemas.SubjectPage(items=[_subject(s) for s in rows], next=following)


@bp.get("/v1/bodies/<slug>")
@public
@contract(
    N_("一个机关事业单位及其公开信息"),
    answers=open_schemas.SubjectFile,
    asks=open_schemas.FileAsked,
    refuses=("not-known",),
)
def body_file(
    asked: open_schemas.FileAsked, slug: str
) -> ResponseReturnValue | open_schemas.SubjectFile:
    """A body by its address."""
    found = _public(db.session.scalars(sa.select(Subject).where(Subject.slug == slug)).first())
    if found.merged_into_id:
        return redirect(url_for("api.body_file", slug=_now(found).slug), 308)
    return _file(found, asked)


@bp.get("/v1/subjects/<uscc>")
@public
@contract(
    N_("一个信用主体及其公开信息"),
    answers=open_schemas.SubjectFile,
    asks=open_schemas.FileAsked,
    refuses=("not-known",),
)
def subject_file(
    asked: open_schemas.FileAsked, uscc: str
) -> ResponseReturnValue | open_schemas.SubjectFile:
    """A body, enterprise or organisation by its code; an old one leads to that of today."""
    found = _public(subjects.by_code(uscc))
    if found.uscc and found.uscc != normalised(uscc):
        return redirect(url_for("api.subject_file", uscc=found.uscc), 308)
    return _file(found, asked)


@bp.get("/v1/<stream:stream>")
@public
@contract(N_("一类事项的公开部分（例如 commitments）"), answers=open_schemas.ItemPage, asks=Paged)
def stream_items(asked: Paged, stream: str) -> open_schemas.ItemPage:
    """The public rows of a stream, by number."""
    found = streams.named(stream)
    parts = sa.inspect(found.model).relationships
    wanted = _public_rows(found).options(*(selectinload(one.class_attribute) for one in parts))
    rows, following = page(wanted, found.model.id, asked)
    return open_schemas.ItemPage(items=[_item(found, item) for item in rows], next=following)


@bp.get("/v1/<stream:stream>/<ref>")
@public
@contract(N_("一个公开事项"), answers=open_schemas.Item)
def stream_item(stream: str, ref: str) -> open_schemas.Item:
    """One public row of a stream by its reference."""
    found = streams.named(stream)
    item = db.session.scalars(_public_rows(found).where(found.model.ref == ref)).first()
    if item is None:
        raise NotFound
    return _item(found, item)


def _public_rows(stream: streams.Stream) -> sa.Select[Any]:
    """Public rows of public subjects: the second condition holds whatever a stream says."""
    return (
        sa.select(stream.model)
        .join(Subject, Subject.id == stream.model.subject_id)
        .where(stream.reach.public(), Subject.public, Subject.kind != SubjectKind.PERSON)
    )


def _file(found: Subject, asked: open_schemas.FileAsked) -> open_schemas.SubjectFile:
    """A subject with what is public about it."""
    if day := history.day_asked(asked.as_of.isoformat() if asked.as_of else None, clock.today()):
        return _known(found, day)
    entries = sanctions.published(found.id).options(joinedload(ListEntry.subject))
    public_records: sa.Select[Any] = records.published(found.id).order_by(CreditRecord.since.desc())
    return open_schemas.SubjectFile(
        **_subject(found).model_dump(),
        entries=[_entry(entry) for entry in db.session.scalars(entries)],
        records=[_record(record) for record in db.session.scalars(public_records)],
    )


def _known(found: Subject, on: date) -> open_schemas.SubjectFile:
    """The same as it was known on an earlier day; facts that were put right since are left out."""
    entries = [
        _entry(known.entry).model_copy(
            update={
                "reasons": _released(known),
                "until": known.was.until,
                "disputed": known.was.disputed,
            }
        )
        for known in entry_history.listed_to_all(found.id, on)
    ]
    public_records = [
        _record(known.record).model_copy(
            update={"grade": known.was.grade, "until": known.was.until}
        )
        for known in visibility.known_to_all(on, CreditRecord.subject_id == found.id)
    ]
    return open_schemas.SubjectFile(
        **_subject(found).model_dump(), as_of=on, entries=entries, records=public_records
    )


def _now(found: Subject) -> Subject:
    while found.merged_into_id:
        found = db.session.get_one(Subject, found.merged_into_id)
    return _public(found)


def _public(found: Subject | None) -> Subject:
    """Whoever is public and no person; raises NotFound for everybody else."""
    if found is None or not found.public or found.kind is SubjectKind.PERSON:
        raise NotFound
    return found


def _subject(found: Subject) -> open_schemas.PublicSubject:
    if found.kind is SubjectKind.BODY:
        url = addresses.absolute("site.body", slug=found.slug)
    else:
        url = addresses.under(f"/subjects/{found.uscc}")
    return open_schemas.PublicSubject(
        kind=found.kind,
        name=found.name,
        uscc=found.uscc,
        code_kind=kind_of(found.uscc or ""),
        slug=found.slug,
        url=url,
    )


def _released(known: entry_history.Known) -> str:
    """What everybody may read of the facts, where they were on that day what they are now."""
    return known.entry.public_text if known.was.reasons == known.entry.reasons else ""


def _entry(entry: ListEntry) -> open_schemas.PublicEntry:
    return open_schemas.PublicEntry(
        id=entry.id,
        list=entry.kind,
        subject=_subject(entry.subject),
        ground=entry.ground,
        reasons=entry.public_text,
        legal_basis=entry.legal_basis,
        listed_on=entry.listed_on,
        until=entry.until,
        disputed=entry.disputed,
        pending=entry.pending,
        suspended=entry.suspended,
        url=addresses.absolute("sanctions.entry", number=entry.id),
    )


def _record(record: CreditRecord) -> open_schemas.PublicRecord:
    return open_schemas.PublicRecord(
        ref=record.ref,
        stream=record.stream,
        rule=record.rule,
        grade=record.grade,
        summary=record.public_summary,
        since=record.since,
        decided_on=record.decided_on,
        until=record.until,
        pending=record.pending,
        suspended=record.suspended,
        url=addresses.absolute("records.item", number=record.id),
    )


def _measure(measure: Measure) -> open_schemas.PublicMeasure:
    values = shipped.as_row(measure)
    usable = not measures.unusable(measure, clock.today())
    return open_schemas.PublicMeasure(
        **{name: value or None for name, value in values.items()}, usable=usable
    )


def _item(stream: streams.Stream, item: Any) -> open_schemas.Item:
    today = clock.today()
    return open_schemas.Item(
        ref=item.ref,
        title=item.title,
        state=item.state,
        state_name=str(stream.words.state_names[item.state]),
        outcome=getattr(item, "outcome", None),
        subject=_subject(item.subject),
        due_on=item.due_on,
        first_due_on=item.first_due_on,
        closed_on=item.closed_on,
        overdue=item.is_overdue(today),
        days_late=item.days_late(today),
        fields=answer(stream.fields, item),
        url=addresses.under(stream.url(item)),
    )
