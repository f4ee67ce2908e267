"""Today: what waits for me, what I wait for, what changed."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from integrity.base import clock
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.doors.desk import (  # noqa: F401  some only add their pages
    alarms,
    calendar_views,
    core_tasks,
    dashboard_views,
    log_views,
    people_views,
    power_views,
    security_log_views,
    tasks,
    token_views,
)
from integrity.doors.desk.blueprint import bp


@bp.get("/")
@requires(Permission.DESK)
def today() -> ResponseReturnValue:
    on = clock.today()
    found = [*tasks.of_streams(current_user), *core_tasks.of_core(current_user)]
    return render_template(
        "desk/today.html",
        alarms=alarms.of(current_user, on),
        groups=tasks.grouped(found, on),
        total=len(found),
        limit=tasks.LIMIT,
        awaited=tasks.awaited(current_user),
        changes=tasks.changes(current_user, on),
        on=on,
    )
