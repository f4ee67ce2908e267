"""What the public may know of complaints, by body: how many, how soon, how content."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from integrity.base import clock
from integrity.base.db import db
from integrity.base.stamps import public
from integrity.casework.rules import service as rules
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject
from integrity.streams.complaints import me_too, service
from integrity.streams.complaints.blueprint import bp
from integrity.streams.complaints.models import Complaint
from integrity.streams.complaints.models import ComplaintState as S


@bp.get("/statistics")
@public
def statistics() -> ResponseReturnValue:
    """By body, at the end of the last month that is over; no figure of fewer than LOCAL-FEWEST."""
    today = clock.today()
    return _table(today).respond(
        "complaints/statistics.html",
        fewest=rules.number("LOCAL-FEWEST", today),
        until=_month(today) - timedelta(days=1),
    )


def summary(body_id: int, on: date) -> list[tuple[Any, str, str | None]]:
    """The figures of one body, for its page: numbers, never shares of few."""
    found, fewest = service.figures([body_id], on).get(body_id), rules.number("LOCAL-FEWEST", on)
    if found is None or found.accepted < fewest:
        return []
    few = _few(fewest)

    def told(number: int) -> Any:
        return number if number >= fewest else few

    accepted = ngettext("%(num)s 件", "%(num)s 件", found.accepted)
    whole = told(found.due)
    in_time = _("%(part)s / 共 %(whole)s", part=told(found.in_time), whole=whole)
    yes, no = told(found.confirmed), told(found.disputed)
    said = _("认可 %(yes)s，不认可 %(no)s", yes=yes, no=no)
    return [
        (_("受理的投诉举报"), accepted, url_for("complaints.statistics", q=_name(body_id))),
        (_("按期答复的投诉举报"), in_time, None),
        (_("投诉人对答复的意见"), said, None),
    ]


def by_body(on: date) -> sa.Subquery:
    """By body: accepted, answered, confirmed, disputed, silent, and how soon the first answer came,
    as it stood when the last month before a day closed.

    `median` is the middle one of the days taken, or the mean of the two in the middle; `most` the
    days in which nine of ten came, by nearest rank, so that it is a number of days that occurred.
    Counting by days first reads every complaint once and leaves few rows.
    """
    month, subject = _month(on), Complaint.subject_id
    answered = Complaint.answered_on < month
    days = sa.case((answered, Complaint.answer_days)).label("answer_days")
    counted = _counted(month)
    by_days = sa.select(subject, days, *[count.label(name) for name, count in counted.items()])
    each = by_days.where(Complaint.told(on)).group_by(subject, days).subquery("each").c
    up_to = sa.func.sum(each.answered).over(partition_by=each.subject_id, order_by=each.answer_days)
    whole = sa.func.sum(each.answered).over(partition_by=each.subject_id)
    ranked = sa.select(*each, up_to.label("up_to"), whole.label("whole")).subquery("ranked").c

    def first(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.min(sa.case((condition, ranked.answer_days)))

    middle = first(ranked.up_to * 2 >= ranked.whole) + first(ranked.up_to * 2 > ranked.whole)
    found = sa.select(
        ranked.subject_id,
        *[sa.cast(sa.func.sum(ranked[name]), sa.Integer).label(name) for name in counted],
        (middle / 2.0).label("median"),
        first(ranked.up_to * 10 >= ranked.whole * 9).label("most"),
    )
    return found.group_by(ranked.subject_id).subquery("by_body")


def _counted(month: date) -> dict[str, sa.ColumnElement[int]]:
    """How many complaints had come how far before a month began."""
    silent = sa.and_(
        Complaint.state.in_((S.SILENT, S.CLOSED)),
        Complaint.confirmed_on.is_(None),
        Complaint.silent_on < month - timedelta(days=1),
    )
    conditions = {
        "accepted": sa.true(),
        "answered": Complaint.answered_on < month,
        "confirmed": Complaint.confirmed_on < month,
        "disputed": Complaint.disputed_on < month,
        "silent": silent,
    }
    return {name: sa.func.count().filter(met) for name, met in conditions.items()}


def _name(body_id: int) -> str:
    return db.session.get_one(Subject, body_id).name


def _few(fewest: int) -> str:
    return _("不足 %(fewest)s 件", fewest=fewest)


def _month(on: date) -> date:
    """The first day of a month that is not over, and so is not told."""
    return on.replace(day=1)


def _table(on: date) -> Table:
    known, same, fewest = by_body(on), me_too.by_body(), rules.number("LOCAL-FEWEST", on)
    others = sa.func.coalesce(same.c.number, 0).label("others")
    rows = (
        sa.select(Subject.name, *known.c, others)
        .join(known, known.c.subject_id == Subject.id)
        .outerjoin(same, same.c.subject_id == Subject.id)
        .where(known.c.accepted >= fewest)
    )
    return Table(
        title=_("投诉举报办理统计"),
        name="complaint-statistics",
        rows=rows,
        entities=False,
        columns=_columns(known, others, fewest),
        search=(Subject.name,),
        order=(Subject.name,),
        empty=_("还没有可以公布的数字。"),
    )


def _columns(known: sa.Subquery, others: sa.ColumnElement[int], fewest: int) -> list[Column]:
    """Its columns; a figure is told, and sorted by, only where there is enough to tell."""
    few, enough = _few(fewest), known.c.answered >= fewest

    def counted(key: str, label: str) -> Column:
        def told(row: Any) -> Any:
            return getattr(row, key) if getattr(row, key) >= fewest else few

        sort = sa.case((known.c[key] >= fewest, known.c[key]))
        return Column(key, label, told, sort=sort, align="right")

    def ranked(key: str, label: str, show: Any, value: Any) -> Column:
        return Column(
            key,
            label,
            lambda r: show(r) if r.answered >= fewest else few,
            sort=sa.case((enough, value)),
            align="right",
        )

    def share(key: str, label: str) -> Column:
        return ranked(
            f"{key}_share",
            label,
            lambda r: f"{100 * getattr(r, key) / r.answered:.1f}%",
            known.c[key] * 1.0 / known.c.answered,
        )

    return [
        Column("body", _("单位"), lambda r: r.name, sort=Subject.name),
        counted("accepted", _("受理")),
        counted("answered", _("已答复")),
        ranked("median", _("答复天数中位数"), lambda r: f"{float(r.median):g}", known.c.median),
        ranked("most", _("百分之九十的答复用时（天以内）"), lambda r: r.most, known.c.most),
        share("confirmed", _("解决率")),
        share("disputed", _("投诉人不认可率")),
        share("silent", _("未评价率")),
        Column("others", _("“我也遇到”"), lambda r: r.others, sort=others, align="right"),
    ]
