"""The pages on which source bodies propose changes of the catalogue, and the office decides."""

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
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import demand, requires, to_move
from integrity.casework import acts, drafting
from integrity.casework.acts import Act, buttons, perform, timeline
from integrity.casework.steps import badges
from integrity.credit.catalogue import columns, comparing, described, drafts, service
from integrity.credit.catalogue.blueprint import bp
from integrity.credit.catalogue.draft_models import CatalogueDraft
from integrity.credit.catalogue.forms import EndForm, ItemForm, NewItemForm, ReviewForm
from integrity.credit.catalogue.models import CATEGORY_NAMES, CONTENT, CatalogueItem
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.items import Badge, Button, Fact, Item, Link, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject

P = Permission


def said_of(item: Any) -> dict[str, Any]:
    """An item as a form shows it."""
    values = {name: getattr(item, name) for name in CONTENT}
    split = {"applies_to": tuple(item.applies_to.split(";"))}
    return values | split | {"columns": columns.shown(item.columns)}


def _edit(act: Act, found: CatalogueDraft, back: str) -> ResponseReturnValue:
    """The form shows it as it is."""
    data = said_of(found) | {"reasons": found.reasons, "begins_on": found.begins_on}
    return perform(replace(act, form=partial(ItemForm, data=data)), found, back)


ACTS = {
    "submit": Act(_l("提交审核"), drafting.submit),
    "edit": Act(_l("修改"), drafts.edit, ItemForm, primary=False, page=_edit),
    "review": Act(
        _l("审核通过"),
        drafts.review,
        ReviewForm,
        warning=_l("您将对审核负责；须由另一人批准后才会列入目录。"),
    ),
    "approve": Act(
        _l("批准"),
        drafts.approve,
        warning=_l("批准后公布；原版本保留，以前的记录仍按当时的版本管理。"),
    ),
    "send_back": Act(_l("退回修改"), drafting.send_back, WhyForm, primary=False),
    "withdraw": Act(_l("撤回"), drafting.withdraw, WhyForm, primary=False),
}


class Filters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(drafts.FLOW.names), default="")
    category = SelectField(_l("类别"), choices=lambda: choices(CATEGORY_NAMES), default="")


@bp.get("/drafts/")
@requires(P.MEASURES_READ)
def drafts_index() -> ResponseReturnValue:
    """What is proposed: of every body for the office, else of one's own."""
    table = Table(
        title=_("目录修订"),
        name="catalogue-drafts",
        rows=sa.select(CatalogueDraft).where(current_user.reaches(CatalogueDraft.body_id)),
        options=(joinedload(CatalogueDraft.body),),
        link=lambda row: url_for("catalogue.draft", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("title", _("事项"), lambda row: row.title),
            Column("code", _("目录编号"), lambda row: row.code),
            Column("body", _("提出单位"), proposer),
            Column("state", _("状态"), lambda row: drafts.FLOW.names[row.state]),
            Column("due", _("办理期限"), lambda row: row.step_due_on),
        ],
        search=(CatalogueDraft.name, CatalogueDraft.code, CatalogueDraft.legal_basis),
        filters=Filters,
        narrow={
            "state": lambda value: CatalogueDraft.state == value,
            "category": lambda value: CatalogueDraft.category == value,
        },
        order=(CatalogueDraft.id.desc(),),
        empty=_("没有目录修订。"),
    )
    return table.respond(
        acts=_offered(),
        intro=_("归集单位和领导小组办公室可以提出修订；由办公室一人审核、另一人批准后生效。"),
    )


@bp.route("/drafts/new", methods=["GET", "POST"])
@requires(P.MEASURES_DRAFT)
def new() -> ResponseReturnValue:
    """A new item, or the next version of one."""
    old = _to_change()
    form = ItemForm(data=said_of(old)) if old else NewItemForm()

    def start() -> str:
        said = answers(form)
        code = old.code if old else said.pop("code")
        made = drafts.draft(code, old, _body(), **said, by=current_user, at=clock.now())
        return url_for("catalogue.draft", number=made.id)

    heading = _("修订目录事项") if old else _("新增目录事项")
    return form_page(
        form, start, heading=heading, submit=_("保存草稿"),
        intro=old.code if old else "", back=url_for("catalogue.drafts_index"),
        done=_("已保存草稿，请提交审核。"),
    )  # fmt: skip


@bp.route("/drafts/end", methods=["GET", "POST"])
@requires(P.MEASURES_DRAFT)
def end() -> ResponseReturnValue:
    """An item is to be gathered no more."""
    old = _to_change()
    if old is None:
        raise NotFound
    form = EndForm()

    def start() -> str:
        said = answers(form)
        made = drafts.draft_end(old, body=_body(), **said, by=current_user, at=clock.now())
        return url_for("catalogue.draft", number=made.id)

    return form_page(
        form, start, heading=_("停止归集目录事项"), intro=old.name, submit=_("保存草稿"),
        back=url_for("catalogue.item", code=old.code), danger=True,
        done=_("已保存草稿，请提交审核。"),
    )  # fmt: skip


@bp.get("/drafts/<int:number>")
@requires(P.MEASURES_READ)
def draft(number: int) -> ResponseReturnValue:
    """One proposal, what it changes, what speaks against it, and who did what."""
    found = _one(number)
    facts = known(
        (_("目录编号"), found.code),
        (_("提出单位"), proposer(found)),
        (_("提出人"), found.drafted_by_name),
        (_("理由"), found.reasons),
        (_("起始日"), i18n.day(found.begins_on) if found.begins_on else _("批准的次日")),
        (_("审核日期"), i18n.day(found.reviewed_on) if found.reviewed_on else None),
        (_("批准日期"), i18n.day(found.approved_on) if found.approved_on else None),
        (_("不能批准的原因"), drafts.objection(found, clock.today())),
        *comparing.changes(found),
    )
    links = [Link(_("返回列表"), url_for("catalogue.drafts_index"))]
    if became := found.item or found.replaces:
        address = url_for("catalogue.item", code=became.code, version=became.version)
        links.insert(0, Link(_("查看目录事项"), address))
    page = Item(
        heading=found.title,
        kicker=_("目录修订"),
        ref=found.ref,
        badges=[
            Badge(drafts.FLOW.names[found.state]),
            *badges(drafts.FLOW, found, clock.today()),
        ],
        facts=facts + [Fact(*pair) for pair in described.facts(found)],
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
    back = url_for("catalogue.draft", number=number)
    return acts.move_page(ACTS, drafts.FLOW, _one(number), move, back)


def proposer(found: CatalogueDraft) -> str:
    """Who proposed it."""
    return found.body.name if found.body else _("领导小组办公室")


def may_change(item: CatalogueItem) -> bool:
    """Whether the person logged in may propose a change of a version."""
    return (
        item.until is None and current_user.is_authenticated and current_user.can(P.MEASURES_DRAFT)
    )


def _offered() -> list[Button]:
    found = []
    if current_user.can(P.MEASURES_DRAFT):
        found.append(Button(_("新增目录事项"), url_for("catalogue.new"), primary=True))
    if current_user.can(P.MEASURES_DECIDE):
        found.append(Button(_("全部审核通过"), url_for("catalogue.review_all")))
        found.append(Button(_("全部批准"), url_for("catalogue.approve_all")))
    return found


def _address(found: CatalogueDraft, move: str) -> str:
    return url_for("catalogue.draft_act", number=found.id, move=move)


def _body() -> Subject | None:
    """In whose name a person proposes: the office's, or one's own body's."""
    return None if current_user.role in REACH_ALL else current_user.body


def _to_change() -> CatalogueItem | None:
    """The item that the address names, in its newest version; raises NotFound."""
    code = request.args.get("item", "")
    if not code:
        return None
    if (old := service.newest(code)) is None:
        raise NotFound
    return old


def _one(number: int) -> CatalogueDraft:
    found = to_move(CatalogueDraft, number)
    demand(P.MEASURES_READ, found)
    return found
