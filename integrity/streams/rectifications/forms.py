"""What the acts on an order ask."""

from integrity.pages.fields import asks
from integrity.pages.forms import DoneOnForm, PostForm, WhyForm
from integrity.streams.rectifications.fields import DEMAND, PLAN, REPORT


@asks([DEMAND])
class OrderForm(PostForm):
    """What must be put right."""


@asks([PLAN])
class PlanForm(PostForm):
    """What the body will do."""


class VerifyForm(WhyForm, DoneOnForm):
    """It is put right; since when, if not since the report."""


@asks([REPORT])
class ReportForm(PostForm):
    """What the body did."""
