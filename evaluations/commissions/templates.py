"""What the templates of the papers of a commission are filled with."""

from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from evaluations import schemes
from evaluations.commissions.models import CommissionKind as K
from evaluations.grades import plain
from evaluations.methods import METHOD_NAMES, WEIGHED
from evaluations.models import Assignment, Indicator, Round, Score
from integrity.base import i18n
from integrity.base.db import db
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.paper import Table


def _weighs(leaf: Indicator) -> str:
    if leaf.method in WEIGHED:
        return plain(leaf.weight)
    return str(METHOD_NAMES[leaf.method])


def _indicators(found: Round) -> Table:
    rows = ((one.code, one.name, _weighs(one)) for one in schemes.leaves(found.scheme))
    return Table(("代码", "指标", "权重"), tuple(rows))


def _bodies(found: Round) -> str:
    names = sorted({one.body.name for one in found.assignments})
    return f"{'、'.join(names)}，共 {len(names)} 个" if names else ""


def _evaluators(found: Round) -> str:
    return "、".join(sorted({one.evaluator.name for one in found.assignments}))


def _of_self(found: Assignment) -> Table:
    """One line for each indicator, to be filled in by the body."""
    rows = ((one.code, one.name, "", "", "") for one in schemes.leaves(found.round.scheme))
    return Table(("代码", "指标", "自评得分", "完成情况", "佐证材料编号"), tuple(rows))


def _problems(found: Assignment) -> Table:
    """What cost points so far, with the reasons that were given."""
    wanted = sa.select(Score).where(Score.assignment_id == found.id, Score.points < 100)
    rows = db.session.scalars(wanted.options(joinedload(Score.indicator))).all()
    lost = sorted(
        (one for one in rows if one.indicator.method in WEIGHED and one.points is not None),
        key=lambda one: one.indicator.position,
    )
    said = (
        (one.indicator.code, one.indicator.name, plain(one.points or Decimal(0)), one.words)
        for one in lost
    )
    return Table(("代码", "指标", "得分", "问题"), tuple(said))


ROUND: dict[str, Any] = {
    "评价名称": lambda found: found.name,
    "评价编号": lambda found: found.ref,
    "评价年度": lambda found: found.year,
    "评价依据": lambda found: found.scheme.basis,
    "评价机构": _evaluators,
    "评价单位": _bodies,
    "指标体系": lambda found: f"{found.scheme.name}第 {found.scheme.version} 版",
    "指标和权重": _indicators,
    "评分截止": lambda found: i18n.day(found.score_until) if found.score_until else None,
    "附件": lambda found: None,
}
BODY: dict[str, Any] = {
    "单位": lambda found: found.body.name,
    "评价名称": lambda found: found.round.name,
    "评价编号": lambda found: found.round.ref,
    "评价机构": lambda found: found.evaluator.name,
    "附件": lambda found: None,
}
MARKS = {
    K.CONTRACT: ("commission-contract", "PWH", _l("委托合同")),
    K.PLAN: ("commission-plan", "PFA", _l("评价方案")),
    K.SELF_REPORT: ("commission-self-report", "PZP", _l("单位自评报告")),
    K.PROBLEMS: ("commission-problems", "PWT", _l("问题反馈单")),
    K.EXPERTS: ("commission-experts", "PZJ", _l("专家评审纪要")),
    K.ACCEPTANCE: ("commission-acceptance", "PYS", _l("验收意见")),
}
"""The name, the letters and the title of the template of each kind."""


def _of_round(kind: K) -> PaperKind:
    name, mark, title = MARKS[kind]
    return PaperKind(
        name=name,
        title=title,
        mark=mark,
        model=Round,
        url=lambda found: url_for("evaluations.round", ref=found.ref),
        addressees=lambda found: (),
        fields=ROUND,
    )


def _of_body(kind: K, more: dict[str, Any]) -> PaperKind:
    name, mark, title = MARKS[kind]
    return PaperKind(
        name=name,
        title=title,
        mark=mark,
        model=Assignment,
        url=lambda found: url_for("evaluations.round", ref=found.round.ref),
        addressees=lambda found: [Addressee(found.body.name, found.body_id)],
        fields=BODY | more,
    )


TEMPLATES = (
    *(_of_round(kind) for kind in (K.CONTRACT, K.PLAN, K.EXPERTS, K.ACCEPTANCE)),
    _of_body(K.SELF_REPORT, {"自评和佐证目录": _of_self}),
    _of_body(K.PROBLEMS, {"问题": _problems}),
)
