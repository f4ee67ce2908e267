"""What the acts on an order ask."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.pages.evidence import EvidenceField
from integrity.pages.fields import asks
from integrity.pages.forms import ChosenField, DayField, DoneOnForm, PostForm, WhyForm
from integrity.streams.rectifications.fields import (
    DEMAND,
    EFFECTS,
    FINDING_FIELDS,
    PLAN,
    POINTS,
    REPORT,
    UNDONE,
    UNTIL,
    UNTIL_WHY,
)
from integrity.streams.rectifications.models import Point


@asks([DEMAND, POINTS, EFFECTS, UNTIL, UNTIL_WHY])
class OrderForm(PostForm):
    """What must be put right, and by which day, if not by the one of the rule."""


@asks([PLAN])
class PlanForm(PostForm):
    """What the body will do."""


class VerifyForm(WhyForm, DoneOnForm):
    """It is put right; since when, if not since the report."""


@asks([REPORT, UNDONE])
class ReportForm(PostForm):
    """What the body did."""


@asks(FINDING_FIELDS)
class FoundForm(PostForm):
    """What an inspection found."""


class FindingForm(FoundForm):
    """The same with what shows it."""

    evidence = EvidenceField(_l("现场照片或者其他材料"))


class CheckForm(PostForm):
    """Where, when and what was seen; for each point whether it is put right."""

    place = StringField(
        _l("核查地点"), validators=[InputRequired(_l("请填写核查地点。")), Length(max=200)]
    )
    day = DayField(_l("核查日期"), validators=[InputRequired(_l("请填写核查日期。"))])
    seen = TextAreaField(
        _l("现场情况"),
        description=_l("写明看到了什么，不写结论。"),
        validators=[InputRequired(_l("请写明现场情况。")), Length(max=5000)],
    )

    @property
    def done(self) -> dict[int, bool]:
        """Whether each point is put right, by its id."""
        asked = (field for field in self if field.name.startswith(POINT))
        return {int(field.name.removeprefix(POINT)): field.data == YES for field in asked}


POINT, YES, NO = "point-", "yes", "no"


def check_form(points: Iterable[Point]) -> CheckForm:
    """The form for the points of an order."""
    answers = [(YES, _l("已整改到位")), (NO, _l("没有整改到位"))]
    fields: dict[str, Any] = {
        f"{POINT}{point.id}": ChosenField(point.what, choices=answers) for point in points
    }
    fields["evidence"] = EvidenceField(_l("现场照片或者其他材料"))
    return type("CheckFormOfOrder", (CheckForm,), fields)()  # type: ignore[no-any-return]
