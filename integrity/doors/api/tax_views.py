"""The tax office's system sends the grades of taxpayers; two people of the office adopt them."""

from collections.abc import Sequence

from flask import Response
from flask_babel import gettext as _
from pydantic import BaseModel, Field

from integrity.base import clock
from integrity.base.stamps import scope
from integrity.credit.sanctions import tax_lists
from integrity.credit.sanctions.tax_models import TaxGrade, TaxListState
from integrity.doors.api.admission import body, bp, caller
from integrity.doors.api.contract import N_, contract, field_error
from integrity.doors.api.schemas import Day, Taken
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import FIRMS

MOST = 1000


class Taxpayer(Taken):
    """One taxpayer and its grade."""

    code: str = Field(min_length=1, max_length=40, description=N_("纳税人的统一社会信用代码"))
    grade: TaxGrade = Field(description=N_("纳税信用等级"))


class TaxListRequest(Taken):
    """The grades of a year, or a part of them; the parts of one day are one list."""

    year: int = Field(ge=2014, le=9999, description=N_("评价年度"))
    published_on: Day = Field(description=N_("公布或者调整的日期"))
    taxpayers: Sequence[Taxpayer] = Field(
        min_length=1, max_length=MOST, description=N_("纳税人，一次最多 1000 户")
    )


class Unknown(BaseModel):
    """A taxpayer that was not taken, and why."""

    code: str
    reason: str


class TaxListAnswer(BaseModel):
    """The list as it stands; it has an effect once it is `adopted-list`."""

    ref: str
    state: TaxListState
    taken: int
    rejected: list[Unknown]


@bp.post("/v1/taxpayer-grades")
@scope("records")
@contract(
    N_("税务机关推送纳税信用等级名单，经两人核对采用后生效"),
    takes=TaxListRequest,
    answers=TaxListAnswer,
)
def enter_tax_list(told: TaxListRequest) -> TaxListAnswer | Response:
    """Add taxpayers to the open list of a year and day; the same again changes nothing."""
    at = clock.now()
    if told.published_on > clock.local_day(at) or told.year > told.published_on.year:
        return field_error("published_on", _("年度或者公布日期不正确。"), "wrong-day")
    by, known = caller(), subjects.by_words(one.code for one in told.taxpayers)
    found = tax_lists.opened(told.year, told.published_on, body(), by=by, at=at)
    rows, rejected = tax_lists.rows_of(found), []
    for one in told.taxpayers:
        subject = known.get(one.code)
        if subject is None or subject.kind not in FIRMS:
            reason = _("没有登记该代码的主体，请核对。")
            rejected.append(Unknown(code=one.code, reason=reason))
        elif subject.id in rows:
            rows[subject.id].grade = one.grade
        else:
            rows[subject.id] = tax_lists.put(found, subject.id, one.grade)
    taken = len(told.taxpayers) - len(rejected)
    return TaxListAnswer(ref=found.ref, state=found.state, taken=taken, rejected=rejected)
