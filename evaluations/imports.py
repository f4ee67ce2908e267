"""Scores from and to tables, under the same rules as the form."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload, selectinload

from evaluations import scores
from evaluations.models import Assignment, Indicator, Round, Score
from evaluations.permissions import EvaluationsPermission
from evaluations.schemes import asked
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.files.rows import may
from integrity.pages.fields import FILE, Field, Kind, heads, text, written
from integrity.people.subjects import cells
from integrity.people.subjects import service as subjects
from integrity.people.subjects.fields import PARTY

# fmt: off
POINTS = Field(
    "points", _l("得分"), Kind(Row.decimal), FILE, help=_l("评分，0 到 100；不适用的不填。")
)
FIELDS = (
    Field(
        "round", _l("评价轮次"), on=FILE, help=_l("评价轮次的编号，见“我的评价任务”中的地址。"),
        required=FILE, of=lambda score: score.assignment.round.ref,
    ),
    Field(
        "body", _l("被评价单位"), PARTY, FILE, required=FILE,
        of=lambda score: score.assignment.body, also=("单位",),
    ),
    Field(
        "indicator", _l("指标"), on=FILE, help=_l("指标代码。例如：A1。"), required=FILE,
        of=lambda score: score.indicator.code,
    ),
    POINTS,
    Field("words", _l("依据"), text(2000), FILE, help=_l("评分依据。"), required=FILE),
    Field("link", _l("证据链接"), text(500), FILE, help=_l("依据的网址。")),
    Field(
        "evaluator", _l("评价机构"), PARTY, FILE, of=lambda score: score.assignment.evaluator,
        help=_l("评价机构自己导入的不填；代为导入、一个单位有几家机构评分的须填。"),
    ),
)
"""A score, as its file has it."""
# fmt: on


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The assignments that a batch names, with their scores, by round and body."""
    wanted = (
        sa.select(Assignment)
        .join(Assignment.round)
        .where(Round.ref.in_({row["round"] for row in rows}))
        .options(
            joinedload(Assignment.round),
            selectinload(Assignment.scores).joinedload(Score.indicator),
        )
        .order_by(Assignment.id)
    )
    known: dict[tuple[str, int], list[Assignment]] = {}
    for one in db.session.scalars(wanted).unique():
        known.setdefault((one.round.ref, one.body_id), []).append(one)
    named = [row[column] for row in rows for column in ("body", "evaluator") if row[column]]
    return {"subjects": subjects.by_words(named), "assignments": known}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Keep one score; only of bodies assigned to whoever imports. Raises BadValue, Refused."""
    assignment = _assignment(row, by)
    indicator = _indicator(row, assignment)
    known = next((one for one in assignment.scores if one.indicator_id == indicator.id), None)
    said: dict[str, Any] = {
        "points": row.decimal("points"),
        "words": row["words"],
        "link": row["link"],
    }
    if known:
        old = {name: getattr(known, name) for name in said}
        row.differences(old, said)
        said |= {name: value for name, value in old.items() if name not in row}
    elif "points" not in row:
        raise BadValue("points", _("缺少“%(name)s”列；不适用的在该列留空。", name=POINTS.label))
    entry = scores.Entry(indicator, **said)
    if not scores.score(assignment, [entry], by=by, at=at):
        return Loaded.UNCHANGED
    return Loaded.UPDATED if known else Loaded.ADDED


def dump() -> Iterator[Mapping[str, Any]]:
    """Every score, with the columns in which it can be imported again."""
    return _written(sa.true())


def own(user: Any) -> Iterator[Mapping[str, Any]]:
    """The same of what is assigned to one person's body."""
    return _written(Assignment.evaluator_id == (user.body_id or 0))


def _written(condition: sa.ColumnElement[bool]) -> Iterator[Mapping[str, Any]]:
    wanted = (
        sa.select(Score)
        .join(Score.assignment)
        .where(condition)
        .order_by(Score.assignment_id, Score.indicator_id)
        .options(
            joinedload(Score.indicator),
            joinedload(Score.assignment).joinedload(Assignment.round),
            joinedload(Score.assignment).joinedload(Assignment.body),
            joinedload(Score.assignment).joinedload(Assignment.evaluator),
        )
    )
    found = db.session.scalars(wanted.execution_options(yield_per=1000))
    return (written(FIELDS, one) for one in found)


def _assignment(row: Row, by: audit.Actor) -> Assignment:
    subject = cells.named(row, "body")
    known = row.known["assignments"].get((row["round"], subject.id), [])
    found = [one for one in known if may(by, EvaluationsPermission.SCORE, one)]
    if row["evaluator"]:
        evaluator = cells.named(row, "evaluator")
        found = [one for one in found if one.evaluator_id == evaluator.id]
    if not found:
        raise BadValue("body", _("本轮评价没有把这个单位分配给您。"))
    if len(found) > 1:
        raise BadValue("evaluator", _("这个单位有几家机构评分，请写明是哪一家。"))
    return found[0]


def _indicator(row: Row, assignment: Assignment) -> Indicator:
    for leaf in asked(assignment.round.scheme):
        if leaf.code == row["indicator"]:
            return leaf
    raise BadValue("indicator", _("不是本轮评分的指标。"))


IMPORTERS = {
    "scores": Importer(
        heads=heads(FIELDS),
        load=load,
        key=("round", "body", "indicator", "evaluator"),
        prepare=prepare,
        dump=dump,
        title=_l("评分表"),
        permission=EvaluationsPermission.SCORE,
        own=own,
    )
}
