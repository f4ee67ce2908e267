"""The pages on which a department keeps its list, and the office reviews what it drafts."""

from dataclasses import replace
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import demand, requires, to_move
from integrity.casework import acts, drafting
from integrity.casework.acts import Act, buttons, perform, timeline
from integrity.casework.steps import badges
from integrity.credit.measures import described, drafts
from integrity.credit.measures.blueprint import bp
from integrity.credit.measures.draft_models import MeasureDraft
from integrity.credit.measures.forms import EndForm, MeasureForm, ReviewForm
from integrity.credit.measures.models import CONTENT, MEASURE_KIND_NAMES, Measure
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.items import Badge, Button, Item, Link, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject

P = Permission


def said_of(measure: Any) -> dict[str, Any]:
    """A measure as a form shows it."""
    values = {name: getattr(measure, name) for name in CONTENT if name != "verified"}
    words = (*drafts.LISTS, "offences")
    split = {name: tuple(filter(None, values[name].split(";"))) for name in words}
    return values | split


def _edit(act: Act, found: MeasureDraft, back: str) -> ResponseReturnValue:
    """The form shows it as it is."""
    data = said_of(found) | {"reasons": found.reasons}
    return perform(replace(act, form=partial(MeasureForm, data=data)), found, back)


ACTS = {
    "submit": Act(_l("提交审核"), drafting.submit),
    "edit": Act(_l("修改"), drafts.edit, MeasureForm, primary=False, page=_edit),
    "review": Act(
        _l("审核通过"),
        drafts.review,
        ReviewForm,
        warning=_l("您将对审核负责；须由另一人批准后才会列入清单。"),
    ),
    "approve": Act(
        _l("批准"),
        drafts.approve,
        warning=_l(
            "批准后立即公布；修订的，已经采用原措施的名单事项不变；停止采用的，任何名单事项都不再采用。"
        ),
    ),
    "send_back": Act(_l("退回修改"), drafting.send_back, WhyForm, primary=False),
    "withdraw": Act(_l("撤回"), drafting.withdraw, WhyForm, primary=False),
}


class Filters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(drafts.FLOW.names), default="")
    kind = SelectField(_l("种类"), choices=lambda: choices(MEASURE_KIND_NAMES), default="")


@bp.get("/drafts/")
@requires(P.MEASURES_READ)
def drafts_index() -> ResponseReturnValue:
    """What is drafted for the lists: of every department for the office, else of one's own."""
    table = Table(
        title=_("措施清单维护"),
        name="measure-drafts",
        rows=sa.select(MeasureDraft).where(current_user.reaches(MeasureDraft.owner_id)),
        options=(joinedload(MeasureDraft.owner),),
        link=lambda row: url_for("measures.draft", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("title", _("事项"), lambda row: row.title),
            Column("owner", _("所属清单"), owner_name),
            Column("kind", _("种类"), lambda row: MEASURE_KIND_NAMES[row.kind]),
            Column("basis", _("依据"), lambda row: row.legal_basis),
            Column("state", _("状态"), lambda row: drafts.FLOW.names[row.state]),
            Column("due", _("办理期限"), lambda row: row.step_due_on),
        ],
        search=(MeasureDraft.name, MeasureDraft.legal_basis),
        filters=Filters,
        narrow={
            "state": lambda value: MeasureDraft.state == value,
            "kind": lambda value: MeasureDraft.kind == value,
        },
        order=(MeasureDraft.id.desc(),),
        empty=_("没有起草中的措施。"),
    )
    new = []
    if current_user.can(P.MEASURES_DRAFT):
        new = [Button(_("新增措施"), url_for("measures.new"), primary=True)]
    return table.respond(
        acts=new, intro=_("新增、修订和停止采用措施，由部门起草，领导小组办公室两人办理后生效。")
    )


@bp.route("/drafts/new", methods=["GET", "POST"])
@requires(P.MEASURES_DRAFT)
def new() -> ResponseReturnValue:
    """A measure for one's own list, or the next version of one that is on it."""
    old = _to_change()
    form = MeasureForm(data=said_of(old) if old else None)
    owner = old.owner if old else own_body()

    def begin() -> str:
        made = drafts.draft(owner, old, **answers(form), by=current_user, at=clock.now())
        return url_for("measures.draft", number=made.id)

    heading = _("修订措施") if old else _("新增措施")
    return form_page(
        form, begin, heading=heading, intro=_list_of(owner), submit=_("保存草稿"),
        back=url_for("measures.drafts_index"), done=_("已保存草稿，请提交审核。"),
    )  # fmt: skip


@bp.route("/drafts/end", methods=["GET", "POST"])
@requires(P.MEASURES_DRAFT)
def end() -> ResponseReturnValue:
    """A measure on one's own list is to be used no more."""
    old = _to_change()
    if old is None:
        raise NotFound
    form = EndForm()

    def begin() -> str:
        made = drafts.draft_end(old, **answers(form), by=current_user, at=clock.now())
        return url_for("measures.draft", number=made.id)

    return form_page(
        form, begin, heading=_("停止采用措施"), intro=old.name, submit=_("保存草稿"),
        back=url_for("measures.item", code=old.code), danger=True,
        done=_("已保存草稿，请提交审核。"),
    )  # fmt: skip


@bp.get("/drafts/<int:number>")
@requires(P.MEASURES_READ)
def draft(number: int) -> ResponseReturnValue:
    """One draft, what speaks against it, and who did what."""
    found = _one(number)
    reason = drafts.objection(found, clock.today())
    facts = known(
        (_("所属清单"), owner_name(found)),
        (_("理由"), found.reasons),
        (_("起草人"), found.drafted_by_name),
        (_("审核日期"), i18n.day(found.reviewed_on) if found.reviewed_on else None),
        (_("批准日期"), i18n.day(found.approved_on) if found.approved_on else None),
        (_("不能生效的原因"), reason),
    )
    links = [Link(_("返回列表"), url_for("measures.drafts_index"))]
    if became := found.measure or found.replaces:
        links.insert(0, Link(_("查看清单中的措施"), url_for("measures.item", code=became.code)))
    page = Item(
        heading=found.title,
        kicker=_("措施清单维护"),
        ref=found.ref,
        badges=[Badge(drafts.FLOW.names[found.state]), *badges(drafts.FLOW, found, clock.today())],
        facts=facts + described.facts(found),
        acts=buttons(
            drafting.offered(ACTS, found, current_user),
            drafts.FLOW,
            found,
            partial(_address, found),
        ),
        timeline=timeline(found),
        links=links,
    )
    return render_template("streams/item.html", page=page)


@bp.route("/drafts/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P.MEASURES_READ)
def draft_act(number: int, move: str) -> ResponseReturnValue:
    """Submit, review, approve, send back, withdraw."""
    back = url_for("measures.draft", number=number)
    return acts.move_page(ACTS, drafts.FLOW, _one(number), move, back)


def owner_name(thing: Any) -> str:
    """Whose list a measure is on."""
    return thing.owner.name if thing.owner else _("通用清单")


def own_body() -> Subject | None:
    """For whose list a person drafts: the office for the common one. Raises Forbidden."""
    if current_user.role in REACH_ALL:
        return None
    if current_user.body is None:
        raise Forbidden
    return current_user.body


def may_change(measure: Measure) -> bool:
    """Whether the person logged in may draft a change of a measure that is on a list."""
    current = measure.superseded_on is None and measure.ended_on is None
    if not (current and current_user.is_authenticated and current_user.can(P.MEASURES_DRAFT)):
        return False
    return current_user.role in REACH_ALL or measure.owner_id == (current_user.body_id or 0)


def _address(found: MeasureDraft, move: str) -> str:
    return url_for("measures.draft_act", number=found.id, move=move)


def _list_of(owner: Subject | None) -> str:
    return _("列入：%(list)s", list=owner.name if owner else _("通用清单"))


def _to_change() -> Measure | None:
    """The measure that the address names, if this person may change it."""
    code = request.args.get("measure", "")
    if not code:
        return None
    old = db.session.scalars(sa.select(Measure).where(Measure.code == code)).first()
    if old is None:
        raise NotFound
    if not may_change(old):
        raise Forbidden
    return old


def _one(number: int) -> MeasureDraft:
    found = to_move(MeasureDraft, number)
    demand(P.MEASURES_READ, found)
    return found
