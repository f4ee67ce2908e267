"""Public bodies and their files; and the public file of any other subject that is no person."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext
from flask_login import current_user
from wtforms import BooleanField

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import public, stamp_of
from integrity.casework import figures, finding
from integrity.casework.figures import RANKED
from integrity.casework.rules.models import GRADE_NAMES
from integrity.casework.streams import Stream, registered, told
from integrity.credit.measures.lists import LIST_NAMES
from integrity.credit.records import history
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.annotations import PENDING_NAMES
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.doors.site import compare_views, known_views, overdue_views
from integrity.doors.site.blueprint import bp
from integrity.pages.forms import FilterForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table
from integrity.people.subjects import service as subjects
from integrity.people.subjects import standings
from integrity.people.subjects.models import KIND_NAMES, Subject, SubjectKind

SHOWN = 20
"""Overdue items and records on a body's page; the rest is one link away."""


class BodyFilters(FilterForm):
    overdue_views = BooleanField(_l("只看有逾期的单位"))


@bp.get("/bodies/")
@public
def body_list() -> ResponseReturnValue:
    counts = figures.per_body(clock.today())
    table = Table(
        title=pgettext("nav", "单位"),
        rows=sa.select(Subject, counts)
        .outerjoin(counts, counts.c.subject_id == Subject.id)
        .where(Subject.kind == SubjectKind.BODY, Subject.merged_into_id.is_(None), Subject.public),
        columns=_columns(counts),
        link=lambda row: url_for("site.body", slug=row.Subject.slug),
        search=(Subject.name, Subject.uscc, Subject.slug),
        match=lambda query: finding.meets(query, (), (Subject.id,)),
        filters=BodyFilters,
        narrow={"overdue": lambda wanted: counts.c.overdue > 0},
        order=(Subject.slug,),
        name="bodies",
        empty=_("没有符合条件的单位。"),
        entities=False,
    )
    intro = _(
        "按单位名称的拼音排列。已办结不满 %(ranked)d 件的单位不计算按期办结率，也不参加排序。",
        ranked=RANKED,
    )
    more = [
        Button(_("单位对比"), url_for("site.compare")),
        Button(_("各单位逢审必查情况"), url_for("coverage.bodies")),
        Button(_("各单位信用信息归集情况"), url_for("gatherings.by_body")),
    ]
    return table.respond(intro=intro, acts=more)


@bp.get("/bodies/<slug>")
@public
def body(slug: str) -> ResponseReturnValue:
    found = db.session.scalars(sa.select(Subject).where(Subject.slug == slug)).first()
    if found is None or not found.public:
        raise NotFound
    if found.merged_into_id:
        return redirect(_address(_now(found)), 308)
    today = clock.today()
    if day := history.day_asked(request.args.get("as_of"), today):
        return known_views.page(found, day, _address(found))
    counts = figures.by_stream(today, found.id)
    return render_template(
        "site/body.html",
        subject=found,
        standing=standings.of(found),
        compare=compare_views.address(found),
        before=standings.predecessors(found),
        may_link=current_user.is_authenticated and current_user.can(Permission.DUTIES_LINK, found),
        total=_added(counts),
        streams=[(stream, _index(stream), counts[name]) for name, stream in told().items()],
        states=figures.states(today, found.id),
        numbers=figures.overdue_numbers(today, lambda stream: stream.reach.public(), found.id),
        overdue=overdue_views.longest(today, found.id, SHOWN),
        told=_told(found, today),
        **_credit(found),
        as_of=clock.now(),
    )


@bp.get("/subjects/<uscc>")
@public
def subject(uscc: str) -> ResponseReturnValue:
    found = subjects.by_code(uscc)
    if found is None or not found.public or found.kind is SubjectKind.PERSON:
        raise NotFound
    if found.kind is SubjectKind.BODY or found.uscc != uscc:
        return redirect(_address(found), 308)
    if day := history.day_asked(request.args.get("as_of"), clock.today()):
        return known_views.page(found, day, _address(found))
    return render_template(
        "site/subject.html",
        subject=found,
        kind=KIND_NAMES[found.kind],
        own=_own(found, clock.today()),
        **_credit(found),
        as_of=clock.now(),
    )


def _own(found: Subject, on: date) -> list[tuple[Stream, list[Any], str]]:
    """What this subject owes in streams that are not of bodies: newest rows, address of all."""
    shown = []
    for name, stream in registered().items():
        if not stream.figures.of_bodies and stream.words.standing:
            model = stream.model
            mine = sa.select(model).where(stream.reach.public(), model.subject_id == found.id)
            newest = db.session.scalars(mine.order_by(model.id.desc()).limit(SHOWN)).all()
            rows = [(item, stream.url(item), stream.words.standing(item, on)) for item in newest]
            shown.append((stream, rows, url_for(f"{name}.index", q=found.uscc)))
    return shown


def _told(found: Subject, today: date) -> list[tuple[Any, Any, str | None]]:
    """What the streams tell of a body besides the counts."""
    tellers = [stream.figures.summary for stream in registered().values() if stream.figures.summary]
    return [row for teller in tellers for row in teller(found.id, today)]


def _credit(found: Subject) -> dict[str, Any]:
    """The published records of a subject, newest first, and its entries on public lists."""
    newest = records.published(found.id).order_by(CreditRecord.since.desc()).limit(SHOWN)
    listed = (
        sa.select(ListEntry)
        .where(ListEntry.subject_id == found.id, ListEntry.state == EntryState.LISTED)
        .where(ListEntry.shielded.is_(False))
        .order_by(ListEntry.listed_on.desc())
    )
    return {
        "records": db.session.scalars(newest).all(),
        "entries": db.session.scalars(listed).all(),
        "list_names": LIST_NAMES,
        "grade_names": GRADE_NAMES,
        "pending_names": PENDING_NAMES,
    }


def _address(found: Subject) -> str:
    if found.kind is SubjectKind.BODY:
        return url_for("site.body", slug=found.slug)
    return url_for("site.subject", uscc=found.uscc)


def _now(found: Subject) -> Subject:
    """What a merged subject has become."""
    while found.merged_into_id:
        found = db.session.get_one(Subject, found.merged_into_id)
    return found


def _index(stream: Stream) -> str | None:
    """The list of a stream, if anybody may open it."""
    endpoint = f"{stream.name}.index"
    return url_for(endpoint) if stamp_of(endpoint) == "public" else None


def _added(counts: dict[str, figures.Counts]) -> figures.Counts:
    columns = zip(*[[getattr(c, n) for n in figures.NAMES] for c in counts.values()], strict=True)
    return figures.Counts(*map(sum, columns))


def _columns(counts: sa.Subquery) -> list[Column]:
    share = sa.case((counts.c.closed >= RANKED, counts.c.in_time * 1.0 / counts.c.closed))
    return [
        Column("name", _("单位"), lambda row: row.Subject.name, sort=Subject.slug),
        _number("total", _("全部事项"), counts.c.total),
        _number("open", _("未办结"), counts.c.open),
        _number("overdue", _("逾期未办结"), counts.c.overdue),
        _number("late", _("发生过逾期"), counts.c.late),
        Column("in_time", _("按期办结率"), _share, sort=share, align="right"),
    ]


def _number(key: str, label: str, column: Any) -> Column:
    return Column(key, label, lambda row: getattr(row, key) or 0, sort=column, align="right")


def _share(row: Any) -> str:
    closed, in_time = row.closed or 0, row.in_time or 0
    return figures.Counts(closed=closed, in_time=in_time).in_time_share
