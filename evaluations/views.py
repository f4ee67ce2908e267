"""Remedial points, the stream's items: the list and one point."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import get_template_attribute, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager, joinedload

from evaluations.blueprint import bp, stream
from evaluations.forms import Filters
from evaluations.models import OUTCOME_NAMES, STATE_NAMES, PointState, RemedialPoint
from integrity import clock, deadlines, i18n
from integrity.audit import service as audit
from integrity.audit.words import move_name
from integrity.permissions import Permission, public
from integrity.records import views as records
from integrity.subjects.models import Subject
from integrity.tables import Column, Table

MOVE_NAMES = {"order": _l("评价公布，要求整改"), "extend": _l("延期")}
TONES = {PointState.VERIFIED: "good"}


@bp.get("/remedies/")
@public
def index() -> ResponseReturnValue:
    """What published rounds oblige bodies to put right."""
    links = [{"label": _("评价轮次和结果"), "url": url_for("evaluations.rounds")}]
    if current_user.is_authenticated and current_user.can(Permission.EVALUATIONS_SCORE):
        mine = {"label": _("我的评价任务"), "url": url_for("evaluations.assignments")}
        links.insert(0, mine | {"primary": True})
    return _table(clock.today()).respond(acts=links)


@bp.get("/remedies/<ref>")
@public
def item(ref: str) -> ResponseReturnValue:
    """One point: why it was scored low, by when it must be right, what happened."""
    point = stream().by_ref(ref)
    names = MOVE_NAMES | {name: act.label for name, act in stream().acts.items()}
    return render_template(
        "streams/item.html",
        item=point,
        heading=point.title,
        kicker=_("评价整改"),
        sentence=_(
            "%(indicator)s得分 %(points)s（百分制），须在期限内整改。",
            indicator=point.indicator.name,
            points=f"{float(point.points):g}",
        ),
        ref=point.ref,
        state=_state(point),
        lateness=deadlines.lateness("evaluations", point, clock.today()),
        facts=_facts(point),
        acts=stream().buttons(point),
        timeline=[
            {"at": e.at, "what": names.get(e.move) or move_name(e.move), "who": e.who, "why": e.why}
            for e in audit.history(point)
        ],
        evidence=None,
        records=records.shown("evaluations", point.id),
        links=[
            (_("该单位本轮评价结果"), _result(point)),
            (_("全部评价整改事项"), url_for("evaluations.index")),
            (_("投诉举报"), url_for("complaints.new", about=f"evaluations:{point.ref}")),
        ],
    )


def _result(point: RemedialPoint) -> str:
    return url_for("evaluations.result", ref=point.round.ref, slug=point.subject.slug)


def _state(point: RemedialPoint) -> tuple[Any, str]:
    if point.outcome:
        return OUTCOME_NAMES[point.outcome], "good" if point.outcome == "put_right" else "late"
    return STATE_NAMES[point.state], TONES.get(point.state, "plain")


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
    badge = get_template_attribute("macros/states.html", "badge")
    how_late = get_template_attribute("macros/states.html", "lateness")
    point = RemedialPoint
    return Table(
        title=_("评价整改事项"),
        name="remedies",
        rows=sa.select(point).join(point.subject).where(stream().visible(current_user)),
        options=(contains_eager(point.subject), joinedload(point.round)),
        link=stream().url,
        columns=[
            Column("ref", _("编号"), lambda p: p.ref, sort=point.id),
            Column("title", _("事项"), lambda p: p.title),
            Column("body", _("单位"), lambda p: p.subject.name, sort=Subject.name),
            Column("round", _("评价轮次"), lambda p: p.round.name),
            Column("points", _("得分"), lambda p: p.points, sort=point.points, align="right"),
            Column(
                "state",
                _("状态"),
                lambda p: _state(p)[0],
                lambda p: badge(*_state(p)),
                point.state,
            ),
            Column("due_on", _("整改期限"), lambda p: p.due_on, sort=point.due_on),
            Column(
                "late",
                _("期限情况"),
                lambda p: deadlines.lateness("evaluations", p, today).word,
                lambda p: how_late(deadlines.lateness("evaluations", p, today)),
            ),
        ],
        search=(point.ref, point.title),
        filters=Filters,
        narrow={
            "state": lambda state: point.state == state,
            "body": lambda number: point.subject_id == int(number),
            "lateness": lambda kind: deadlines.narrow(point, kind, today),
        },
        order=(point.closed_on.is_not(None), point.due_on, point.id),
        empty=_("没有符合条件的整改事项。评价结果公布后，得分过低的指标会出现在这里。"),
    )
