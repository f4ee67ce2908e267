"""Remedial points, the stream's items: the list and one point."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import contains_eager, joinedload

from evaluations.blueprint import bp, stream
from evaluations.fields import FIELDS, standing
from evaluations.models import RemedialPoint
from evaluations.permissions import EvaluationsPermission
from integrity.base import clock
from integrity.base.stamps import public
from integrity.casework import streams
from integrity.credit.described import describe
from integrity.pages.fields import FACTS, at, columns, conditions, facts, narrowed_by
from integrity.pages.items import Button, Link
from integrity.pages.tables import Table

Filters = narrowed_by(FIELDS)


@bp.get("/remedies/")
@public
def index() -> ResponseReturnValue:
    """What published rounds oblige bodies to put right."""
    links = [Button(_("评价轮次和结果"), url_for("evaluations.rounds"))]
    if current_user.is_authenticated and current_user.can(EvaluationsPermission.SCORE):
        mine = Button(_("我的评价任务"), url_for("evaluations.assignments"), primary=True)
        links.insert(0, mine)
    return _table(clock.today()).respond(acts=links)


@bp.get("/remedies/<ref>")
@public
def item(ref: str) -> ResponseReturnValue:
    """One point: why it was scored low, by when it must be right, what happened."""
    point, today = stream().by_ref(ref), clock.today()
    page = describe(
        stream(),
        point,
        today,
        sentence=_(
            "%(indicator)s得分 %(points)s（百分制），须在期限内整改。",
            indicator=point.indicator.name,
            points=f"{float(point.points):g}",
        ),
        state=standing(point),
        facts=facts(at(FIELDS, FACTS, public=True), point, today),
        links=[Link(_("该单位本轮评价结果"), _result(point)), *_earning(point)],
    )
    return render_template("streams/item.html", page=page)


def _earning(point: RemedialPoint) -> list[Link]:
    """What would earn the points: the list of what is owed, or the standard that says it."""
    name = point.indicator.figure.rpartition("fulfilled:")[2].rpartition("amount:")[2]
    stream_, _colon, key = name.partition(":")
    known = streams.of_bodies().get(stream_)
    if known is not None:
        said: dict[str, Any] = {"body": point.subject.slug} | ({"key_field": key} if key else {})
        address = url_for(f"{stream_}.index", **said)
        return [Link(_("怎样得分：本单位的%(what)s", what=known.title), address)]
    scheme = point.round.scheme
    address = url_for(
        "evaluations.scheme", code=scheme.code, version=scheme.version, q=point.indicator.code
    )
    return [Link(_("怎样得分：指标和评分标准"), address)]


def _result(point: RemedialPoint) -> str:
    return url_for("evaluations.result", ref=point.round.ref, slug=point.subject.slug)


def _table(today: date) -> Table:
    point = RemedialPoint
    return Table(
        title=_("评价整改事项"),
        name="remedies",
        rows=sa.select(point).join(point.subject).where(stream().visible(current_user)),
        options=(contains_eager(point.subject), joinedload(point.round)),
        link=stream().url,
        columns=columns(FIELDS, today, public=True),
        search=stream().reach.searched,
        match=stream().found,
        filters=Filters,
        narrow=conditions(FIELDS, today),
        order=(point.closed_on.is_not(None), point.due_on, point.id),
        empty=_("没有符合条件的整改事项。评价结果公布后，得分过低的指标会出现在这里。"),
    )
