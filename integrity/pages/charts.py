"""Plotly figures, one function per chart, each with its definition and the same data as a table.

Colours and patterns that survive grey print are set by the page (static/site.js) by a trace's tone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
from flask_babel import gettext as _

from integrity.base.i18n import percent, wan
from integrity.pages.definitions import DEFINITIONS

HEIGHT = 300
ROW = 30
"""Pixels: of an upright chart, and of one bar of a chart that lies."""
LATE = {"tone": "late"}


@dataclass(frozen=True)
class Chart:
    """What templates/macros/charts.html draws; `rows` is the table, its first column the label."""

    id: str
    title: str
    definition: str
    as_of: datetime | date | None
    figure: str
    columns: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    href: str | None = None


def streams(rows: Sequence[tuple[Any, int, int]], as_of: datetime, href: str) -> Chart:
    """(stream, open, overdue): which kinds of duty are overdue."""
    labels = [str(label) for label, *_rest in rows]
    figure = _lying(
        go.Bar(
            name=_("逾期未办结"),
            y=labels,
            x=[overdue for _label, _open, overdue in rows],
            text=[overdue or "" for _label, _open, overdue in rows],
            orientation="h",
            textangle=0,
            meta=LATE,
        ),
        go.Bar(
            name=_("未到期"),
            y=labels,
            x=[open_ - overdue for _label, open_, overdue in rows],
            orientation="h",
            meta={"tone": "plain"},
        ),
        rows=len(labels),
    )
    return Chart(
        "chart-streams",
        _("各类事项未办结和逾期件数"),
        _meaning("overdue"),
        as_of,
        _json(figure),
        [_("事项"), _("未办结"), _("逾期未办结"), _("占比")],
        [(label, open_, late, percent(late, open_)) for label, open_, late in rows],
        href,
    )


def lateness(rows: Sequence[tuple[str, int, int]], as_of: datetime, href: str) -> Chart:
    """(body, in time, closed) of the bodies with enough items to be compared."""
    figure = _lying(
        go.Bar(
            name=_("按期办结率"),
            y=[label for label, *_rest in rows],
            x=[round(100 * part / whole, 1) for _label, part, whole in rows],
            text=[percent(part, whole) for _label, part, whole in rows],
            textangle=0,
            orientation="h",
            meta={"tone": "accent"},
        ),
        rows=len(rows),
    )
    figure.update_xaxes(range=[0, 100], ticksuffix="%", dtick=25)
    figure.update_layout(showlegend=False)
    return Chart(
        "chart-lateness",
        _("各单位按期办结率（已办结满 10 件的单位）"),
        _meaning("in_time"),
        as_of,
        _json(figure),
        [_("单位"), _("按期办结"), _("已办结"), _("按期办结率")],
        [(label, part, whole, percent(part, whole)) for label, part, whole in rows],
        href,
    )


def trend(rows: Sequence[tuple[str, int, int]], as_of: datetime) -> Chart:
    """(month, falling due, of which late), oldest first."""
    months = [month for month, *_rest in rows]
    figure = go.Figure(
        [
            go.Bar(
                name=_("当月到期"),
                x=months,
                y=[due for _month, due, _late in rows],
                meta={"tone": "plain"},
            ),
            go.Bar(
                name=_("其中发生过逾期"),
                x=months,
                y=[late for _month, _due, late in rows],
                meta=LATE,
            ),
        ]
    )
    figure.update_layout(barmode="overlay", height=HEIGHT, bargap=0.25)
    figure.update_xaxes(type="category", nticks=12)
    figure.update_yaxes(rangemode="tozero", tickformat=",d")
    return Chart(
        "chart-trend",
        _("近 24 个月每月到期件数和其中逾期件数"),
        _meaning("trend"),
        as_of,
        _json(figure),
        [_("月份"), _("当月到期"), _("其中发生过逾期"), _("占比")],
        [(month, due, late, percent(late, due)) for month, due, late in reversed(rows)],
    )


def ages(rows: Sequence[tuple[str, int]], as_of: datetime, href: str) -> Chart:
    """(how long overdue, number)."""
    total = sum(number for _label, number in rows)
    return Chart(
        "chart-ages",
        _("逾期未办结事项的逾期时长"),
        _meaning("age"),
        as_of,
        _json(_upright([label for label, _n in rows], [number for _label, number in rows])),
        [_("逾期时长"), _("件数"), _("占比")],
        [(label, number, percent(number, total)) for label, number in rows],
        href,
    )


def amounts(
    name: str, title: Any, rows: Sequence[tuple[Any, int, Decimal]], as_of: datetime, href: str
) -> Chart:
    """(how long overdue, number, yuan) of one stream that is about money."""
    labels = [str(label) for label, *_rest in rows]
    figure = _upright(labels, [float(amount or 0) / 10_000 for _label, _n, amount in rows])
    figure.update_yaxes(ticksuffix=_(" 万元"), tickformat=",.0f")
    return Chart(
        f"chart-amounts-{name}",
        _("%(stream)s逾期金额的账龄", stream=title),
        _("每个区间内逾期未办结事项的金额合计，按逾期天数分组。"),
        as_of,
        _json(figure),
        [_("逾期时长"), _("件数"), _("金额")],
        [(label, number, wan(amount)) for label, number, amount in rows],
        href,
    )


def way_down(rows: Sequence[tuple[str, Decimal, Decimal, Decimal]], as_of: date) -> Chart:
    """(month, became overdue, paid, left at its end), oldest first, in yuan."""
    months = [month for month, *_rest in rows]
    figure = go.Figure(
        [
            go.Bar(
                name=_("当月支付"),
                x=months,
                y=[float(paid) / 10_000 for _month, _added, paid, _left in rows],
                meta={"tone": "good"},
            ),
            go.Scatter(
                name=_("月末逾期未付"),
                x=months,
                y=[float(left) / 10_000 for *_rest, left in rows],
                mode="lines+markers",
                meta=LATE,
            ),
        ]
    )
    figure.update_layout(height=HEIGHT, bargap=0.35)
    figure.update_xaxes(type="category", nticks=12)
    figure.update_yaxes(rangemode="tozero", ticksuffix=_(" 万元"), tickformat=",.0f")
    return Chart(
        "chart-way-down",
        _("近 12 个月逾期未付金额和当月支付"),
        _("月末已过付款期限而没有付清的本金，含有分歧的部分；当月支付为当月确认的本金。"),
        as_of,
        _json(figure),
        [_("月份"), _("新增（扣除核减）"), _("当月支付"), _("月末逾期未付")],
        [(month, wan(added), wan(paid), wan(left)) for month, added, paid, left in reversed(rows)],
    )


def _upright(labels: Sequence[str], values: Sequence[float]) -> go.Figure:
    texts = [f"{value:,.0f}" if value else "" for value in values]
    figure = go.Figure(
        go.Bar(x=labels, y=values, text=texts, textangle=0, textposition="outside", meta=LATE)
    )
    figure.update_traces(cliponaxis=False)
    figure.update_layout(height=HEIGHT, showlegend=False, bargap=0.35)
    figure.update_xaxes(type="category")
    figure.update_yaxes(rangemode="tozero", nticks=6)
    return figure


def _lying(*bars: go.Bar, rows: int) -> go.Figure:
    figure = go.Figure(list(bars))
    figure.update_layout(barmode="stack", height=90 + ROW * max(rows, 2), bargap=0.3)
    figure.update_yaxes(autorange="reversed", type="category")
    figure.update_xaxes(rangemode="tozero")
    return figure


def _json(figure: go.Figure) -> str:
    """Without plotly's own template, which the page replaces and which is larger than the data."""
    figure.update_layout(template=None)
    return str(figure.to_json())


def _meaning(key: str) -> str:
    found = DEFINITIONS[key]
    return _(
        "%(part)s ÷ %(whole)s。%(meaning)s",
        part=found.numerator,
        whole=found.denominator,
        meaning=found.meaning,
    )
