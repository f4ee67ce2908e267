"""Today: what waits for me, what I wait for, what changed."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from integrity import clock
from integrity.desk import (  # noqa: F401  some only add their pages
    alarms,
    calendars,
    core,
    dashboard,
    duties,
    log,
    people,
    powers,
    security_log,
    tokens,
)
from integrity.desk.blueprint import bp
from integrity.permissions import Permission, requires


@bp.get("/")
@requires(Permission.DESK)
def today() -> ResponseReturnValue:
    on = clock.today()
    found = [*duties.of_streams(current_user), *core.of_core(current_user)]
    return render_template(
        "desk/today.html",
        alarms=alarms.of(current_user, on),
        groups=duties.grouped(found, on),
        total=len(found),
        limit=duties.LIMIT,
        awaited=duties.awaited(current_user),
        changes=duties.changes(current_user, on),
        on=on,
    )
