"""The evaluator's pages: what is assigned, declaring independence, scoring, handing in."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from evaluations import figures, materials, schemes, score_aids, scores
from evaluations.blueprint import bp
from evaluations.forms import DeclareForm
from evaluations.models import ROUND_NAMES, Assignment, Round, RoundState, Score
from evaluations.permissions import EvaluationsPermission
from evaluations.score_forms import score_form
from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.stamps import requires
from integrity.casework.acts import Act, perform
from integrity.casework.tasks import LIMIT, Task
from integrity.pages.form_pages import form_page
from integrity.pages.tables import Column, Table
from integrity.people.accounts.models import User

SCORE = EvaluationsPermission.SCORE
DECLARE = Act(
    _l("作出独立性声明"),
    scores.declare,
    DeclareForm,
    warning=_l("声明与评价结果一并留存。有利害关系的，请在任务页申请回避。"),
)
SUBMIT = Act(_l("提交评分"), scores.submit, warning=_l("提交后不能修改，除非领导小组办公室退回。"))


@bp.get("/assignments/")
@requires(SCORE)
def assignments() -> ResponseReturnValue:
    """The bodies that this evaluator scores, and nobody else's."""
    table = Table(
        title=_("我的评价任务"),
        name="assignments",
        rows=sa.select(Assignment)
        .join(Assignment.round)
        .where(Assignment.evaluator_id == current_user.body_id, Round.state != RoundState.PLANNED),
        options=(contains_eager(Assignment.round), joinedload(Assignment.body)),
        columns=[
            Column("body", _("单位"), lambda a: a.body.name),
            Column("round", _("评价轮次"), lambda a: a.round.name),
            Column("state", _("状态"), lambda a: ROUND_NAMES[a.round.state]),
            Column(
                "score_until", _("评分截止"), lambda a: a.round.score_until, sort=Round.score_until
            ),
            Column("submitted", _("提交时间"), lambda a: i18n.moment(a.submitted_at)),
            Column("recused", _("回避"), lambda a: i18n.moment(a.recused_at), _aside),
            Column("papers", _("委托评价材料"), lambda a: a.round.ref, papers_link),
        ],
        link=lambda a: url_for("evaluations.score", number=a.id),
        order=(Assignment.submitted_at.is_not(None), Round.year.desc(), Assignment.id),
        empty=_("还没有分配给贵机构的评价任务。"),
    )
    upload = {"label": _("导入评分表"), "url": url_for("importing.new", kind="scores")}
    sheet = {
        "label": _("下载待评的评分表"),
        "url": url_for("evaluations.score_sheet", ending="xlsx"),
    }
    return table.respond(acts=[upload, sheet])


@bp.route("/assignments/<int:number>", methods=["GET", "POST"])
@requires(SCORE)
def score(number: int) -> ResponseReturnValue:
    """The whole indicator tree for one body; saved as it is, handed in on a page of its own."""
    found = own(number)
    if found.declared_at is None:
        return redirect(url_for("evaluations.declare", number=number))
    form = score_form(
        schemes.asked(found.round.scheme),
        [one for one in found.scores if not one.indicator.figure],
        materials.evidenced(found),
    )

    def save() -> str:
        scores.score(found, form.entries(), by=current_user, at=clock.now())
        if request.form.get("then") == "submit":
            return url_for("evaluations.submit", number=number)
        flash(_("已保存。"), "success")
        return url_for("evaluations.score", number=number)

    def page() -> dict[str, Any]:
        return {
            "assignment": found,
            "branches": schemes.tree(found.round.scheme),
            "computed": {one.indicator_id: one for one in found.scores if one.indicator.figure},
            "closed": {name for name, one in figures.known().items() if one.fewest},
            "open": found.round.state is RoundState.OPEN
            and found.submitted_at is None
            and found.recused_at is None,
            "missing": scores.unscored(found),
            "state": ROUND_NAMES[found.round.state],
            "standing": score_aids.standing(found),
            "before": score_aids.before(found),
        }

    return form_page(form, save, template="evaluations/score.html", more=page)


@bp.route("/assignments/<int:number>/declare", methods=["GET", "POST"])
@requires(SCORE)
def declare(number: int) -> ResponseReturnValue:
    """Independence is declared before the first score."""
    return perform(DECLARE, own(number), back=url_for("evaluations.score", number=number))


@bp.route("/assignments/<int:number>/submit", methods=["GET", "POST"])
@requires(SCORE)
def submit(number: int) -> ResponseReturnValue:
    """Hand in."""
    return perform(SUBMIT, own(number), back=url_for("evaluations.score", number=number))


def assigned(user: User) -> sa.Select[Any]:
    """The bodies that a person's organisation evaluates at present, independence declared."""
    return (
        sa.select(Assignment.body_id)
        .join(Assignment.round)
        .where(
            Assignment.evaluator_id == (user.body_id or 0),
            Assignment.declared_at.is_not(None),
            Assignment.recused_at.is_(None),
            Round.state.in_((RoundState.OPEN, RoundState.SCORED, RoundState.REVIEWED)),
        )
    )


def duties(user: User) -> Iterable[Task]:
    """The assignments that this evaluator has not handed in, by the day of their round."""
    if not user.can(SCORE):
        return
    wanted = (
        sa.select(Assignment)
        .join(Assignment.round)
        .where(
            Assignment.evaluator_id == user.body_id,
            Assignment.submitted_at.is_(None),
            Assignment.recused_at.is_(None),
            Round.state == RoundState.OPEN,
        )
        .order_by(Round.score_until, Assignment.id)
        .limit(LIMIT)
        .options(contains_eager(Assignment.round), joinedload(Assignment.body))
    )
    for found in db.session.scalars(wanted):
        address = url_for("evaluations.score", number=found.id)
        declared = found.declared_at is not None
        yield Task(
            day=found.round.score_until,
            kind=_("第三方评价"),
            title=found.round.name,
            body=found.body.name,
            url=address,
            act=_("评分") if declared else DECLARE.label,
            act_url=address if declared else url_for("evaluations.declare", number=found.id),
            key=f"assignment-{found.id}",
        )


def _aside(found: Assignment) -> Any:
    """When the evaluator stood aside, or the way to do so."""
    if found.recused_at is not None or found.round.state is not RoundState.OPEN:
        return i18n.moment(found.recused_at)
    address = url_for("evaluations.recuse", number=found.id)
    hidden = Markup('<span class="vh"> {}</span>').format(found.body.name)
    return Markup('<a href="{}">{}{}</a>').format(address, _("申请回避"), hidden)


def papers_link(found: Assignment) -> Any:
    """The way to the papers of a round."""
    address = url_for("evaluations.commission_papers", ref=found.round.ref)
    hidden = Markup('<span class="vh"> {}</span>').format(found.round.name)
    return Markup('<a href="{}">{}{}</a>').format(address, _("材料"), hidden)


def own(number: int) -> Assignment:
    """An assignment of this person's body, with its scores; anybody else's does not exist."""
    wanted = (
        sa.select(Assignment)
        .where(Assignment.id == number, Assignment.evaluator_id == (current_user.body_id or 0))
        .options(selectinload(Assignment.scores).joinedload(Score.indicator))
    )
    found = db.session.scalars(for_change(wanted, Assignment)).first()
    if found is None or found.round.state is RoundState.PLANNED:
        raise NotFound
    return found
