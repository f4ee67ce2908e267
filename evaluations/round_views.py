"""Rounds: what anybody may read once they are published, and how the office runs them."""

from typing import Any

import sqlalchemy as sa
from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager, joinedload

from evaluations import releases, rounds, schemes
from evaluations.blueprint import bp
from evaluations.forms import AssignForm, ReleaseForm, RoundForm
from evaluations.models import (
    DONE,
    ROUND_NAMES,
    Assignment,
    Result,
    Round,
    RoundState,
    Scheme,
    Score,
)
from evaluations.permissions import EvaluationsPermission
from evaluations.readers import may_run, readable, round_or_404, shows_places
from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.stamps import public, requires
from integrity.casework.acts import Act, buttons, move_page
from integrity.pages.form_pages import form_page
from integrity.pages.forms import WhyForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject

RUN = EvaluationsPermission.RUN
ACTS = {
    "open": Act(_l("开始评分"), rounds.open_, warning=_l("评价机构从此可以评分。")),
    "finish": Act(_l("结束评分"), rounds.finish, warning=_l("没有提交的评分不计入结果。")),
    "review": Act(_l("复核通过"), rounds.review, WhyForm),
    "tell": Act(
        _l("征求单位意见"),
        rounds.tell,
        warning=_l("各单位从此可以查看本单位的评分，在期限内提出异议。"),
    ),
    "publish": Act(
        _l("通报结果"),
        rounds.publish,
        warning=_l(
            "结果在内部通报，通报后不能修改；得分过低的指标同时成为整改事项，开始计算期限。"
        ),
    ),
    "propose_release": Act(
        _l("提请向社会公布"), releases.propose_release, ReleaseForm, primary=False
    ),
    "release_results": Act(
        _l("批准向社会公布"),
        releases.release_results,
        warning=_l("批准后任何人都可以查看各单位的结果。"),
    ),
    "decline_release": Act(_l("不向社会公布"), releases.decline_release, WhyForm, danger=True),
    "send_back": Act(_l("退回重新评分"), rounds.send_back, WhyForm, danger=True),
}


@bp.get("/", endpoint="rounds")
@public
def list_of_rounds() -> ResponseReturnValue:
    """Every published round; for the office also those on their way."""
    table = Table(
        title=_("第三方政务诚信评价"),
        name="evaluations",
        rows=sa.select(Round).where(sa.true() if may_run() else Round.state.in_(readable())),
        columns=[
            Column("name", _("评价轮次"), lambda r: r.name),
            Column("year", _("年度"), lambda r: r.year, sort=Round.year),
            Column("state", _("状态"), lambda r: ROUND_NAMES[r.state]),
            Column(
                "published_on", _("通报日期"), lambda r: r.published_on, sort=Round.published_on
            ),
        ],
        link=lambda r: url_for("evaluations.round", ref=r.ref),
        order=(Round.year.desc(), Round.id.desc()),
        empty=_("还没有公布的评价。"),
    )
    acts = [
        Button(_("评价整改事项"), url_for("evaluations.index")),
        Button(_("评价指标体系"), url_for("evaluations.schemes")),
        Button(_("问卷调查"), url_for("evaluations.questionnaires")),
    ]
    if current_user.is_authenticated and current_user.can(EvaluationsPermission.READ):
        acts.append(Button(_("评分异议"), url_for("evaluations.objections_index")))
        acts.append(Button(_("评价结果更正"), url_for("evaluations.corrections")))
        acts.append(Button(_("评价材料"), url_for("evaluations.materials")))
        acts.append(Button(_("评价机构名录"), url_for("evaluations.agencies")))
        acts.append(Button(_("对评价机构的异议"), url_for("evaluations.challenges")))
        if current_user.can(EvaluationsPermission.PUT_RIGHT):
            acts.append(Button(_("评价本单位的机构"), url_for("evaluations.evaluators")))
    if may_run():
        acts.insert(0, Button(_("新建评价轮次"), url_for("evaluations.new"), primary=True))
    if current_user.is_authenticated and current_user.can(EvaluationsPermission.SCORE):
        mine = Button(_("我的评价任务"), url_for("evaluations.assignments"), primary=True)
        acts.insert(0, mine)
    intro = _(
        "由信用服务机构、信用协会等第三方按统一指标体系评分，结果作为年度目标责任考核的重要参考。"
    )
    return table.respond(intro=intro, acts=acts)


@bp.route("/new", methods=["GET", "POST"])
@requires(RUN)
def new() -> ResponseReturnValue:
    """Plan a round."""
    form = RoundForm()

    def plan() -> str:
        scheme = db.session.get_one(Scheme, form.scheme.data)
        made = rounds.plan(
            form.name.data.strip(), form.year.data, scheme, by=current_user, at=clock.now()
        )
        return url_for("evaluations.round", ref=made.ref)

    return form_page(
        form,
        plan,
        heading=_("新建评价轮次"),
        submit=_("新建"),
        back=url_for("evaluations.rounds"),
    )


@bp.get("/<ref>", endpoint="round")
@public
def one_round(ref: str) -> ResponseReturnValue:
    """The results of a published round; of another one, for the office, how far scoring is.

    A body to which its scores are shown is led to them.
    """
    if address := _own_scores(ref):
        return redirect(address)
    found = round_or_404(ref)
    published = found.state in DONE
    table = _results(found) if published else _progress(found)
    acts = buttons(
        ACTS,
        rounds.FLOW,
        found,
        lambda move: url_for("evaluations.move", ref=ref, move=move),
    )
    if may_run() and found.state in (RoundState.PLANNED, RoundState.OPEN):
        acts.append(Button(_("分配单位"), url_for("evaluations.assign", ref=ref)))
        acts.append(Button(_("抽取复评样本"), url_for("evaluations.sample", ref=ref)))
    if may_run() and found.state is not RoundState.PLANNED:
        acts.append(Button(_("评分一致性"), url_for("evaluations.agreement", ref=ref)))
    if may_run():
        acts.append(Button(_("委托评价材料"), url_for("evaluations.commission_papers", ref=ref)))
    if published:
        acts.append(Button(_("各单位各指标得分"), url_for("evaluations.breakdown", ref=ref)))
    if may_run() and published:
        letter = url_for("evaluations.deductions", ref=ref, ending="docx")
        acts.append(
            Button(_("拟考核扣分建议函"), url_for("evaluations.propose_deductions", ref=ref))
        )
        acts.append(Button(_("考核扣分建议函草稿（Word）"), letter))
    return table.respond(
        "evaluations/round.html",
        round=found,
        scheme=found.scheme,
        branches=schemes.tree(found.scheme),
        state=ROUND_NAMES[found.state],
        acts=acts,
        intro=_intro(found),
    )


def _own_scores(ref: str) -> str:
    """Where a person of an evaluated body reads its scores before they are published."""
    if not current_user.is_authenticated or may_run():
        return ""
    wanted = (
        sa.select(Subject.slug)
        .join(Assignment, Assignment.body_id == Subject.id)
        .join(Assignment.round)
        .where(Round.ref == ref, Round.state == RoundState.TOLD)
        .where(Assignment.body_id == (current_user.body_id or 0))
    )
    slug = db.session.scalar(wanted)
    return url_for("evaluations.shown", ref=ref, slug=slug) if slug else ""


def _intro(found: Round) -> str:
    if found.released_on:
        return _("公布日期：%(day)s", day=i18n.day(found.released_on))
    if found.published_on:
        return _("内部通报日期：%(day)s。结果没有向社会公布。", day=i18n.day(found.published_on))
    if found.object_until:
        return _("单位提出异议的期限：%(day)s", day=i18n.day(found.object_until))
    return _("评分截止：%(day)s", day=i18n.day(found.score_until)) if found.score_until else ""


@bp.route("/<ref>/assign", methods=["GET", "POST"])
@requires(RUN)
def assign(ref: str) -> ResponseReturnValue:
    """Give bodies to an evaluator."""
    found = round_or_404(ref)
    form = AssignForm()

    def give() -> None:
        evaluator = db.session.get_one(Subject, form.evaluator.data)
        rounds.assign(found, evaluator, form.bodies.data, by=current_user, at=clock.now())

    return form_page(
        form,
        give,
        heading=_("分配被评价单位"),
        intro=found.name,
        submit=_("分配"),
        back=url_for("evaluations.round", ref=ref),
        done=_("已分配。"),
    )


@bp.route("/<ref>/move/<move>", methods=["GET", "POST"])
@requires(RUN)
def move(ref: str, move: str) -> ResponseReturnValue:
    """One step of a round: the page, the form, the verb."""
    back = url_for("evaluations.round", ref=ref)
    return move_page(ACTS, rounds.FLOW, round_or_404(ref), move, back)


def _results(found: Round) -> Table:
    ranked = Column("rank", _("名次"), lambda r: r.rank, sort=Result.rank, align="right")
    ranks = sa.select(sa.func.count()).where(Result.round_id == found.id, Result.rank.is_not(None))
    count = shows_places(found) and db.session.scalar(ranks)
    return Table(
        title=found.name,
        name=f"evaluation-{found.ref}",
        rows=sa.select(Result).join(Result.body).where(Result.round_id == found.id),
        options=(contains_eager(Result.body),),
        columns=[
            Column("body", _("单位"), lambda r: r.body.name, sort=Subject.name),
            Column("total", _("总分"), lambda r: r.total, sort=Result.total, align="right"),
            Column("band", _("等级"), lambda r: r.band, sort=Result.band),
            *([ranked] if count else []),
            Column("weight", _("已评权重"), lambda r: r.weight, align="right"),
        ],
        link=lambda r: url_for("evaluations.result", ref=found.ref, slug=r.body.slug),
        search=(Subject.name,),
        order=(Result.total.desc(), Subject.name) if count else (Subject.name,),
        empty=_("没有符合条件的单位。"),
    )


def _progress(found: Round) -> Table:
    counted = dict(
        db.session.execute(
            sa.select(Score.assignment_id, sa.func.count())
            .join(Score.assignment)
            .where(Assignment.round_id == found.id)
            .group_by(Score.assignment_id)
        ).all()
    )
    leaves = len(schemes.leaves(found.scheme))
    return Table(
        title=found.name,
        name=f"evaluation-{found.ref}",
        rows=sa.select(Assignment).join(Assignment.body).where(Assignment.round_id == found.id),
        options=(contains_eager(Assignment.body), joinedload(Assignment.evaluator)),
        columns=[
            Column("body", _("单位"), lambda a: a.body.name, sort=Subject.name),
            Column("evaluator", _("评价机构"), lambda a: a.evaluator.name),
            Column("declared", _("独立性声明"), lambda a: _moment(a.declared_at)),
            Column(
                "scored",
                _("已评指标"),
                lambda a: f"{counted.get(a.id, 0)} / {leaves}",
                align="right",
            ),
            Column("submitted", _("提交"), lambda a: _moment(a.submitted_at)),
            Column("late", _("逾期提交"), lambda a: _("是") if a.handed_in_late else ""),
            Column("recused", _("回避"), lambda a: i18n.moment(a.recused_at)),
            Column("agreed", _("单位确认没有异议"), lambda a: _moment(a.agreed_at)),
        ],
        search=(Subject.name,),
        order=(Subject.name,),
        empty=_("还没有分配单位。请先分配，再开始评分。"),
    )


def _moment(at: Any) -> str:
    return i18n.moment(at) if at else str(_("尚未"))
