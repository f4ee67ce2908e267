"""What the public may know of complaints, by body: how many, how soon, how content."""

from typing import Any

import sqlalchemy as sa
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from integrity import clock
from integrity.complaints.blueprint import bp
from integrity.complaints.models import HIDDEN, Complaint
from integrity.permissions import public
from integrity.subjects.models import Subject
from integrity.tables import Column, Table

FEWEST = 10
"""Below this many a share says more about chance, and about people, than about a body."""


@bp.get("/statistics")
@public
def statistics() -> ResponseReturnValue:
    """By body; shares and days only of bodies with ten complaints and more."""
    return _table().respond("complaints/statistics.html", fewest=FEWEST, as_of=clock.now())


def _table() -> Table:
    accepted = sa.func.count().label("accepted")
    answered = sa.func.count(Complaint.answered_on).label("answered")
    days = sa.func.avg(Complaint.answer_days).label("days")
    confirmed = sa.func.count(Complaint.confirmed_on).label("confirmed")
    disputed = sa.func.count().filter(Complaint.disputes > 0).label("disputed")
    silent = sa.func.count().filter(Complaint.state == "silent").label("silent")
    rows = (
        sa.select(Subject.name, accepted, answered, days, confirmed, disputed, silent)
        .join(Subject, Complaint.subject_id == Subject.id)
        .where(Complaint.accepted_on.is_not(None), Complaint.state.not_in(HIDDEN))
        .group_by(Subject.id, Subject.name)
    )
    return Table(
        title=_("投诉举报办理统计"),
        name="complaint-statistics",
        rows=rows,
        entities=False,
        columns=[
            Column("body", _("单位"), lambda r: r.name, sort=Subject.name),
            Column("accepted", _("受理"), lambda r: r.accepted, sort=accepted, align="right"),
            Column("answered", _("已答复"), lambda r: r.answered, sort=answered, align="right"),
            Column("days", _("平均答复天数"), lambda r: _guarded(r, r.days), align="right"),
            Column("confirmed", _("投诉人认可率"), lambda r: _share(r, r.confirmed), align="right"),
            Column("disputed", _("投诉人不认可率"), lambda r: _share(r, r.disputed), align="right"),
            Column("silent", _("未表示意见率"), lambda r: _share(r, r.silent), align="right"),
        ],
        search=(Subject.name,),
        order=(Subject.name,),
        empty=_("还没有已经受理的投诉举报。"),
    )


def _guarded(row: Any, value: Any) -> Any:
    return (
        f"{float(value):.1f}" if row.answered >= FEWEST and value is not None else _("不足 10 件")
    )


def _share(row: Any, part: int) -> Any:
    return f"{100 * part / row.answered:.1f}%" if row.answered >= FEWEST else _("不足 10 件")
