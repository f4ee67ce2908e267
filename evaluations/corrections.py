"""A published result is put right in the open: what it said before stays beside it."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from evaluations import grades, methods, rounds, service
from evaluations.combining import Sheet
from evaluations.correction_models import CORRECTION_NAMES, ResultCorrection
from evaluations.correction_models import ResultCorrectionState as S
from evaluations.models import DONE, Indicator, PointState, RemedialPoint, Result
from evaluations.permissions import EvaluationsPermission
from evaluations.quality_models import ResultItem
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once, db
from integrity.base.errors import Forbidden, Refused, SamePerson
from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step

RUN = EvaluationsPermission.RUN
TERM = "LOCAL-EVAL-CORRECT"
FLOW = Flow(
    steps={S.FILED: Step(Side.OFFICE, TERM), S.PROPOSED: Step(Side.OFFICE, TERM)},
    propose_points=Move({S.FILED}, S.PROPOSED, RUN),
    correct_result=Move({S.PROPOSED}, S.CORRECTED, RUN, paper=Makes("evaluation-correction")),
    decline_correction=Move({S.FILED, S.PROPOSED}, S.DECLINED, RUN),
)
FLOW.names.update(CORRECTION_NAMES)


class NotPublished(Refused):
    """Only what was published is corrected; an indicator that counts, and once at a time."""

    correctable = True
    title = _l("现在不能提出更正")


class WrongPoints(Refused):
    """Points that the method of an indicator does not know, or those that it has."""

    correctable = True


def file(
    result: Result, indicator: Indicator, text: str, *, by: audit.Actor, at: datetime
) -> ResultCorrection:
    """The body, or the office, says what is wrong in a result; raises NotPublished."""
    if result.round.state not in DONE or item_of(result, indicator) is None:
        raise NotPublished(_("结果没有通报，或者没有计算这一指标。"))
    made = ResultCorrection(
        state=S.FILED,
        result=result,
        indicator=indicator,
        body_id=result.body_id,
        text=text.strip(),
        filed_by_name=by.name,
        filed_at=at,
    )
    FLOW.begin(made, local_day(at))
    add_once(made, NotPublished(_("这一指标的更正正在办理。")))
    audit.write(made, "file", by=by, at=at, target=S.FILED)
    return made


def propose_points(
    found: ResultCorrection, points: Decimal, why: str, *, by: audit.Actor, at: datetime
) -> None:
    """One of the office says what would be right, and why; raises WrongPoints, Forbidden."""
    _demand_other(found, by)
    item = item_of(found.result, found.indicator)
    assert item is not None
    if reason := methods.wrong(found.indicator, points):
        raise WrongPoints(reason)
    if points == item.points:
        raise WrongPoints(_("更正的，须给出不同的评分。"))
    found.points_before, found.points_after = item.points, points
    found.why, found.proposed_by_id = why.strip(), by.id
    FLOW.go(found, "propose_points", by=by, at=at, why=why, points=str(points))


def correct_result(found: ResultCorrection, *, by: audit.Actor, at: datetime) -> None:
    """Another one puts it in place of the old: total, grade and all places are made again.

    Raises SamePerson, Forbidden.
    """
    _demand_other(found, by)
    if by.id is None or by.id == found.proposed_by_id:
        raise SamePerson(_("提出更正的人不能同时批准。"))
    FLOW.check(found, "correct_result")
    result, item = found.result, item_of(found.result, found.indicator)
    assert item is not None and found.points_after is not None
    found.total_before, found.band_before = result.total, result.band
    item.points = found.points_after
    db.session.flush()
    _make_again(result)
    found.total_after, found.band_after = result.total, result.band
    found.answered_on = local_day(at)
    _remedy(found, by, at)
    FLOW.go(found, "correct_result", by=by, at=at)


def decline_correction(found: ResultCorrection, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The result stands, with reasons; raises Forbidden."""
    _demand_other(found, by)
    found.why, found.answered_on = why.strip(), local_day(at)
    FLOW.go(found, "decline_correction", by=by, at=at, why=why)


def of(result: Result) -> Sequence[ResultCorrection]:
    """What was put right in a result, oldest first: as public as the result."""
    wanted = (
        sa.select(ResultCorrection)
        .where(ResultCorrection.result_id == result.id, ResultCorrection.state == S.CORRECTED)
        .order_by(ResultCorrection.answered_on, ResultCorrection.id)
        .options(joinedload(ResultCorrection.indicator))
    )
    return db.session.scalars(wanted).all()


def item_of(result: Result, indicator: Indicator) -> ResultItem | None:
    """What an indicator gave a result; None where it did not count."""
    wanted = sa.select(ResultItem).where(
        ResultItem.result_id == result.id, ResultItem.indicator_id == indicator.id
    )
    return db.session.scalars(wanted).first()


def _make_again(result: Result) -> None:
    """Total and grade of a result from what it is made of, and the places of the round."""
    item = result.round
    items = sa.select(ResultItem).where(ResultItem.result_id == result.id).order_by(ResultItem.id)
    known = db.session.scalars(items.options(joinedload(ResultItem.indicator))).all()
    bands = [(band.minimum, band.name) for band in item.scheme.bands]
    sheet = Sheet(result.body, known, (), bands)
    assert sheet.total is not None
    result.total, result.band = sheet.total, sheet.band
    every = sa.select(Result).where(Result.round_id == item.id).order_by(Result.id)
    rows = db.session.scalars(every).all()
    places = grades.ranks([row.total for row in rows], item.scheme.ranked_from)
    for row, place in zip(rows, places, strict=True):
        row.rank = place
    db.session.flush()


def _remedy(found: ResultCorrection, by: audit.Actor, at: datetime) -> None:
    """What need not be put right any more is over; what must be now is ordered."""
    result, points = found.result, found.points_after
    assert points is not None
    wanted = sa.select(RemedialPoint).where(
        RemedialPoint.round_id == result.round_id,
        RemedialPoint.indicator_id == found.indicator_id,
        RemedialPoint.subject_id == result.body_id,
    )
    point = db.session.scalars(wanted).first()
    low = points < result.round.scheme.remedy_below
    if point is None and low and found.indicator.method in methods.WEIGHED:
        said = (result.round, result.body, found.indicator, points, found.why)
        made = rounds.remedial(*said, day=local_day(at))
        rounds.order([made], by=by, at=at)
    elif point is not None and not low and point.state is not PointState.VERIFIED:
        service.revoke(point, found.why, by=by, at=at)


def _demand_other(found: ResultCorrection, by: audit.Actor) -> None:
    """Raise Forbidden for somebody of the body: nobody decides about its own result."""
    if getattr(by, "body_id", None) == found.body_id:
        raise Forbidden(_("不能办理本单位评价结果的更正。"))
