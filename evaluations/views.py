"""Remedial points, the stream's items: the list and one point."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import get_template_attribute, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import contains_eager, joinedload

from evaluations.blueprint import bp, stream
from evaluations.forms import Filters
from evaluations.models import OUTCOME_NAMES, STATE_NAMES, PointState, RemedialPoint
from evaluations.permissions import EvaluationsPermission
from integrity.base import clock, i18n
from integrity.base.stamps import public
from integrity.casework import deadlines
from integrity.credit.described import describe
from integrity.pages.items import Badge, Button, Link
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject

TONES = {PointState.VERIFIED: "good"}


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
    point = stream().by_ref(ref)
    page = describe(
        stream(),
        point,
        clock.today(),
        sentence=_(
            "%(indicator)s得分 %(points)s（百分制），须在期限内整改。",
            indicator=point.indicator.name,
            points=f"{float(point.points):g}",
        ),
        state=_state(point),
        facts=_facts(point),
        links=[Link(_("该单位本轮评价结果"), _result(point))],
    )
    return render_template("streams/item.html", page=page)


def _result(point: RemedialPoint) -> str:
    return url_for("evaluations.result", ref=point.round.ref, slug=point.subject.slug)


def _state(point: RemedialPoint) -> Badge:
    if point.outcome:
        good = point.outcome == "put_right"
        return Badge(OUTCOME_NAMES[point.outcome], "good" if good else "late")
    return Badge(STATE_NAMES[point.state], TONES.get(point.state, "plain"))


def _facts(point: RemedialPoint) -> list[tuple[Any, Any]]:
    return [
        (_("单位"), point.subject.name),
        (_("评价轮次"), point.round.name),
        (_("指标"), f"{point.indicator.code} {point.indicator.name}"),
        (_("评价机构写明的依据"), point.what),
        (_("整改期限"), i18n.day(point.due_on)),
        (_("整改情况"), point.report or _("尚未报告")),
        (_("报告日期"), i18n.day(point.claim_received_on) or _("尚未报告")),
        (_("核验的完成日期"), i18n.day(point.closed_on)),
    ]


def _table(today: date) -> Table:
    point = RemedialPoint
    return Table(
        title=_("评价整改事项"),
        name="remedies",
        rows=sa.select(point).join(point.subject).where(stream().visible(current_user)),
        options=(contains_eager(point.subject), joinedload(point.round)),
        link=stream().url,
        columns=_columns(today),
        search=(point.ref, point.title),
        filters=Filters,
        narrow={
            "state": lambda state: point.state == state,
            "body": lambda body: point.subject_id == body.id,
            "lateness": lambda kind: deadlines.narrow(point, kind, today),
        },
        order=(point.closed_on.is_not(None), point.due_on, point.id),
        empty=_("没有符合条件的整改事项。评价结果公布后，得分过低的指标会出现在这里。"),
    )


def _columns(today: date) -> list[Column]:
    """Its columns."""
    badge = get_template_attribute("macros/states.html", "badge")
    how_late = get_template_attribute("macros/states.html", "lateness")
    point = RemedialPoint
    return [
        Column("ref", _("编号"), lambda p: p.ref, sort=point.id),
        Column("title", _("事项"), lambda p: p.title),
        Column("body", _("单位"), lambda p: p.subject.name, sort=Subject.name),
        Column("round", _("评价轮次"), lambda p: p.round.name),
        Column("points", _("得分"), lambda p: p.points, sort=point.points, align="right"),
        Column(
            "state",
            _("状态"),
            lambda p: _state(p).word,
            lambda p: badge(_state(p).word, _state(p).tone),
            point.state,
        ),
        Column("due_on", _("整改期限"), lambda p: p.due_on, sort=point.due_on),
        Column(
            "late",
            _("期限情况"),
            lambda p: deadlines.lateness("evaluations", p, today).word,
            lambda p: how_late(deadlines.lateness("evaluations", p, today)),
        ),
    ]
