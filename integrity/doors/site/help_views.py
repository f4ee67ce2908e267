"""Help: what this is, how to read it, what one can do here, what each state means, who runs it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import render_template
from flask.typing import ResponseReturnValue

from integrity.base import clock, site_texts
from integrity.base.stamps import public
from integrity.casework.rules import service as rules
from integrity.casework.steps import SIDE_NAMES
from integrity.casework.streams import Stream, registered
from integrity.doors.site.blueprint import bp
from integrity.doors.site.rule_views import amount


@bp.get("/help/")
@public
def help_page() -> ResponseReturnValue:
    """Nothing here is written twice: states, who must act and the terms are those that hold."""
    today = clock.today()
    shown = [s for s in registered().values() if not isinstance(s.reach.public(), sa.False_)]
    return render_template(
        "site/help.html",
        kinds=[(stream.title, list(_states(stream, today))) for stream in shown],
        office=site_texts.said("OFFICE_NAME"),
        contact=site_texts.said("OFFICE_CONTACT"),
        icp_number=site_texts.said("ICP_NUMBER"),
    )


def _states(stream: Stream, on: date) -> Iterator[tuple[Any, Any, str]]:
    """What a state is called, who must act in it, and within which time."""
    for state, name in stream.words.state_names.items():
        step = stream.work.flow.steps.get(state)
        yield name, SIDE_NAMES[step.who] if step else "", _term(step, on) if step else ""


def _term(step: Any, on: date) -> str:
    if step.within is None:
        return ""
    try:
        return amount(rules.time_limit(step.within, on))
    except rules.NoRuleInForce:
        return ""
