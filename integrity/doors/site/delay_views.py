"""How often whoever is bound by rules was late with a step of the procedure, year by year."""

from flask import render_template
from flask.typing import ResponseReturnValue

from integrity.base import clock
from integrity.base.stamps import public
from integrity.casework import late_periods
from integrity.casework.steps import SIDE_NAMES
from integrity.doors.site.blueprint import bp


@bp.get("/stats/delays")
@public
def delays() -> ResponseReturnValue:
    """Counts until the end of last month: a number of today would tell of a single complaint."""
    spans = late_periods.years(clock.today())
    sides = late_periods.by_side(spans)
    return render_template(
        "site/delays.html",
        until=spans[0][1],
        years=[first.year for first, _last in spans],
        sides=[(SIDE_NAMES[side], periods) for side, periods in sides.items()],
    )
