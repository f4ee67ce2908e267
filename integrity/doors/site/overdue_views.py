"""What is open after its day: public items as rows, all others only as numbers."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from wtforms import IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from integrity.base import clock
from integrity.base.db import db
from integrity.base.stamps import public
from integrity.casework import figures
from integrity.casework.streams import Stream, told
from integrity.casework.urging import owed
from integrity.doors.site.blueprint import bp
from integrity.pages.forms import FilterForm
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.choosing import SubjectField
from integrity.people.subjects.models import Subject


class OverdueFilters(FilterForm):
    stream = SelectField(_l("类型"), choices=lambda: choices(_titles()), validators=[Optional()])
    body = SubjectField(_l("单位"))
    days = IntegerField(
        _l("至少逾期（天）"), validators=[Optional(), NumberRange(1, 36500, _l("请填写天数。"))]
    )


@bp.get("/overdue/")
@public
def overdue() -> ResponseReturnValue:
    today = clock.today()
    items = figures.overdue_items(today, visible)
    numbers = figures.overdue_numbers(today, visible, _body_id(request.args.get("body")))
    table = Table(
        title=_("逾期事项"),
        rows=_rows(items),
        columns=_columns(items, today),
        link=address,
        search=(items.c.title, items.c.ref, Subject.name),
        filters=OverdueFilters,
        narrow={
            "stream": lambda name: items.c.stream == name,
            "body": lambda body: Subject.id == body.id,
            "days": lambda days: items.c.due_on <= today - timedelta(days=days),
        },
        order=(items.c.due_on, items.c.stream, items.c.id),
        name="overdue",
        empty=_("没有符合条件的逾期事项。"),
        entities=False,
    )
    return table.respond(
        "site/overdue.html",
        numbers=[(stream.title, *numbers[name]) for name, stream in told().items()],
        besides=_besides(today, _body_id(request.args.get("body"))),
        intro=_("期限已过、尚未办结的事项。期限当日不算逾期，次日起算。"),
    )


def _besides(on: date, body_id: int | None) -> list[tuple[Any, int, str]]:
    """What else bodies are late with, as numbers only: title, how many, where by body."""
    return [
        (kind.title, number, url_for(kind.known))
        for kind in owed.registered().values()
        if (number := kind.number(on, *([kind.whose == body_id] if body_id else ())))
    ]


def longest(on: date, body_id: int, limit: int) -> list[Any]:
    """A body's public items that have been overdue longest."""
    items = figures.overdue_items(on, lambda stream: stream.reach.public(), body_id)
    wanted = _rows(items).order_by(items.c.due_on, items.c.id).limit(limit)
    return [described(row, on) for row in db.session.execute(wanted)]


def described(row: Any, on: date) -> dict[str, Any]:
    """One overdue item for a page."""
    return {
        "title": row.title,
        "url": address(row),
        "stream": told()[row.stream].title,
        "body": row.body,
        "body_url": row.slug and url_for("site.body", slug=row.slug),
        "due_on": row.due_on,
        "days": (on - row.due_on).days,
        "why": url_for("site.deadline", stream=row.stream, item_id=row.id),
    }


def visible(stream: Stream) -> sa.ColumnElement[bool]:
    """What the visitor may see as rows: for most visitors, what is public."""
    return stream.visible(current_user)


def address(row: Any) -> str:
    return url_for(f"{row.stream}.item", ref=row.ref)


def _rows(items: sa.Subquery) -> sa.Select[Any]:
    columns = (items, Subject.name.label("body"), Subject.slug.label("slug"))
    return sa.select(*columns).outerjoin(Subject, Subject.id == items.c.subject_id)


def _columns(items: sa.Subquery, today: date) -> list[Column]:
    return [
        Column("title", _("事项名称"), lambda row: row.title),
        Column("stream", _("类型"), lambda row: told()[row.stream].title),
        Column("body", _("责任单位"), lambda row: row.body, _body_link, sort=Subject.slug),
        Column("due_on", _("期限"), lambda row: row.due_on, _due_link, sort=items.c.due_on),
        Column("days", _("逾期天数"), lambda row: (today - row.due_on).days, align="right"),
    ]


def _body_link(row: Any) -> Any:
    if not row.slug:
        return row.body
    return Markup('<a href="{}">{}</a>').format(url_for("site.body", slug=row.slug), row.body)


def _due_link(row: Any) -> Any:
    why = url_for("site.deadline", stream=row.stream, item_id=row.id)
    return Markup('<a href="{}">{}</a>').format(why, row.due_on.isoformat())


def _titles() -> dict[str, Any]:
    return {name: stream.title for name, stream in told().items()}


def _body_id(slug: str | None) -> int | None:
    """The body that the address names; an unknown one counts nothing."""
    if not slug:
        return None
    return db.session.scalar(sa.select(Subject.id).where(Subject.slug == slug)) or -1
