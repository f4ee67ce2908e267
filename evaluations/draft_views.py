"""The pages on which the office writes, reviews and approves versions of a standard."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import sqlalchemy as sa
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload

from evaluations import drafts, figures, schemes
from evaluations.blueprint import bp
from evaluations.draft_forms import (
    HeadForm,
    IndicatorForm,
    RemoveForm,
    VersionForm,
    weights_form,
)
from evaluations.draft_models import SchemeDraft
from evaluations.grades import plain
from evaluations.models import Scheme
from evaluations.permissions import EvaluationsPermission
from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.stamps import requires, to_move
from integrity.casework import acts, drafting
from integrity.casework.acts import Act, buttons, perform, timeline
from integrity.casework.drafting import NEXT, waiting_for
from integrity.casework.steps import badges, late_in
from integrity.casework.tasks import LIMIT, Task
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import WhyForm
from integrity.pages.items import Badge, Button, Fact, Item, Link, Section, known
from integrity.pages.tables import Column, Table
from integrity.people.accounts.models import User

RUN = EvaluationsPermission.RUN


def _head(act: Act, found: SchemeDraft, back: str) -> ResponseReturnValue:
    lines = "\n".join(f"{band['name']} {band['minimum']}" for band in found.bands)
    data = {
        name: getattr(found, name)
        for name in ("name", "basis", "reasons", "remedy_below", "ranked_from")
    }
    return perform(replace(act, form=partial(HeadForm, data=data | {"bands": lines})), found, back)


def _indicator(act: Act, found: SchemeDraft, back: str) -> ResponseReturnValue:
    """The form of the indicator that the address names, or of a new one."""
    code = request.args.get("code", "")
    row = next((row for row in found.indicators if row["code"] == code), {"code": code})
    return perform(replace(act, form=partial(IndicatorForm, data=row)), found, back)


def _weights(act: Act, found: SchemeDraft, back: str) -> ResponseReturnValue:
    leaves = drafts.weighed(found.indicators)
    return perform(replace(act, form=partial(weights_form, leaves)), found, back)


def _removal(act: Act, found: SchemeDraft, back: str) -> ResponseReturnValue:
    data = {"code": request.args.get("code", "")}
    return perform(replace(act, form=partial(RemoveForm, data=data)), found, back)


ACTS = {
    "submit": Act(_l("提交审核"), drafts.submit),
    "put_indicator": Act(
        _l("增加或者改写指标"), drafts.put_indicator, IndicatorForm, primary=False, page=_indicator
    ),
    "weigh": Act(_l("设定权重"), drafts.weigh, primary=False, page=_weights),
    "remove_indicator": Act(
        _l("删除指标"), drafts.remove_indicator, RemoveForm, primary=False, page=_removal
    ),
    "edit": Act(_l("修改名称、依据和等级"), drafts.edit, HeadForm, primary=False, page=_head),
    "review": Act(
        _l("审核通过"),
        drafting.review,
        WhyForm,
        warning=_l("您将对审核负责；须由另一人批准后才能用于评价。"),
    ),
    "approve": Act(
        _l("批准"),
        drafts.approve,
        warning=_l("批准后公布，可以用于新的评价轮次；已有的轮次仍用原来的版本。"),
    ),
    "send_back": Act(_l("退回修改"), drafting.send_back, WhyForm, primary=False),
    "withdraw": Act(_l("撤回"), drafting.withdraw, WhyForm, primary=False),
}


@bp.get("/schemes/drafts/")
@requires(RUN)
def scheme_drafts() -> ResponseReturnValue:
    """Every version that was proposed."""
    table = Table(
        title=_("指标体系修订"),
        name="scheme-drafts",
        rows=sa.select(SchemeDraft),
        options=(joinedload(SchemeDraft.replaces),),
        link=lambda row: url_for("evaluations.scheme_draft", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("title", _("指标体系"), lambda row: row.title),
            Column("code", _("指标体系代码"), lambda row: row.code),
            Column("state", _("状态"), lambda row: drafts.FLOW.names[row.state]),
            Column("due", _("办理期限"), lambda row: row.step_due_on),
        ],
        search=(SchemeDraft.name, SchemeDraft.code),
        order=(SchemeDraft.id.desc(),),
        empty=_("没有指标体系修订。"),
    )
    new = Button(_("起草新版本"), url_for("evaluations.new_version"), primary=True)
    return table.respond(
        acts=[new], intro=_("由一人起草、另一人审核、再由另一人批准后，才能用于评价。")
    )


@bp.route("/schemes/drafts/new", methods=["GET", "POST"])
@requires(RUN)
def new_version() -> ResponseReturnValue:
    """Begin a version with what another one says."""
    form = VersionForm()

    def start() -> str:
        said = answers(form)
        source = db.session.get_one(Scheme, said.pop("source"))
        made = drafts.draft(source=source, **said, by=current_user, at=clock.now())
        return url_for("evaluations.scheme_draft", number=made.id)

    return form_page(
        form,
        start,
        heading=_("起草新版本"),
        submit=_("保存草稿"),
        back=url_for("evaluations.scheme_drafts"),
    )


@bp.get("/schemes/drafts/<int:number>")
@requires(RUN)
def scheme_draft(number: int) -> ResponseReturnValue:
    """One version in procedure: its indicators, what they add up to, and who did what."""
    found = to_move(SchemeDraft, number)
    links = [Link(_("返回列表"), url_for("evaluations.scheme_drafts"))]
    if became := found.scheme or found.replaces:
        address = url_for("evaluations.scheme", code=became.code, version=became.version)
        links.insert(0, Link(_("查看已批准的版本"), address))
    writing = "edit" in drafts.FLOW.open_to(current_user, found)
    page = Item(
        heading=found.title,
        kicker=_("指标体系修订"),
        ref=found.ref,
        badges=[
            Badge(drafts.FLOW.names[found.state]),
            *badges(drafts.FLOW, found, clock.today()),
        ],
        facts=_facts(found),
        acts=buttons(
            drafting.offered(ACTS, found, current_user), drafts.FLOW, found, partial(_do, found)
        ),
        parts=[
            Section(
                "evaluations/indicators.html",
                {
                    "found": found,
                    "writing": writing,
                    "leaves": schemes.leaf_rows(found.indicators),
                    "names": figures.titles(),
                },
            )
        ],
        timeline=timeline(found),
        links=links,
    )
    return render_template("streams/item.html", page=page)


def _facts(found: SchemeDraft) -> list[Fact]:
    grades = _("，").join(f"{band['name']} ≥ {band['minimum']}" for band in found.bands)
    return known(
        (_("指标体系代码"), found.code),
        (_("依据"), found.basis),
        (_("起草人"), found.drafted_by_name),
        (_("理由"), found.reasons),
        (_("等级"), grades),
        (_("低于多少分须整改"), plain(found.remedy_below)),
        (_("至少多少个单位才排名"), found.ranked_from),
        (_("权重合计"), plain(drafts.total(found.indicators))),
        (_("审核日期"), i18n.day(found.reviewed_on) if found.reviewed_on else None),
        (_("批准日期"), i18n.day(found.approved_on) if found.approved_on else None),
    )


@bp.route("/schemes/drafts/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(RUN)
def scheme_draft_act(number: int, move: str) -> ResponseReturnValue:
    """Write it, submit, review, approve, send back, withdraw."""
    back = url_for("evaluations.scheme_draft", number=number)
    return acts.move_page(ACTS, drafts.FLOW, to_move(SchemeDraft, number), move, back)


def duties(user: User) -> Iterable[Task]:
    """Every version of which this person may make the next move."""
    wanted = waiting_for(user, SchemeDraft, sa.null())
    if wanted is None:
        return
    for draft in db.session.scalars(wanted.options(joinedload(SchemeDraft.replaces)).limit(LIMIT)):
        move = NEXT[draft.state]
        yield Task(
            day=draft.step_due_on,
            kind=_("指标体系修订"),
            title=draft.title,
            body="",
            url=url_for("evaluations.scheme_draft", number=draft.id),
            act=ACTS[move].label,
            act_url=_do(draft, move),
            key=f"scheme-draft-{draft.id}",
            warning=late_in(drafts.FLOW, draft, clock.today()),
        )


def _do(found: SchemeDraft, move: str) -> str:
    return url_for("evaluations.scheme_draft_act", number=found.id, move=move)
