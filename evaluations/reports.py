"""What the report about one body says, from what its result was made of."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from evaluations import comparing, corrections
from evaluations.grades import plain
from evaluations.methods import METHOD_NAMES, WEIGHED
from evaluations.models import RemedialPoint, Result
from evaluations.quality_models import ResultItem
from integrity.base import i18n
from integrity.base.db import db
from integrity.casework.documents.paper import Table


def made_of(result: Result) -> Sequence[ResultItem]:
    """The leaves of a result, in their order."""
    wanted = sa.select(ResultItem).where(ResultItem.result_id == result.id)
    items = db.session.scalars(wanted.options(joinedload(ResultItem.indicator))).all()
    return sorted(items, key=lambda one: one.indicator.position)


def leaves(result: Result) -> Table:
    rows = (
        (one.indicator.code, one.indicator.name, _weighs(one), plain(one.points))
        for one in made_of(result)
    )
    return Table(("代码", "指标", "权重", "得分"), tuple(rows))


def losses(result: Result) -> Table:
    found = comparing.losses(made_of(result))[:10]
    rows = ((one.indicator.code, one.indicator.name, f"{one.lost}") for one in found)
    return Table(("代码", "失分的指标", "失去的总分"), tuple(rows))


def remedies(result: Result) -> Table | str:
    wanted = sa.select(RemedialPoint).where(
        RemedialPoint.round_id == result.round_id, RemedialPoint.subject_id == result.body_id
    )
    points = db.session.scalars(wanted.order_by(RemedialPoint.id)).all()
    if not points:
        return "没有须整改的事项。"
    rows = ((one.ref, one.title, i18n.day(one.due_on) if one.due_on else "") for one in points)
    return Table(("编号", "整改事项", "整改期限"), tuple(rows))


def corrected(result: Result) -> str:
    found = corrections.of(result)
    said = (
        f"{one.indicator.code} 由 {one.points_before} 更正为 {one.points_after}，"
        f"总分由 {one.total_before} 更正为 {one.total_after}。理由：{one.why}"
        for one in found
    )
    return "\n".join(said) or "公布后没有更正。"


def summary(result: Result) -> str:
    place = f"，第 {result.rank} 名" if result.rank and result.round.ranked else ""
    return (
        f"总分 {result.total}，等级“{result.band}”{place}，已评权重 {plain(result.weight)} / 100。"
    )


def _weighs(one: ResultItem) -> str:
    way = one.indicator.method
    return plain(one.weight) if way in WEIGHED else str(METHOD_NAMES[way])
