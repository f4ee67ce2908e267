"""A result beside others: what cost points, how groups compare, and how it was before."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import plotly.graph_objects as go
import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from evaluations import grades
from evaluations.methods import WEIGHED
from evaluations.models import Indicator, Result, Round, RoundState
from evaluations.quality_models import ResultItem
from integrity.base.db import db
from integrity.pages.charts import HEIGHT, Chart

FULL = Decimal(100)
LEAST_AROUND = 3
"""Groups without which no shape can be drawn."""


@dataclass(frozen=True)
class Loss:
    """What a leaf took from the mean; the losses of a result and its mean are 100 together."""

    indicator: Indicator
    points: Decimal
    lost: Decimal


@dataclass(frozen=True)
class Group:
    """A first-level indicator: the mean of one body by weight, and that of all of the round."""

    root: Indicator
    own: Decimal | None
    all: Decimal | None


def losses(items: Iterable[ResultItem]) -> list[Loss]:
    """What cost points, the most first."""
    known = [one for one in items if one.indicator.method in WEIGHED]
    whole = sum((one.weight for one in known), Decimal(0))
    found = [
        Loss(one.indicator, one.points, _cents((FULL - one.points) * one.weight / whole))
        for one in known
        if one.points < FULL
    ]
    return sorted(found, key=lambda one: (-one.lost, one.indicator.position))


def adjusting(items: Iterable[Any]) -> list[Any]:
    """What is added, deducted or bars a grade, beside the mean."""
    return [one for one in items if one.indicator.method not in WEIGHED]


def groups(branches: Sequence[tuple[Indicator, list[Indicator]]], result: Result) -> list[Group]:
    """How the groups of indicators compare, in one query for the round."""
    wanted = (
        sa.select(ResultItem)
        .join(ResultItem.result)
        .where(Result.round_id == result.round_id)
        .order_by(ResultItem.id)
    )
    items = db.session.scalars(wanted).all()
    weighing = [(root, below) for root, below in branches if root.weight]
    return [_group(root, {leaf.id for leaf in below}, items, result) for root, below in weighing]


def earlier(result: Result, states: Sequence[RoundState]) -> Sequence[Result]:
    """The results of the same body in the rounds that may be read, oldest first."""
    wanted = (
        sa.select(Result)
        .join(Result.round)
        .where(Result.body_id == result.body_id, Round.state.in_(states))
        .order_by(Round.published_on, Round.id)
        .options(joinedload(Result.round).joinedload(Round.scheme))
    )
    return db.session.scalars(wanted).all()


def beside_all(result: Result) -> Chart:
    """Every total of the round as a dot, this one marked."""
    wanted = (
        sa.select(Result)
        .where(Result.round_id == result.round_id)
        .order_by(Result.total.desc(), Result.id)
        .options(joinedload(Result.body))
    )
    rows = db.session.scalars(wanted).all()
    others = [one for one in rows if one.id != result.id]
    figure = go.Figure(
        [_dots(_("其他单位"), others, "plain", 9), _dots(result.body.name, [result], "accent", 15)]
    )
    figure.update_layout(template=None, height=HEIGHT // 2)
    figure.update_yaxes(visible=False, range=[-1, 1])
    figure.update_xaxes(range=[0, 100], dtick=10)
    return Chart(
        "chart-beside-all",
        _("与其他单位比较"),
        _("每个点是一个单位的总分（0—100），本单位的点较大。"),
        result.round.published_on,
        str(figure.to_json()),
        [_("单位"), _("总分"), _("等级")],
        [(one.body.name, one.total, one.band) for one in rows],
    )


def radar(groups: Sequence[Group], result: Result) -> Chart | None:
    """The groups of one body around a point, beside the mean of all; None for fewer than three."""
    known = [one for one in groups if one.own is not None]
    if len(known) < LEAST_AROUND:
        return None
    figure = go.Figure(
        [
            _around(_("全部单位平均"), [one.all for one in known], "plain"),
            _around(result.body.name, [one.own for one in known], "accent"),
            _spokes(known),
        ]
    )
    figure.update_layout(template=None, height=HEIGHT)
    figure.update_xaxes(visible=False, range=[-140, 140])
    figure.update_yaxes(visible=False, range=[-125, 125], scaleanchor="x")
    return Chart(
        "chart-radar",
        _("各组指标的形状"),
        _("离中心越远得分越高，最外是100分；细线是全部单位的平均。"),
        result.round.published_on,
        str(figure.to_json()),
        [_("指标"), _("本单位"), _("全部单位平均")],
        [(f"{one.root.code} {one.root.name}", one.own, one.all) for one in known],
    )


def _around(name: str, points: Sequence[Decimal | None], tone: str) -> Any:
    spots = [_spot(n, len(points), float(one or 0)) for n, one in enumerate(points)]
    closed = [*spots, spots[0]]
    return go.Scatter(
        name=name,
        x=[x for x, _y in closed],
        y=[y for _x, y in closed],
        mode="lines+markers",
        meta={"tone": tone},
    )


def _spokes(known: Sequence[Group]) -> Any:
    """The names of the groups, where 100 points would be."""
    spots = [_spot(n, len(known), 112) for n in range(len(known))]
    return go.Scatter(
        x=[x for x, _y in spots],
        y=[y for _x, y in spots],
        text=[one.root.code for one in known],
        mode="text",
        hoverinfo="skip",
        showlegend=False,
    )


def _spot(place: int, places: int, points: float) -> tuple[float, float]:
    angle = math.tau * place / places
    return round(points * math.sin(angle), 2), round(points * math.cos(angle), 2)


def _dots(name: str, rows: Sequence[Result], tone: str, size: int) -> Any:
    return go.Scatter(
        name=name,
        x=[float(one.total) for one in rows],
        y=[0] * len(rows),
        text=[one.body.name for one in rows],
        mode="markers",
        marker={"size": size},
        meta={"tone": tone},
    )


def _group(root: Indicator, leaves: set[int], items: Sequence[ResultItem], result: Result) -> Group:
    of_it = [one for one in items if one.indicator_id in leaves]
    own = [(one.points, one.weight) for one in of_it if one.result_id == result.id]
    return Group(root, grades.total(own), grades.total((o.points, o.weight) for o in of_it))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(grades.CENT, ROUND_HALF_UP)
