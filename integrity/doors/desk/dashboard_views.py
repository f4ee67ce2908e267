"""The leading group's dashboard: four figures, bodies by kinds of duty, trend, age."""

from datetime import datetime
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework import figures
from integrity.casework.figures import RANKED, Counts
from integrity.casework.streams import told
from integrity.doors.desk import delay_views
from integrity.doors.desk.blueprint import bp
from integrity.pages import charts
from integrity.pages.charts import Chart
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject

WORST = 20
"""Bodies in a chart; the table beside it has them all."""


@bp.get("/dashboard")
@requires(Permission.DASHBOARD)
def dashboard() -> ResponseReturnValue:
    now = clock.now()
    on = clock.local_day(now)
    overdue = url_for("site.overdue")
    links = {
        "overdue": overdue,
        "in_time": url_for("site.definitions", _anchor="in_time"),
        "bodies": url_for("site.body_list", overdue="y"),
        "soon": url_for("site.definitions", _anchor="soon"),
    }
    rows = _matrix(figures.by_body(on))
    return render_template(
        "desk/dashboard.html",
        headlines=figures.headlines(on, links),
        streams=list(told().values()),
        matrix=rows,
        charts=_charts(on, now, rows, overdue),
        delays=delay_views.summary(on),
        months=delay_views.by_month(on),
        as_of=now,
    )


def _charts(on: Any, now: datetime, rows: list[dict[str, Any]], overdue: str) -> list[Chart]:
    counts = figures.by_stream(on)
    kinds = [(s.title, counts[n].open, counts[n].overdue) for n, s in told().items()]
    drawn = [
        charts.streams(kinds, now, overdue),
        charts.trend(figures.trend(on), now),
        charts.ages(figures.ages(on), now, overdue),
    ]
    if compared := _compared(rows):
        drawn.append(charts.lateness(compared, now, url_for("site.body_list", sort="in_time")))
    for name, stream in told().items():
        aged = stream.figures.ageing(on) if stream.figures.ageing else []
        if any(number for _label, number, _amount in aged):
            address = url_for("site.overdue", stream=name)
            drawn.append(charts.amounts(name, stream.title, aged, now, address))
    return drawn


def _matrix(counts: dict[int, dict[str, Counts]]) -> list[dict[str, Any]]:
    """Every body with anything: its counts per stream, most overdue first."""
    wanted = subjects.bodies().with_only_columns(Subject.id, Subject.name, Subject.slug)
    rows = [
        {
            "name": name,
            "slug": slug,
            "cells": counts[number],
            "overdue": sum(c.overdue for c in counts[number].values()),
            "closed": sum(c.closed for c in counts[number].values()),
            "in_time": sum(c.in_time for c in counts[number].values()),
        }
        for number, name, slug in db.session.execute(wanted)
        if number in counts
    ]
    return sorted(rows, key=lambda row: (-row["overdue"], row["slug"]))


def _compared(rows: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    """The bodies with enough closed items to be compared, the lowest share first."""
    enough = [row for row in rows if row["closed"] >= RANKED]
    enough.sort(key=lambda row: (row["in_time"] / row["closed"], row["slug"]))
    return [(row["name"], row["in_time"], row["closed"]) for row in enough[:WORST]]
