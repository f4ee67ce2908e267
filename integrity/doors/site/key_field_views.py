"""What is owed in the key fields and how it was performed; what is public, thing by thing."""

from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.errors import NotFound
from integrity.base.stamps import public
from integrity.casework.classing import counts
from integrity.casework.fields import NARROWED
from integrity.casework.streams import told
from integrity.doors.site.blueprint import bp
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject


@bp.get("/key-fields/")
@public
def key_fields() -> ResponseReturnValue:
    """All fields side by side: they add up to the figures of the home page."""
    found = counts.by_field(clock.today())
    rows = [
        (url_for("site.key_field", code=code), NARROWED[code], counts.total(found[code]))
        for code in counts.CODES
    ]
    return render_template("site/key_fields.html", rows=rows)


@bp.get("/key-fields/<code>")
@public
def key_field(code: str) -> ResponseReturnValue:
    """One field: the numbers of every kind, and what is public of them as a list."""
    if code not in counts.CODES:
        raise NotFound
    today = clock.today()
    found = counts.things(today, lambda stream: stream.reach.public())
    kinds = counts.by_field(today)[code]
    rows = sa.select(found, Subject.name.label("body"))
    table = Table(
        title=NARROWED[code],
        rows=rows.outerjoin(Subject, Subject.id == found.c.subject_id).where(found.c.field == code),
        columns=_columns(found),
        link=lambda row: url_for(f"{row.stream}.item", ref=row.ref),
        search=(found.c.title, found.c.ref, Subject.name),
        order=(found.c.due_on.asc().nulls_last(), found.c.stream, found.c.id),
        name=f"key-field-{code}",
        empty=_("没有可以公开的事项。"),
        entities=False,
    )
    return table.respond(
        "site/key_field.html",
        kinds=[(None, told()[name].title, numbers) for name, numbers in kinds.items()],
    )


def _columns(found: sa.Subquery) -> list[Column]:
    def standing(row: Any) -> str:
        if row.overdue:
            return _("逾期未办结")
        return _("未办结") if row.open else _("已办结")

    return [
        Column("title", _("事项名称"), lambda row: row.title),
        Column("stream", _("类型"), lambda row: told()[row.stream].title),
        Column("body", _("责任单位"), lambda row: row.body, sort=Subject.name),
        Column("due_on", _("期限"), lambda row: row.due_on, sort=found.c.due_on),
        Column("standing", _("办理情况"), standing),
    ]
