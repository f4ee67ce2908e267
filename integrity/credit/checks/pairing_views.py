"""What people decided about names: kept from a receipt, listed, taken back, and lifted."""

from typing import Any

import sqlalchemy as sa
from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import aliased, joinedload
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import demand, requires
from integrity.credit.checks import pairings
from integrity.credit.checks.nominee_views import bp
from integrity.credit.checks.pairings import SAID_SAME, Pairing
from integrity.credit.checks.views import found
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm, WhyForm
from integrity.pages.tables import Column, Table
from integrity.people.subjects.code_columns import code_column
from integrity.people.subjects.models import Subject

__all__ = ["bp"]


class PairForm(PostForm):
    """Whether the name is that of the subject, and why."""

    same = RadioField(
        _l("核对结论"),
        choices=lambda: [("yes", SAID_SAME[True]), ("no", SAID_SAME[False])],
        validators=[InputRequired(_l("请选择核对结论。"))],
    )
    why = TextAreaField(
        _l("理由"),
        description=_l("依据什么核对的，例如营业执照、与本人联系；所涉主体和其他单位可以看到。"),
        validators=[InputRequired(_l("请写明理由。")), Length(max=2000)],
    )


@bp.route("/<ref>/pair", methods=["GET", "POST"])
@requires(Permission.CHECKS_MAKE)
def pair(ref: str) -> ResponseReturnValue:
    """Keep whether a candidate is who was asked about."""
    made = found(ref)
    demand(Permission.CHECKS_MAKE, made)
    key, code = request.args.get("key", ""), request.args.get("code", "")
    form = PairForm()

    def decide() -> None:
        same, why = form.same.data == "yes", form.why.data
        pairings.decide(made, key, code, same, why, by=current_user, at=clock.now())

    return form_page(
        form,
        decide,
        heading=_("登记所填名称是否为 %(code)s", code=code),
        intro=_(
            "本单位以后核查同一名称时采用；其他单位只能看到，不受约束。"
            "登记为同一主体的，仍须以统一社会信用代码核查。登记可以撤回，所涉主体可以提出异议。"
        ),
        submit=_("登记"),
        back=url_for("checks.item", ref=ref),
        done=_("已登记。"),
    )


@bp.get("/pairs")
@requires(Permission.CHECKS_READ)
def pairs() -> ResponseReturnValue:
    """What one's own body decided; the office sees what all of them did."""
    rows = sa.select(Pairing)
    if current_user.role not in REACH_ALL:
        rows = rows.where(Pairing.body_id == (current_user.body_id or 0))
    return _table(rows, "checks.end_pair", Permission.CHECKS_MAKE).respond(
        intro=_("人工核对过的名称和主体：在本单位以后的核查中采用，可以撤回。")
    )


@bp.get("/pairs/about-us")
@requires(Permission.REPORTS_OWN)
def pairs_about_us() -> ResponseReturnValue:
    """What bodies decided about the subject of whoever asks."""
    rows = sa.select(Pairing).where(Pairing.subject_id == (current_user.body_id or 0))
    return _table(rows, "checks.contest_pair", Permission.REPORTS_OWN).respond(
        intro=_("各单位核对过的、与本单位有关的名称。认为不对的可以提出异议，该登记随即停止采用。")
    )


@bp.route("/pairs/<int:number>/end", methods=["GET", "POST"])
@requires(Permission.CHECKS_MAKE)
def end_pair(number: int) -> ResponseReturnValue:
    """Take back what one's own body decided."""
    kept = db.session.get(Pairing, number)
    if kept is None or kept.body_id != current_user.body_id:
        raise NotFound
    return _ended(kept, _("撤回名称核对登记"), _("撤回"), "checks.pairs")


@bp.route("/pairs/<int:number>/contest", methods=["GET", "POST"])
@requires(Permission.REPORTS_OWN)
def contest_pair(number: int) -> ResponseReturnValue:
    """Have a decision about oneself lifted: whoever checks the name must look again."""
    kept = db.session.get(Pairing, number)
    if kept is None or kept.subject_id != current_user.body_id:
        raise NotFound
    return _ended(kept, _("对名称核对登记提出异议"), _("提出异议"), "checks.pairs_about_us")


def _ended(kept: Pairing, heading: str, submit: str, back: str) -> ResponseReturnValue:
    form = WhyForm()

    def end() -> None:
        pairings.take_back(kept, form.why.data, by=current_user, at=clock.now())

    return form_page(
        form,
        end,
        heading=heading,
        intro=_("停止采用后，核查该名称时重新由人核对。"),
        brief=[(_("所填名称"), kept.asked), (_("核对情况"), pairings.words(kept))],
        submit=submit,
        back=url_for(back),
        done=_("已停止采用。"),
    )


def _table(rows: Any, act: str, permission: Permission) -> Table:
    about, body = aliased(Subject), aliased(Subject)
    may = current_user.can(permission)
    return Table(
        title=_("名称核对登记"),
        name="pairings",
        rows=rows.join(about, Pairing.subject).join(body, Pairing.body),
        link=lambda kept: url_for(act, number=kept.id) if may else None,
        columns=[
            Column("asked", _("所填名称"), lambda kept: kept.asked, sort=Pairing.asked),
            Column("same", _("核对结论"), lambda kept: SAID_SAME[kept.same]),
            Column("subject", _("主体"), lambda kept: kept.subject.name),
            code_column(lambda kept: kept.subject.uscc),
            Column("why", _("理由"), lambda kept: kept.why),
            Column("body", _("核对单位"), lambda kept: kept.body.name),
            Column("by", _("核对人"), lambda kept: kept.by_name),
            Column("at", _("时间"), lambda kept: clock.local_day(kept.at), sort=Pairing.at),
        ],
        search=(Pairing.asked, about.name, body.name),
        order=(Pairing.at.desc(), Pairing.id.desc()),
        empty=_("还没有名称核对登记。"),
        options=(joinedload(Pairing.subject), joinedload(Pairing.body)),
    )
