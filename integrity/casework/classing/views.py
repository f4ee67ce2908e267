"""The pages of the desk by key field: the hot spots, the things behind them, saying the field."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup

from integrity.base import clock
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework.classing import counts, service
from integrity.casework.classing.forms import HARMS, ClassForm, Filters, ThingFilters
from integrity.casework.fields import NARROWED
from integrity.casework.figures import Counts
from integrity.casework.key_fields import Harm, KeyField
from integrity.casework.streams import Stream, told
from integrity.pages.definitions import DEFINITIONS
from integrity.pages.form_pages import form_page
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject

bp = Blueprint("classing", __name__, url_prefix="/desk/fields")
NUMBERS = ("total", "open", "overdue", "late")


@bp.get("/")
@requires(Permission.DASHBOARD)
def spots() -> ResponseReturnValue:
    """Where in which field what is harmed: numbers of things, each a click from the things."""
    found = counts.spots(clock.today(), _visible)
    rows = sa.select(found, Subject.name.label("body"), Subject.slug.label("slug"))
    table = Table(
        title=_("重点领域热点分析"),
        rows=rows.outerjoin(Subject, Subject.id == found.c.subject_id),
        columns=[
            Column("field", _("重点领域"), lambda row: NARROWED[row.field], sort=found.c.field),
            Column("harm", _("失信危害"), lambda row: HARMS[row.harm], sort=found.c.harm),
            Column("body", _("责任单位"), lambda row: row.body, sort=Subject.name),
            *(_number(name, found) for name in NUMBERS),
            Column("share", DEFINITIONS["in_time"].label, _share, align="right"),
        ],
        filters=Filters,
        narrow=_narrowed(found),
        order=(found.c.overdue.desc(), found.c.late.desc(), found.c.field, found.c.subject_id),
        name="hotspots",
        empty=_("没有符合条件的事项。"),
        entities=False,
    )
    intro = _("哪个领域、哪个单位、危害什么：数字由事项逐件统计，点数字查看事项。逾期多的在前。")
    return table.respond(intro=intro)


@bp.get("/things")
@requires(Permission.DASHBOARD)
def index() -> ResponseReturnValue:
    """The things behind the numbers, and those of which nobody has said the field."""
    found = counts.things(clock.today(), _visible)
    rows = sa.select(found, Subject.name.label("body"))
    says = current_user.can(Permission.ITEMS_CLASS)
    table = Table(
        title=_("按重点领域查看事项"),
        rows=rows.outerjoin(Subject, Subject.id == found.c.subject_id),
        columns=[*_columns(found), *([Column("choose", _("选择"), _key, _box)] if says else [])],
        link=lambda row: url_for(f"{row.stream}.item", ref=row.ref),
        search=(found.c.title, found.c.ref, Subject.name),
        filters=ThingFilters,
        narrow={
            **_narrowed(found),
            "stream": lambda name: found.c.stream == name,
            "standing": lambda name: found.c[name] == 1,
        },
        order=(found.c.due_on.asc().nulls_last(), found.c.stream, found.c.id),
        name="key-fields",
        empty=_("没有符合条件的事项。"),
        entities=False,
    )
    return table.respond("classing/things.html", says=says)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.ITEMS_CLASS)
def new() -> ResponseReturnValue:
    """Say the field of the things that were chosen."""
    things = service.of_keys(request.args.getlist("item"))
    if not things:
        flash(_("请选择事项。"), "warning")
        return redirect(url_for("classing.index"))
    form = ClassForm()
    back = _address(things[0]) if len(things) == 1 else url_for("classing.index")

    def classify() -> None:
        harm = Harm(form.harm.data) if form.harm.data else None
        said = (KeyField(form.key_field.data), harm, form.why.data)
        number = service.classify(things, *said, by=current_user, at=clock.now())
        flash(ngettext("已标明 %(num)d 件。", "已标明 %(num)d 件。", number), "success")

    return form_page(
        form,
        classify,
        heading=_("标明重点领域"),
        intro=_("、").join(thing.title for thing in things),
        submit=_("标明"),
        back=back,
    )


def _visible(stream: Stream) -> sa.ColumnElement[bool]:
    return stream.visible(current_user)


def _narrowed(found: sa.Subquery) -> dict[str, Any]:
    return {
        "key_field": lambda code: found.c.field == code,
        "harm": lambda code: found.c.harm == code,
        "body": lambda body: found.c.subject_id == body.id,
    }


def _number(name: str, found: sa.Subquery) -> Column:
    """A number, and the way to the things that it counts."""
    labels = {"total": _("事项"), "open": _("未办结"), "overdue": _("逾期"), "late": _("曾经逾期")}

    def link(row: Any) -> Any:
        standing = None if name == "total" else name
        cell = {"key_field": row.field, "harm": row.harm, "body": row.slug}
        address = url_for("classing.index", **cell, standing=standing)
        return Markup('<a href="{}">{}</a>').format(address, getattr(row, name))

    return Column(
        name, labels[name], lambda row: getattr(row, name), link, found.c[name], align="right"
    )


def _share(row: Any) -> str:
    return Counts(closed=row.closed, in_time=row.in_time).in_time_share


def _columns(found: sa.Subquery) -> list[Column]:
    def days(row: Any) -> date | None:
        return row.due_on  # type: ignore[no-any-return]

    return [
        Column("title", _("事项名称"), lambda row: row.title),
        Column("stream", _("类型"), lambda row: told()[row.stream].title),
        Column("body", _("责任单位"), lambda row: row.body, sort=Subject.name),
        Column("due_on", _("期限"), days, sort=found.c.due_on),
        Column("overdue", _("逾期"), lambda row: _("逾期") if row.overdue else ""),
        Column("field", _("重点领域"), lambda row: NARROWED[row.field], sort=found.c.field),
        Column("harm", _("失信危害"), lambda row: HARMS[row.harm], sort=found.c.harm),
    ]


def _key(row: Any) -> str:
    return f"{row.stream}:{row.id}"


def _box(row: Any) -> Any:
    """A box that belongs to the form below the list."""
    label = _("选择：%(title)s", title=row.title)
    return Markup(
        '<input type="checkbox" form="classify" name="item" value="{}" aria-label="{}">'
    ).format(_key(row), label)


def _address(thing: Any) -> str:
    return next(s.url(thing) for s in told().values() if isinstance(thing, s.model))
