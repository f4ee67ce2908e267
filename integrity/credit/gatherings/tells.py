"""Who is told of what should come: its body what it owes, body and office what is late."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import Side, late_event
from integrity.credit.gatherings.models import Gathering
from integrity.people.messages.tells import Source, Whom, at_once, daily, untold

OPENED = "opened"
"""A period is over, and its information is owed."""
OFFICE = Whom(Permission.MEASURES_DECIDE)
SOURCE_BODY = Whom(Permission.CATALOGUE_DELIVER, Gathering.body_id)
LATE = _l("信息归集 %(ref)s 逾期没有报送，请立即办理。")
GATHERINGS = Source(
    Gathering,
    {
        OPENED: daily(_l("信息归集 %(ref)s 已到报送期，请报送或者零报告。"), SOURCE_BODY),
        "report_zero": untold("the office sees it among the others"),
        "find_not_zero": at_once(_l("信息归集 %(ref)s 的零报告经查不属实，请报送。"), SOURCE_BODY),
        "arrive": untold("its body delivered it itself, or it came by the procedures here"),
        late_event(Side.OWING): daily(LATE, SOURCE_BODY) + daily(LATE, OFFICE),
    },
    "gatherings.item",
    "number",
    Gathering.id,
    lambda number: f"GJ{int(number):06d}",
)
SOURCES = (GATHERINGS,)
