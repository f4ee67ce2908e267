"""Today: what waits for me, what I wait for, what changed."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from integrity.base import clock
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework.tasks import LIMIT
from integrity.doors.desk import (  # noqa: F401  some only add their pages
    alarms,
    alias_views,
    calendar_views,
    code_views,
    competence_views,
    contact_views,
    dashboard_views,
    first_day_views,
    group_views,
    groups,
    log_views,
    overdue,
    people_views,
    power_views,
    register_views,
    security_log_views,
    size_views,
    tasks,
    text_views,
    token_views,
)
from integrity.doors.desk.blueprint import Entry, bp, menu


@bp.app_template_global()
def desk_menu() -> list[Entry]:
    """The menu above every page of whoever is logged in, with what waits there."""
    return menu(groups.numbers(current_user))


@bp.get("/")
@requires(Permission.DESK)
def today() -> ResponseReturnValue:
    """Every group of duties, the most urgent first; then what others do, and what was done."""
    on = clock.today()
    form, narrowing = group_views.asked()
    found = groups.of(current_user, narrowing, on)
    return render_template(
        "desk/today.html",
        alarms=alarms.of(current_user, on),
        first_day=first_day_views.open_steps(current_user, on),
        groups=found,
        total=sum(group.number for group in found),
        late=sum(group.late for group in found),
        filters=form,
        narrowed=group_views.narrowed(),
        limit=LIMIT,
        awaited=tasks.awaited(current_user),
        changes=tasks.changes(current_user, on),
        done=tasks.done(current_user, on),
        overdue=overdue.of(current_user, on),
        home=current_user.body.name if current_user.body else "",
        on=on,
    )
