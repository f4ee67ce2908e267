"""Who keeps its word: bodies and firms, counted from what others have confirmed (褒扬守信)."""

from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from integrity.base import clock
from integrity.base.stamps import public
from integrity.casework import figures
from integrity.casework.streams import Stream, registered
from integrity.credit.sanctions import exclusions
from integrity.doors.site.blueprint import bp
from integrity.pages.forms import FilterForm
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.code_columns import code_column
from integrity.people.subjects.models import KIND_NAMES, Subject, SubjectKind


class KeepingFilters(FilterForm):
    kind = SelectField(
        _l("主体类别"),
        choices=lambda: choices({k: n for k, n in KIND_NAMES.items() if k != SubjectKind.PERSON}),
        default="",
    )


@bp.get("/kept/")
@public
def kept() -> ResponseReturnValue:
    """Whoever did in time what was owed, has nothing late and no public breach."""
    counts = _counts()
    table = Table(
        title=_("守信践诺榜"),
        name="kept",
        rows=_rows(counts),
        link=_address,
        columns=[
            Column("name", _("名称"), lambda row: row.name, sort=Subject.name),
            code_column(lambda row: row.uscc),
            Column("kind", _("主体类别"), lambda row: KIND_NAMES[SubjectKind(row.kind)]),
            Column("number", _("按期兑现"), lambda row: row.number, sort=counts.c.number),
            Column("last", _("最近兑现"), lambda row: row.last_on, sort=counts.c.last_on),
        ],
        search=(Subject.name, Subject.uscc),
        filters=KeepingFilters,
        narrow={"kind": lambda value: Subject.kind == value},
        order=(counts.c.number.desc(), Subject.id),
        empty=_("目前没有符合条件的主体。"),
        entities=False,
    )
    return table.respond(
        intro=_(
            "只计他人核验、确认过并且按期办结的公开事项；有逾期事项、公开失信记录或者"
            "列入失信名单的，不在榜上。"
        )
    )


def _rows(counts: sa.Subquery) -> sa.Select[Any]:
    """Whoever is praised, with its figures."""
    today = clock.today()
    late = figures.overdue_items(today, lambda stream: stream.reach.public())
    return (
        sa.select(
            Subject.id,
            Subject.name,
            Subject.uscc,
            Subject.slug,
            sa.cast(Subject.kind, sa.String).label("kind"),
            counts.c.number,
            counts.c.last_on,
        )
        .join(counts, counts.c.subject_id == Subject.id)
        .where(Subject.public, Subject.kind != SubjectKind.PERSON)
        .where(~exclusions.has_fallen(Subject.id))
        .where(Subject.id.not_in(sa.select(late.c.subject_id)))
    )


def _counts() -> sa.Subquery:
    """How much each subject did in time as was owed, and when it last did, over all streams."""
    rows = [_of(stream) for stream in registered().values()]
    each = sa.union_all(*rows).subquery()
    wanted = sa.select(
        each.c.subject_id,
        sa.func.count().label("number"),
        sa.func.max(each.c.closed_on).label("last_on"),
    )
    return wanted.group_by(each.c.subject_id).subquery()


def _of(stream: Stream) -> sa.Select[Any]:
    model = stream.model
    return sa.select(
        model.subject_id.label("subject_id"),
        sa.type_coerce(model.closed_on, sa.Date).label("closed_on"),
    ).where(
        model.closed_on.is_not(None),
        model.outcome.is_not(None),
        sa.or_(model.due_on.is_(None), model.closed_on <= model.due_on),
        stream.reach.public(),
        stream.figures.counted(),
        stream.figures.kept(),
    )


def _address(row: Any) -> str:
    if row.slug:
        return url_for("site.body", slug=row.slug)
    return url_for("site.subject", uscc=row.uscc)
