"""What a round says on paper: its results inside, their release, and proposed deductions."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from evaluations import objections, reports
from evaluations.commissions.templates import TEMPLATES
from evaluations.correction_models import ResultCorrection
from evaluations.models import RemedialPoint, Result, Round
from evaluations.objection_models import ScoreObjectionState
from integrity.base.db import db
from integrity.casework.documents.giving import given
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.paper import Shown, Table

HEAD = ("序号", "单位", "总分", "等级", "建议扣分")


def deductions(found: Round, on: date) -> Shown:
    """A letter that the office must still issue; how much is deducted, people write into it."""
    return given("deduction-proposal", found, on, draft=True)


def _results(found: Round) -> Table:
    of_it = sa.select(Result).where(Result.round_id == found.id).options(joinedload(Result.body))
    rows = enumerate(db.session.scalars(of_it.order_by(Result.total, Result.id)), 1)
    return Table(HEAD, tuple((str(n), r.body.name, f"{r.total}", r.band, "") for n, r in rows))


def _evaluated(found: Round) -> Sequence[Addressee]:
    """The bodies that have a result."""
    of_it = sa.select(Result).where(Result.round_id == found.id).options(joinedload(Result.body))
    rows = db.session.scalars(of_it.order_by(Result.id))
    return [Addressee(result.body.name, result.body_id) for result in rows]


def _graded(found: Round, places: bool) -> Table:
    of_it = sa.select(Result).where(Result.round_id == found.id).options(joinedload(Result.body))
    rows = db.session.scalars(of_it.order_by(Result.total.desc(), Result.id))
    said = ((r.body.name, f"{r.total}", r.band, _place(r, places)) for r in rows)
    return Table(("单位", "总分", "等级", "名次"), tuple(said))


def _place(result: Result, places: bool) -> str:
    return str(result.rank) if places and result.rank else "不排名"


def _method(found: Round) -> str:
    scheme = found.scheme
    return (
        f"按“{scheme.name}”第 {scheme.version} 版评分，总分是各指标得分按权重的平均，"
        f"加上加分、减去扣分，在 0 到 100 分之间；发生一票否决情形的，不评为该指标限定的等级；"
        f"不适用的指标不计；几家机构评分的，按规则合并。"
        f"单位不足 {scheme.ranked_from} 个的，不排名。"
    )


def _objected(found: Round) -> str:
    said = db.session.scalars(objections.of(found)).all()
    upheld = sum(one.state is ScoreObjectionState.UPHELD for one in said)
    return f"各单位对评分提出异议 {len(said)} 件，其中成立并改分 {upheld} 件。"


def _extent(found: Round) -> str:
    return "各单位总分、等级和名次" if found.ranked else "各单位总分、等级，不公布名次"


def _remedies(found: Round) -> str:
    points = sa.select(sa.func.count()).where(RemedialPoint.round_id == found.id)
    number = db.session.scalar(points)
    return (
        f"得分低于 {found.scheme.remedy_below} 分的指标共 {number} 项，责任单位应当在期限内整改。"
    )


PAPERS = (
    *TEMPLATES,
    PaperKind(
        name="evaluation-bulletin",
        title=_l("评价结果通报"),
        mark="PJT",
        model=Round,
        url=lambda found: url_for("evaluations.round", ref=found.ref),
        addressees=_evaluated,
        fields={
            "评价名称": lambda found: found.name,
            "评价编号": lambda found: found.ref,
            "评价依据": lambda found: found.scheme.basis,
            "评价结果": lambda found: _graded(found, places=True),
            "评价办法": _method,
            "异议情况": _objected,
            "整改要求": _remedies,
            "附件": lambda found: None,
        },
    ),
    PaperKind(
        name="evaluation-release",
        title=_l("评价结果公布决定"),
        mark="PJG",
        model=Round,
        url=lambda found: url_for("evaluations.round", ref=found.ref),
        addressees=_evaluated,
        fields={
            "评价名称": lambda found: found.name,
            "评价编号": lambda found: found.ref,
            "评价依据": lambda found: found.scheme.basis,
            "领导小组决定": lambda found: found.release_document,
            "公布理由": lambda found: found.release_why,
            "公布范围": lambda found: (
                "各单位总分、等级" + ("和名次" if found.ranked else "，不公布名次")
            ),
            "评价结果": lambda found: _graded(found, found.ranked),
            "附件": lambda found: None,
        },
    ),
    PaperKind(
        name="evaluation-correction",
        title=_l("评价结果更正通知"),
        mark="PGZ",
        model=ResultCorrection,
        url=lambda found: url_for("evaluations.correction", number=found.id),
        addressees=lambda found: [Addressee(found.body.name, found.body_id)],
        fields={
            "单位": lambda found: found.body.name,
            "评价名称": lambda found: found.result.round.name,
            "评价编号": lambda found: found.result.round.ref,
            "评价依据": lambda found: found.result.round.scheme.basis,
            "指标": lambda found: f"{found.indicator.code} {found.indicator.name}",
            "原得分": lambda found: f"{found.points_before}",
            "更正后的得分": lambda found: f"{found.points_after}",
            "原结果": lambda found: f"总分 {found.total_before}，等级“{found.band_before}”",
            "更正后的结果": lambda found: f"总分 {found.total_after}，等级“{found.band_after}”",
            "更正理由": lambda found: found.why,
            "附件": lambda found: None,
        },
    ),
    PaperKind(
        name="evaluation-report",
        title=_l("评价结果报告"),
        mark="PJB",
        model=Result,
        url=lambda found: url_for("evaluations.result", ref=found.round.ref, slug=found.body.slug),
        addressees=lambda found: [Addressee(found.body.name, found.body_id)],
        fields={
            "单位": lambda found: found.body.name,
            "评价名称": lambda found: found.round.name,
            "评价编号": lambda found: found.round.ref,
            "评价依据": lambda found: found.round.scheme.basis,
            "评价结果": reports.summary,
            "各项得分": reports.leaves,
            "失分情况": reports.losses,
            "整改事项": reports.remedies,
            "更正情况": reports.corrected,
            "附件": lambda found: None,
        },
    ),
    PaperKind(
        name="deduction-proposal",
        title=_l("考核扣分建议函"),
        mark="KF",
        model=Round,
        url=lambda found: url_for("evaluations.round", ref=found.ref),
        addressees=lambda found: (),
        fields={
            "考核年度": lambda found: found.year,
            "考核主管单位": lambda found: "考核主管单位",
            "考核依据": lambda found: found.scheme.basis,
            "扣分明细": _results,
            "数据口径": lambda found: f"数据来自“{found.name}”（{found.ref}），总分低的在前。",
            "异议情况": lambda found: None,
            "答复期限": lambda found: None,
            "本地依据": lambda found: None,
            "附件": lambda found: None,
        },
    ),
)
