"""Planning a round, assigning bodies to evaluators, and publishing what was found."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from evaluations import (
    agencies,
    agreement,
    combining,
    computing,
    grades,
    materials,
    objections,
    scores,
)
from evaluations.combining import Combined, Sheet
from evaluations.methods import WEIGHED
from evaluations.models import (
    ROUND_NAMES,
    Assignment,
    Indicator,
    RemedialPoint,
    Result,
    Round,
    Scheme,
)
from evaluations.models import RoundState as S
from evaluations.permissions import EvaluationsPermission
from evaluations.quality_models import ResultItem
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused, SamePerson
from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, Step, own
from integrity.people.subjects.models import Subject

RUN = EvaluationsPermission.RUN
FLOW = Flow(
    steps={
        S.OPEN: own(Side.EVALUATOR, "score_until"),
        S.SCORED: Step(Side.OFFICE, "LOCAL-EVALUATE"),
        S.REVIEWED: Step(Side.OFFICE, "LOCAL-EVALUATE"),
        S.TOLD: Step(Side.OFFICE, "LOCAL-SCORE-PUBLISH"),
        S.PROPOSED: Step(Side.OFFICE, "LOCAL-EVAL-RELEASE"),
    },
    free={
        S.PLANNED: "the group opens a round when it wants one",
        S.PUBLISHED: "told inside; whether everybody reads it the group decides when it wants",
    },
    open=Move({S.PLANNED}, S.OPEN, RUN),
    finish=Move({S.OPEN}, S.SCORED, RUN),
    review=Move({S.SCORED}, S.REVIEWED, RUN),
    tell=Move({S.REVIEWED}, S.TOLD, RUN),
    publish=Move({S.TOLD}, S.PUBLISHED, RUN, paper=Makes("evaluation-bulletin")),
    propose_release=Move({S.PUBLISHED}, S.PROPOSED, RUN),
    decline_release=Move({S.PROPOSED}, S.PUBLISHED, RUN),
    release_results=Move({S.PROPOSED}, S.RELEASED, RUN, paper=Makes("evaluation-release")),
    send_back=Move({S.SCORED, S.REVIEWED, S.TOLD}, S.OPEN, RUN),
)
FLOW.names.update(ROUND_NAMES)


class AlreadyAssigned(Refused):
    """An evaluator scores a body once in a round."""


class NothingScored(Refused):
    """A round without assignments cannot open; one without a score handed in cannot go on."""


class StillOpen(Refused):
    """A body may still object, or waits for an answer."""

    title = _l("还不能公布")


def plan(name: str, year: int, scheme: Scheme, *, by: audit.Actor, at: datetime) -> Round:
    """A new round; its address is the year and a number."""
    number = 1 + (db.session.scalar(sa.select(sa.func.count()).where(Round.year == year)) or 0)
    made = Round(ref=f"{year}-{number}", name=name, year=year, scheme=scheme, created_at=at)
    db.session.add(made)
    audit.write(made, "plan", by=by, at=at, target=S.PLANNED)
    return made


def assign(
    item: Round, evaluator: Subject, bodies: Iterable[Subject], *, by: audit.Actor, at: datetime
) -> None:
    """Give bodies to an evaluator, while scores may still come.

    Raises AlreadyAssigned, and as agencies.demand_fit says NotRegistered, NotIndependent.
    """
    chosen = list(bodies)
    if item.state not in (S.PLANNED, S.OPEN):
        raise AlreadyAssigned(_("评分结束后不能再分配。"))
    taken = {one.body_id for one in item.assignments if one.evaluator_id == evaluator.id}
    agencies.demand_fit(evaluator, chosen, local_day(at))
    for body in chosen:
        if body.id in taken:
            raise AlreadyAssigned(_("%(body)s 已经分配给该机构。", body=body.name))
        made = Assignment(round=item, evaluator=evaluator, body=body)
        db.session.add(made)
        audit.write(made, "assign", by=by, at=at, body=body.id, evaluator=evaluator.id)
    if item.state is S.OPEN:
        computing.compute(item, by=by, at=at)


def open_(item: Round, *, by: audit.Actor, at: datetime) -> None:
    """Scoring begins, and the term by which evaluators hand in. Raises NothingScored."""
    if not item.assignments:
        raise NothingScored(_("还没有分配任何单位。"))
    FLOW.go(item, "open", by=by, at=at)
    _set_day(item, at)
    computing.compute(item, by=by, at=at)


def finish(item: Round, *, by: audit.Actor, at: datetime) -> None:
    """Scoring ends; what was not handed in does not count, and is late where its day is over.

    Raises NothingScored.
    """
    if not any(one.submitted_at and not one.recused_at for one in item.assignments):
        raise NothingScored(_("还没有任何评分提交。"))
    FLOW.go(item, "finish", by=by, at=at)
    materials.lapse(item.assignments, by=by, at=at)
    for one in item.assignments:
        if one.submitted_at is None:
            one.handed_in_late = scores.is_late(item, at)


def review(item: Round, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The office has looked through the scores.

    Raises NotSettled while evaluators agree too little on an indicator and nothing was said of it.
    """
    FLOW.check(item, "review")
    agreement.demand_settled(item)
    item.reviewed_by_id = by.id
    FLOW.go(item, "review", by=by, at=at, why=why)


def tell(item: Round, *, by: audit.Actor, at: datetime) -> None:
    """The bodies read what was scored, and may object until LOCAL-SCORE-OBJECT is over."""
    item.object_until = rules.due("LOCAL-SCORE-OBJECT", local_day(at)).due_on
    FLOW.go(item, "tell", by=by, at=at)


def send_back(item: Round, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The scores are open again, for reasons that stay on record."""
    FLOW.go(item, "send_back", by=by, at=at, why=why)
    objections.make_moot(item, by=by, at=at)
    agreement.forget(item, by=by, at=at)
    for one in item.assignments:
        one.submitted_at = one.agreed_at = None
    item.object_until = None
    _set_day(item, at)


def publish(item: Round, *, by: audit.Actor, at: datetime) -> None:
    """Fix the grades, and order what was scored too low to be remedied by LOCAL-REMEDY.

    Raises SamePerson for who reviewed the scores, StillOpen while a body may object or waits.
    """
    if by.id is None or by.id == item.reviewed_by_id:
        raise SamePerson(_("复核评分的人不能同时通报结果。"))
    FLOW.check(item, "publish")
    if reason := objections.waited_for(item, local_day(at)):
        raise StillOpen(reason)
    item.published_on = local_day(at)
    found = combining.sheets(item)
    _grade(item, found)
    points = [
        remedial(item, sheet.body, one.indicator, one.points, _words(one), day=item.published_on)
        for sheet in found
        for one in sheet.items
        if one.indicator.method in WEIGHED and one.points < item.scheme.remedy_below
    ]
    order(points, by=by, at=at)
    FLOW.go(item, "publish", by=by, at=at)


def remedial(
    item: Round, body: Subject, indicator: Indicator, points: Decimal, what: str, *, day: date
) -> RemedialPoint:
    """What a body must put right by LOCAL-REMEDY from a day."""
    point = RemedialPoint(
        ref=f"{item.ref}-{body.id}-{indicator.code}",
        title=f"评价整改：{body.name} · {indicator.name}",
        what=what,
        round=item,
        indicator=indicator,
        subject=body,
        points=points,
    )
    point.run_from("LOCAL-REMEDY", day)
    return point


def order(points: Sequence[RemedialPoint], *, by: audit.Actor, at: datetime) -> None:
    """Store what must be put right, and tell of it."""
    db.session.add_all(points)
    db.session.flush()
    for point in points:
        point.ref = f"R{local_day(at).year}-{point.id:04d}"
        audit.write(point, "order", by=by, at=at, target=point.state)


def latest(body_ids: Iterable[int], on: date) -> dict[int, Result]:
    """The newest public result of each of these bodies, in one query."""
    wanted = (
        sa.select(Result)
        .join(Result.round)
        .where(Result.body_id.in_(list(body_ids)), Round.released_on <= on)
        .order_by(Round.released_on, Round.id)
        .options(joinedload(Result.round))
    )
    return {result.body_id: result for result in db.session.scalars(wanted)}


def _set_day(item: Round, at: datetime) -> None:
    item.score_until = rules.due("LOCAL-SCORE", local_day(at)).due_on


def _grade(item: Round, found: Sequence[Sheet]) -> None:
    """Results and what they are made of: nothing that changes later changes them."""
    totals = [(one, points) for one in found if (points := one.total) is not None]
    places = grades.ranks([points for _one, points in totals], item.scheme.ranked_from)
    for (one, points), place in zip(totals, places, strict=True):
        result = Result(
            round_id=item.id,
            body_id=one.body.id,
            total=points,
            weight=one.weight,
            band=one.band,
            rank=place,
        )
        db.session.add(result)
        db.session.add_all(_item(result, leaf) for leaf in one.items)


def _item(result: Result, one: Combined) -> ResultItem:
    return ResultItem(
        result=result,
        indicator=one.indicator,
        points=one.points,
        weight=one.indicator.weight,
        given=one.given,
        left_out=one.left_out,
    )


def _words(one: Combined) -> str:
    """What evaluators wrote, each of it once."""
    return "\n".join(dict.fromkeys(score.words for score in one.scores))
