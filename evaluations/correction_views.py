"""Bodies ask to correct a published result, the office answers; what was corrected is open."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from evaluations import corrections, schemes
from evaluations.blueprint import bp
from evaluations.correction_models import CORRECTION_NAMES, ResultCorrection
from evaluations.correction_models import ResultCorrectionState as S
from evaluations.models import Result
from evaluations.permissions import EvaluationsPermission
from evaluations.readers import may_correct, round_or_404
from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import demand, requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, timeline
from integrity.casework.steps import badges, late_in
from integrity.casework.tasks import LIMIT, Task
from integrity.pages.form_pages import form_page
from integrity.pages.forms import ChosenField, FilterForm, NumberField, PostForm, WhyForm
from integrity.pages.items import Badge, Item, Link, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject

READ, RUN = EvaluationsPermission.READ, EvaluationsPermission.RUN
NEEDED = [InputRequired(_l("请填写。")), Length(max=2000)]
C = ResultCorrection


class CorrectionForm(PostForm):
    indicator = ChosenField(_l("指标"), choices=list)
    text = TextAreaField(
        _l("错在哪里"),
        description=_l("写明结果中哪一处不符合事实，有什么材料可以证明。"),
        validators=NEEDED,
    )


class PointsForm(PostForm):
    points = NumberField(_l("更正后的得分"), validators=[InputRequired(_l("请填写。"))])
    why = TextAreaField(_l("更正的理由"), validators=NEEDED)


class Filters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(CORRECTION_NAMES), default="")


ACTS = {
    "propose_points": Act(_l("提出更正"), corrections.propose_points, PointsForm, primary=False),
    "correct_result": Act(
        _l("批准更正"),
        corrections.correct_result,
        warning=_l("总分、等级和名次重新计算，原结果和更正的理由一并公开。"),
    ),
    "decline_correction": Act(
        _l("维持原结果"), corrections.decline_correction, WhyForm, primary=False
    ),
}


@bp.get("/corrections/", endpoint="corrections")
@requires(READ)
def list_of_corrections() -> ResponseReturnValue:
    """One's own body's, all for the office."""
    mine = sa.true() if current_user.can(RUN) else C.body_id == (current_user.body_id or 0)
    table = Table(
        title=_("评价结果更正"),
        name="evaluation-corrections",
        rows=sa.select(C).where(mine),
        options=(joinedload(C.body), joinedload(C.indicator)),
        link=lambda row: url_for("evaluations.correction", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("body", _("单位"), lambda row: row.body.name),
            Column("indicator", _("指标"), lambda row: row.indicator.name),
            Column("filed", _("提出时间"), lambda row: i18n.moment(row.filed_at), sort=C.filed_at),
            Column("due", _("办理期限"), lambda row: row.step_due_on),
            Column("state", _("状态"), lambda row: CORRECTION_NAMES[row.state]),
        ],
        search=(C.text,),
        filters=Filters,
        narrow={"state": lambda value: C.state == value},
        order=(C.id.desc(),),
        empty=_("没有评价结果更正。"),
    )
    return table.respond()


@bp.route("/<ref>/<slug>/corrections/new", methods=["GET", "POST"])
@requires(READ)
def correction_new(ref: str, slug: str) -> ResponseReturnValue:
    """The body, or the office, says what is wrong in a published result."""
    result = _result(ref, slug)
    leaves = {leaf.code: leaf for leaf in schemes.leaves(result.round.scheme)}
    form = CorrectionForm()
    form.indicator.choices = [(code, f"{code} {leaf.name}") for code, leaf in leaves.items()]

    def send() -> str:
        leaf, text = leaves[form.indicator.data], form.text.data
        made = corrections.file(result, leaf, text, by=current_user, at=clock.now())
        return url_for("evaluations.correction", number=made.id)

    return form_page(
        form, send, heading=_("提出更正"), submit=_("提出"),
        intro=f"{result.round.name} · {result.body.name}",
        back=url_for("evaluations.result", ref=ref, slug=slug),
        done=_("已提出。领导小组办公室在期限内核对并答复。"),
    )  # fmt: skip


@bp.get("/corrections/<int:number>")
@requires(READ)
def correction(number: int) -> ResponseReturnValue:
    """What is said to be wrong, what was found, and what took its place."""
    found = _one(number)
    result = url_for("evaluations.result", ref=found.result.round.ref, slug=found.body.slug)
    page = Item(
        heading=found.title,
        kicker=_("评价结果更正"),
        ref=found.ref,
        badges=[
            Badge(CORRECTION_NAMES[found.state]),
            *badges(corrections.FLOW, found, clock.today()),
        ],
        facts=known(
            (_("评价轮次"), found.result.round.name),
            (_("指标"), f"{found.indicator.code} {found.indicator.name}"),
            (_("错在哪里"), found.text),
            (_("原得分"), found.points_before),
            (_("更正后的得分"), found.points_after),
            (_("理由"), found.why),
            (_("原总分和等级"), _told(found.total_before, found.band_before)),
            (_("更正后的总分和等级"), _told(found.total_after, found.band_after)),
        ),
        acts=buttons(ACTS, corrections.FLOW, found, partial(_address, found)),
        timeline=timeline(found),
        links=[
            Link(_("该单位本轮评价结果"), result),
            Link(_("返回列表"), url_for("evaluations.corrections")),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/corrections/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(RUN)
def correction_act(number: int, move: str) -> ResponseReturnValue:
    """One of the office says what is right, another puts it in place; or it stands."""
    back = url_for("evaluations.correction", number=number)
    return acts.move_page(ACTS, corrections.FLOW, _one(number), move, back)


def duties(today: date) -> Iterable[Task]:
    """What waits for the office."""
    moves = {S.FILED: "propose_points", S.PROPOSED: "correct_result"}
    wanted = sa.select(C).where(C.state.in_(moves)).order_by(C.step_due_on, C.id).limit(LIMIT)
    for found in db.session.scalars(wanted.options(joinedload(C.body), joinedload(C.indicator))):
        move = moves[found.state]
        yield Task(
            day=found.step_due_on,
            kind=_("评价结果更正"),
            title=found.title,
            body=found.body.name,
            url=url_for("evaluations.correction", number=found.id),
            act=ACTS[move].label,
            act_url=_address(found, move),
            key=f"evaluation-correction-{found.id}",
            warning=late_in(corrections.FLOW, found, today),
        )


def _told(total: Any, band: str) -> str | None:
    if total is None:
        return None
    return _("%(grade)s（%(total)s 分）", grade=band, total=f"{total:.2f}")


def _result(ref: str, slug: str) -> Result:
    """A result of one's own body, any for the office; raises NotFound."""
    found = round_or_404(ref)
    wanted = sa.select(Result).join(Result.body)
    one = db.session.scalars(
        wanted.where(Result.round_id == found.id, Subject.slug == slug)
    ).first()
    if one is None or not may_correct(one):
        raise NotFound
    return one


def _address(found: ResultCorrection, move: str) -> str:
    return url_for("evaluations.correction_act", number=found.id, move=move)


def _one(number: int) -> ResultCorrection:
    found = to_move(C, number)
    demand(READ, found)
    return found
