"""The pages on which bodies and associations recommend, and the office examines."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, timeline
from integrity.casework.steps import badges
from integrity.credit.measures.lists import GROUND_NAMES
from integrity.credit.sanctions import recommendations as verbs
from integrity.credit.sanctions.blueprint import bp
from integrity.credit.sanctions.recommendation_models import RECOMMENDATION_NAMES, Recommendation
from integrity.files import attached
from integrity.pages.evidence import EvidenceField
from integrity.pages.form_pages import form_page
from integrity.pages.forms import ChosenField, PostForm, WhyForm
from integrity.pages.items import Badge, Button, Evidence, Item, Link, known
from integrity.pages.tables import Column, Table
from integrity.people.subjects.choosing import EVERYBODY, SubjectField

READ, RECOMMEND = Permission.SANCTIONS_READ, Permission.SANCTIONS_RECOMMEND
ACTS = {
    "take_up": Act(
        _l("采纳，提出列入建议"),
        verbs.take_up,
        warning=_l("采纳后告知当事人、听取意见、公示，由两人认定。"),
    ),
    "turn_down": Act(_l("不采纳"), verbs.turn_down, WhyForm, primary=False),
    "withdraw": Act(_l("撤回推荐"), verbs.withdraw, WhyForm, primary=False),
}


class RecommendForm(PostForm):
    subject = SubjectField(_l("推荐的主体"), EVERYBODY)
    ground = ChosenField(_l("推荐事由"))
    reasons = TextAreaField(
        _l("推荐理由"),
        description=_l("写明守信的事实；不写自然人的姓名和号码。"),
        validators=[InputRequired(_l("请写明理由。")), Length(max=4000)],
        render_kw={"rows": 8},
    )
    material = EvidenceField(_l("证明材料"))

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.ground.choices = [(g, GROUND_NAMES[g]) for g in verbs.grounds(current_user.body)]


def _recommends(user: Any) -> bool:
    """Whether somebody's body or association may recommend at all."""
    return bool(user.body and user.can(RECOMMEND) and verbs.grounds(user.body))


@bp.get("/sanctions/recommendations/")
@requires(READ)
def recommendations() -> ResponseReturnValue:
    """What this person's body recommended; the office sees all."""
    table = Table(
        title=_("守信主体推荐"),
        name="recommendations",
        rows=sa.select(Recommendation).where(
            current_user.reaches(Recommendation.recommended_by_id)
        ),
        options=(joinedload(Recommendation.subject), joinedload(Recommendation.recommended_by)),
        link=lambda row: url_for("sanctions.recommendation", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("subject", _("推荐的主体"), lambda row: row.subject.name),
            Column("ground", _("推荐事由"), lambda row: GROUND_NAMES[row.ground]),
            Column("by", _("推荐单位"), lambda row: row.recommended_by.name),
            Column("due", _("办理期限"), lambda row: row.step_due_on),
            Column("state", _("状态"), lambda row: RECOMMENDATION_NAMES[row.state]),
        ],
        search=(Recommendation.reasons,),
        order=(Recommendation.id.desc(),),
        empty=_("没有推荐。"),
    )
    way = [Button(_("推荐守信主体"), url_for("sanctions.recommend"), primary=True)]
    return table.respond(acts=way if _recommends(current_user) else [])


@bp.route("/sanctions/recommendations/new", methods=["GET", "POST"])
@requires(RECOMMEND, _recommends)
def recommend() -> ResponseReturnValue:
    """Recommend somebody, with reasons and material."""
    form = RecommendForm()

    def send() -> str:
        what = (form.subject.data, form.ground.data, form.reasons.data)
        made = verbs.recommend(*what, form.material.data, by=current_user, at=clock.now())
        return url_for("sanctions.recommendation", number=made.id)

    return form_page(
        form,
        send,
        heading=_("推荐守信主体"),
        intro=_("由领导小组办公室审核；采纳的，告知当事人、公示后由两人认定。"),
        submit=_("推荐"),
        back=url_for("sanctions.recommendations"),
    )


@bp.get("/sanctions/recommendations/<int:number>")
@requires(READ)
def recommendation(number: int) -> ResponseReturnValue:
    """One recommendation, for who made it and for the office."""
    found = _one(number)
    files = attached.of(found.__tablename__, [found.id])
    page = Item(
        heading=found.title,
        kicker=_("守信主体推荐"),
        ref=found.ref,
        badges=[
            Badge(RECOMMENDATION_NAMES[found.state]),
            *badges(verbs.RECOMMENDATIONS, found, clock.today()),
        ],
        facts=known(
            (_("推荐单位"), found.recommended_by.name),
            (_("推荐事由"), GROUND_NAMES[found.ground]),
            (_("推荐理由"), found.reasons),
            (_("推荐日期"), i18n.day(clock.local_day(found.sent_at))),
            (_("答复"), found.answer),
        ),
        acts=buttons(ACTS, verbs.RECOMMENDATIONS, found, partial(_address, found)),
        evidence=[Evidence(file.name, file.url, sha256=file.sha256) for file in files],
        timeline=timeline(found),
        links=_links(found),
    )
    return render_template("streams/item.html", page=page)


@bp.route("/sanctions/recommendations/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(READ)
def recommendation_act(number: int, move: str) -> ResponseReturnValue:
    """Take it up, turn it down, take it back."""
    back = url_for("sanctions.recommendation", number=number)
    return acts.move_page(ACTS, verbs.RECOMMENDATIONS, _one(number), move, back)


def _links(found: Recommendation) -> list[Link]:
    links = [Link(_("返回列表"), url_for("sanctions.recommendations"))]
    if found.entry_id and current_user.role in REACH_ALL:
        links.append(Link(_("查看名单事项"), url_for("sanctions.entry", number=found.entry_id)))
    return links


def _address(found: Recommendation, move: str) -> str:
    return url_for("sanctions.recommendation_act", number=found.id, move=move)


def _one(number: int) -> Recommendation:
    return to_move(Recommendation, number, current_user.reaches(Recommendation.recommended_by_id))
