"""What the acts on an order ask."""

from integrity.pages.fields import asks
from integrity.pages.forms import DoneOnForm, PostForm, WhyForm
from integrity.streams.rectifications.fields import DEMAND, PLAN, REPORT, UNTIL, UNTIL_WHY


@asks([DEMAND, UNTIL, UNTIL_WHY])
class OrderForm(PostForm):
    """What must be put right, and by which day, if not by the one of the rule."""


@asks([PLAN])
class PlanForm(PostForm):
    """What the body will do."""


class VerifyForm(WhyForm, DoneOnForm):
    """It is put right; since when, if not since the report."""


@asks([REPORT])
class ReportForm(PostForm):
    """What the body did."""
