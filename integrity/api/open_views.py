"""Open data: what anybody may read on the pages, as JSON; never a natural person."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from integrity import addresses, clock, streams
from integrity.api import pages
from integrity.api.contract import N_, contract
from integrity.api.edge import bp
from integrity.db import db
from integrity.errors import NotFound
from integrity.measures import service as measures
from integrity.measures.lists import ListKind
from integrity.measures.models import Measure
from integrity.permissions import public
from integrity.records import service as records
from integrity.records.models import CreditRecord
from integrity.sanctions import service as sanctions
from integrity.sanctions.models import ListEntry
from integrity.subjects import service as subjects
from integrity.subjects.models import Subject, SubjectKind

PAGING = {"page": N_("页码，从 1 起"), "size": N_("每页条数，最多 200")}


@bp.get("/v1/measures")
@public
@contract(N_("激励和惩戒措施清单"), answers=pages.MeasurePage, queries=PAGING)
def measure_list() -> pages.MeasurePage:
    """Every measure with its legal basis and whether it may be used today."""
    rows, numbers = _page(sa.select(Measure).order_by(Measure.code))
    return pages.MeasurePage(items=[_measure(m) for m in rows], **numbers)


@bp.get("/v1/lists/<kind>")
@public
@contract(N_("名单上的机关、企业和社会组织"), answers=pages.EntryPage, queries=PAGING)
def list_entries(kind: str) -> pages.EntryPage:
    """One list (red, watch, serious) as it stands."""
    if kind not in set(ListKind):
        raise NotFound
    wanted = sanctions.published(kind=ListKind(kind)).order_by(ListEntry.id)
    rows, numbers = _page(wanted.options(joinedload(ListEntry.subject)))
    return pages.EntryPage(items=[_entry(entry) for entry in rows], **numbers)


@bp.get("/v1/bodies")
@public
@contract(N_("机关事业单位"), answers=pages.SubjectPage, queries=PAGING)
def body_list() -> pages.SubjectPage:
    """Every public body."""
    rows, numbers = _page(subjects.bodies().where(Subject.public).order_by(Subject.id))
    return pages.SubjectPage(items=[_subject(s) for s in rows], **numbers)


@bp.get("/v1/bodies/<slug>")
@public
@contract(N_("一个机关事业单位及其公开信息"), answers=pages.SubjectFile)
def body_file(slug: str) -> ResponseReturnValue | pages.SubjectFile:
    """A body by its address."""
    return _file(Subject.slug == slug, lambda s: url_for("api.body_file", slug=s.slug))


@bp.get("/v1/subjects/<uscc>")
@public
@contract(N_("一个信用主体及其公开信息"), answers=pages.SubjectFile)
def subject_file(uscc: str) -> ResponseReturnValue | pages.SubjectFile:
    """A body, enterprise or organisation by its code."""
    return _file(Subject.uscc == uscc.upper(), lambda s: url_for("api.subject_file", uscc=s.uscc))


@bp.get("/v1/<stream>")
@public
@contract(N_("一类事项的公开部分（例如 commitments）"), answers=pages.ItemPage, queries=PAGING)
def stream_items(stream: str) -> pages.ItemPage:
    """The public rows of a stream, by number."""
    found = streams.named(stream)
    wanted = _public_rows(found).order_by(found.model.id)
    rows, numbers = _page(wanted.options(joinedload(found.model.subject)))
    return pages.ItemPage(items=[_item(found, item) for item in rows], **numbers)


@bp.get("/v1/<stream>/<ref>")
@public
@contract(N_("一个公开事项"), answers=pages.Item)
def stream_item(stream: str, ref: str) -> pages.Item:
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
        .where(stream.public(), Subject.public, Subject.kind != SubjectKind.PERSON)
    )


def _page(wanted: sa.Select[Any]) -> tuple[list[Any], dict[str, int]]:
    """The rows of the page asked for, and the numbers of the page."""
    size = min(max(request.args.get("size", 50, type=int), 1), 200)
    page = min(max(request.args.get("page", 1, type=int), 1), 1_000_000)
    counted = sa.select(sa.func.count()).select_from(wanted.order_by(None).subquery())
    rows = db.session.scalars(wanted.offset((page - 1) * size).limit(size)).all()
    return list(rows), {"total": db.session.scalar(counted) or 0, "page": page, "size": size}


def _file(
    which: sa.ColumnElement[bool], address: Callable[[Subject], str]
) -> ResponseReturnValue | pages.SubjectFile:
    """A subject with what is public about it; one that was merged redirects for ever."""
    found = db.session.scalars(sa.select(Subject).where(which)).first()
    if found is None or not found.public or found.kind is SubjectKind.PERSON:
        raise NotFound
    if found.merged_into_id:
        return redirect(address(_now(found)), 308)
    entries = sanctions.published(found.id).options(joinedload(ListEntry.subject))
    public_records: sa.Select[Any] = records.published(found.id).order_by(CreditRecord.since.desc())
    return pages.SubjectFile(
        **_subject(found).model_dump(),
        entries=[_entry(entry) for entry in db.session.scalars(entries)],
        records=[_record(record) for record in db.session.scalars(public_records)],
    )


def _now(found: Subject) -> Subject:
    while found.merged_into_id:
        found = db.session.get_one(Subject, found.merged_into_id)
    if not found.public or found.kind is SubjectKind.PERSON:
        raise NotFound
    return found


def _subject(found: Subject) -> pages.PublicSubject:
    if found.kind is SubjectKind.BODY:
        url = addresses.absolute("site.body", slug=found.slug)
    else:
        url = addresses.under(f"/subjects/{found.uscc}")
    return pages.PublicSubject(
        kind=found.kind, name=found.name, uscc=found.uscc, slug=found.slug, url=url
    )


def _entry(entry: ListEntry) -> pages.PublicEntry:
    return pages.PublicEntry(
        id=entry.id,
        list=entry.kind,
        subject=_subject(entry.subject),
        ground=entry.ground,
        reasons=entry.reasons,
        legal_basis=entry.legal_basis,
        listed_on=entry.listed_on,
        until=entry.until,
        disputed=entry.disputed,
        url=addresses.absolute("sanctions.entry", number=entry.id),
    )


def _record(record: CreditRecord) -> pages.PublicRecord:
    return pages.PublicRecord(
        ref=record.ref,
        stream=record.stream,
        rule=record.rule,
        grade=record.grade,
        summary=record.summary,
        since=record.since,
        decided_on=record.decided_on,
        until=record.until,
        url=addresses.absolute("records.item", number=record.id),
    )


def _measure(measure: Measure) -> pages.PublicMeasure:
    values = measures.as_row(measure)
    usable = not measures.unusable(measure, clock.today())
    return pages.PublicMeasure(
        **{name: value or None for name, value in values.items()}, usable=usable
    )


def _item(stream: streams.Stream, item: Any) -> pages.Item:
    today = clock.today()
    return pages.Item(
        ref=item.ref,
        title=item.title,
        state=item.state,
        state_name=str(stream.state_names[item.state]),
        outcome=getattr(item, "outcome", None),
        subject=_subject(item.subject),
        due_on=item.due_on,
        first_due_on=item.first_due_on,
        closed_on=item.closed_on,
        overdue=item.is_overdue(today),
        days_late=item.days_late(today),
        url=addresses.under(stream.url(item)),
    )
