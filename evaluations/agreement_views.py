"""How far the evaluators of a round agree, the sample scored twice, and what is done about it."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from evaluations import agreement, combining, sampling
from evaluations.blueprint import bp
from evaluations.forms import evaluator_names
from evaluations.models import Indicator, Round, RoundState
from evaluations.permissions import EvaluationsPermission
from evaluations.quality_models import SETTLING_NAMES, Settling
from evaluations.readers import round_or_404
from evaluations.schemes import leaves
from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import requires
from integrity.casework.rules import service as rules
from integrity.pages.form_pages import form_page
from integrity.pages.forms import ChosenField, PostForm
from integrity.people.subjects.models import Subject

RUN = EvaluationsPermission.RUN
TONES = {agreement.Word.HIGH: "good", agreement.Word.FAIR: "soon", agreement.Word.LOW: "late"}


class SampleForm(PostForm):
    evaluator = ChosenField(_l("再评的评价机构"), coerce=int, choices=evaluator_names)


class SettleForm(PostForm):
    way = ChosenField(
        _l("处理方式"),
        coerce=Settling,
        choices=lambda: [(w.value, n) for w, n in SETTLING_NAMES.items()],
    )
    why = TextAreaField(
        _l("专家评审的情况和理由"),
        description=_l("写明哪些专家看了哪些评分、为什么认为有效，或者为什么本轮不计。"),
        validators=[InputRequired(_l("请填写。")), Length(max=2000)],
    )


@bp.get("/<ref>/agreement", endpoint="agreement")
@requires(RUN)
def agreement_page(ref: str) -> ResponseReturnValue:
    """Agreement per indicator, scores far from the others, who scores high or low."""
    found = round_or_404(ref)
    settled = agreement.settlements(found)
    return render_template(
        "evaluations/agreement.html",
        round=found,
        rows=[_row(found, one, settled) for one in agreement.of(found)],
        outliers=agreement.outliers(found),
        leanings=agreement.leanings(found),
        terms=_terms(found),
    )


@bp.route("/<ref>/agreement/<code>", methods=["GET", "POST"])
@requires(RUN)
def settle(ref: str, code: str) -> ResponseReturnValue:
    """Say what follows from low agreement on an indicator."""
    found = round_or_404(ref)
    leaf = _leaf(found, code)
    back = url_for("evaluations.agreement", ref=ref)
    form = SettleForm()

    def keep() -> str:
        agreement.settle(found, leaf, form.way.data, form.why.data, by=current_user, at=clock.now())
        return back

    return form_page(
        form, keep, heading=_("处理一致性低的指标"), intro=f"{leaf.code} {leaf.name}",
        submit=_("记录处理"), back=back,
    )  # fmt: skip


@bp.route("/<ref>/sample", methods=["GET", "POST"])
@requires(RUN)
def sample(ref: str) -> ResponseReturnValue:
    """Let a second evaluator score a sample of the bodies."""
    found = round_or_404(ref)
    back = url_for("evaluations.round", ref=ref)
    form = SampleForm()

    def draw() -> str:
        evaluator = db.session.get_one(Subject, form.evaluator.data)
        sampling.draw(found, evaluator, by=current_user, at=clock.now())
        return back

    share = rules.number("LOCAL-EVAL-SAMPLE", clock.today())
    return form_page(
        form, draw, heading=_("抽取复评样本"), submit=_("抽取"), back=back,
        intro=_(
            "从已分配的单位中抽取 %(share)s%% 由第二家机构独立评分。"
            "按轮次编号和单位代码的摘要排序抽取，任何人可以重算。",
            share=share,
        ),
        done=_("已抽取。"),
    )  # fmt: skip


def _row(found: Round, one: agreement.Agreement, settled: dict[int, Any]) -> dict[str, Any]:
    known = settled.get(one.indicator.id)
    address = url_for("evaluations.settle", ref=found.ref, code=one.indicator.code)
    waits = one.word is agreement.Word.LOW and known is None and found.state is RoundState.SCORED
    return {
        "leaf": one.indicator,
        "bodies": one.bodies,
        "alpha": one.alpha,
        "word": agreement.WORD_NAMES[one.word],
        "tone": TONES.get(one.word, "plain"),
        "settled": known,
        "way": SETTLING_NAMES[known.way] if known else "",
        "url": address if waits else "",
    }


def _terms(found: Round) -> dict[str, int]:
    day = combining.ruled_on(found)
    return {
        "trim": rules.number("LOCAL-EVAL-TRIM", day),
        "high": rules.number("LOCAL-EVAL-AGREE-HIGH", day),
        "fair": rules.number("LOCAL-EVAL-AGREE-FAIR", day),
        "least": rules.number("LOCAL-EVAL-AGREE-LEAST", day),
        "outlier": rules.number("LOCAL-EVAL-OUTLIER", day),
    }


def _leaf(found: Round, code: str) -> Indicator:
    for leaf in leaves(found.scheme):
        if leaf.code == code:
            return leaf
    raise NotFound
