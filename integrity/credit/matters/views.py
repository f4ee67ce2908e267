"""The application list for everybody, and the pages on which two of the office change it."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import public, requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, timeline
from integrity.casework.steps import badges
from integrity.credit.matters import service
from integrity.credit.matters.forms import EndForm, MatterForm, said_of
from integrity.credit.matters.models import (
    MATTER_KIND_NAMES,
    MATTER_STATE_NAMES,
    SETTLED,
    Matter,
    MatterState,
)
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.items import Badge, Button, Item, Link, known
from integrity.pages.tables import Column, Table, choices

bp = Blueprint("matters", __name__, url_prefix="/matters")
P = Permission
ACTS = {
    "adopt": Act(_l("批准"), service.adopt, warning=_l("批准后立即公布，今天起的核查按新版本。")),
    "take_off": Act(
        _l("批准从清单中去掉"),
        service.adopt,
        warning=_l("去掉后，该事项的核查不再按事项区分措施，也不再统计是否核查。"),
        danger=True,
    ),
    "decline": Act(_l("不批准"), service.decline, WhyForm, primary=False),
    "withdraw": Act(_l("撤回"), service.withdraw, primary=False),
}


class Filters(FilterForm):
    kind = SelectField(_l("事项类别"), choices=lambda: choices(MATTER_KIND_NAMES), default="")


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """Every matter of the list today; what is shown can be downloaded."""
    table = Table(
        title=_("公共信用信息应用清单"),
        name="matters",
        rows=service.in_force(clock.today()),
        link=lambda row: url_for("matters.item", code=row.code),
        columns=[
            Column("name", _("办理事项"), lambda row: row.name, sort=Matter.name),
            Column("code", _("事项编码"), lambda row: row.code, sort=Matter.code),
            Column("kind", _("事项类别"), lambda row: MATTER_KIND_NAMES[row.kind]),
            Column("bodies", _("必须核查的单位"), _bodies),
            Column("measures", _("执行的措施"), lambda row: len(row.families), align="right"),
            Column("basis", _("依据"), lambda row: row.legal_basis),
            Column("since", _("开始日期"), lambda row: row.since, sort=Matter.since),
        ],
        search=(Matter.code, Matter.name, Matter.legal_basis),
        filters=Filters,
        narrow={"kind": lambda value: Matter.kind == value},
        order=(Matter.code,),
        empty=_("应用清单中没有符合条件的事项。"),
    )
    keep = []
    if _keeps():
        keep = [Button(_("维护应用清单"), url_for("matters.proposals"), primary=True)]
    return table.respond(
        acts=keep,
        intro=_("办理这些事项时必须查询信用信息；核查结果只在列明的措施范围内作为限制的依据。"),
    )


@bp.get("/<code>")
@public
def item(code: str) -> ResponseReturnValue:
    """One matter: which measures touch it, who must check, and every version it had."""
    wanted = sa.select(Matter).where(Matter.code == code, Matter.state.in_(SETTLED))
    versions = db.session.scalars(wanted.order_by(Matter.version.desc())).all()
    versions = [one for one in versions if one.since is not None]
    if not versions:
        raise NotFound
    found = versions[0]
    return render_template(
        "matters/item.html",
        matter=found,
        state=_state(found),
        facts=_facts(found),
        measures=service.touching(found),
        versions=versions,
        may_change=_keeps() and found.state is MatterState.IN_FORCE,
    )


@bp.get("/proposals/")
@requires(P.MATTERS_KEEP)
def proposals() -> ResponseReturnValue:
    """Every version, whatever became of it; what waits for another person comes first."""
    table = Table(
        title=_("维护应用清单"),
        name="matter-proposals",
        rows=sa.select(Matter),
        link=lambda row: url_for("matters.proposal", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("name", _("办理事项"), lambda row: row.name),
            Column("bodies", _("必须核查的单位"), _bodies),
            Column("by", _("提出人"), lambda row: row.proposed_by_name),
            Column("state", _("状态"), lambda row: MATTER_STATE_NAMES[row.state]),
            Column("due", _("办理期限"), lambda row: row.step_due_on),
        ],
        search=(Matter.code, Matter.name),
        order=(Matter.state != MatterState.PROPOSED, Matter.id.desc()),
        empty=_("应用清单还没有事项。"),
    )
    new = Button(_("新增事项"), url_for("matters.new"), primary=True)
    return table.respond(acts=[new], intro=_("一人提出、另一人批准；也可以用表格导入。"))


@bp.route("/new", methods=["GET", "POST"])
@requires(P.MATTERS_KEEP)
def new() -> ResponseReturnValue:
    """A matter for the list, or the next version of the one that the address names."""
    old = _current(request.args["matter"]) if "matter" in request.args else None
    form = MatterForm(data=said_of(old) if old else None)
    if old:
        del form.code

    def propose() -> str:
        said = answers(form) | ({"code": old.code} if old else {})
        said["measures"] = said["measures"].split()
        made = service.propose(**said, by=current_user, at=clock.now())
        return url_for("matters.proposal", number=made.id)

    return form_page(
        form, propose, heading=_("修改事项") if old else _("新增事项"),
        intro=old.title if old else None, submit=_("提出"), back=url_for("matters.proposals"),
        done=_("已提出，由另一人批准后生效。"),
    )  # fmt: skip


@bp.route("/<code>/end", methods=["GET", "POST"])
@requires(P.MATTERS_KEEP)
def end(code: str) -> ResponseReturnValue:
    """That a matter is to be taken off the list."""
    old, form = _current(code), EndForm()

    def propose() -> str:
        made = service.propose_end(old, **answers(form), by=current_user, at=clock.now())
        return url_for("matters.proposal", number=made.id)

    return form_page(
        form, propose, heading=_("从应用清单中去掉"), intro=old.title, submit=_("提出"),
        back=url_for("matters.item", code=code), danger=True,
        done=_("已提出，由另一人批准后生效。"),
    )  # fmt: skip


@bp.get("/proposals/<int:number>")
@requires(P.MATTERS_KEEP)
def proposal(number: int) -> ResponseReturnValue:
    """One version: what it changes, who proposed it, who adopted it."""
    found = to_move(Matter, number)
    page = Item(
        heading=found.title,
        kicker=_("从应用清单中去掉") if found.ending else _("应用清单事项"),
        ref=found.ref,
        badges=[
            Badge(MATTER_STATE_NAMES[found.state]),
            *badges(service.FLOW, found, clock.today()),
        ],
        facts=known(
            (_("理由"), found.reasons),
            *_facts(found),
            (_("与现行版本不同的"), _changes(found)),
            (_("提出人"), found.proposed_by_name),
            (_("批准人"), found.adopted_by_name),
        ),
        acts=buttons(_acts_on(found), service.FLOW, found, partial(_address, found)),
        timeline=timeline(found),
        links=[Link(_("返回列表"), url_for("matters.proposals"))],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/proposals/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P.MATTERS_KEEP)
def act(number: int, move: str) -> ResponseReturnValue:
    """Adopt, decline, withdraw."""
    back = url_for("matters.proposal", number=number)
    return acts.move_page(ACTS, service.FLOW, to_move(Matter, number), move, back)


def _acts_on(matter: Matter) -> dict[str, Act]:
    """Without what somebody else has to do."""
    mine = matter.proposed_by_id == current_user.id
    closed = {"adopt", "take_off"} if mine else {"withdraw"}
    closed.add("adopt" if matter.ending else "take_off")
    return {name: act for name, act in ACTS.items() if name not in closed}


def _address(matter: Matter, move: str) -> str:
    return url_for("matters.act", number=matter.id, move=move)


def _current(code: str) -> Matter:
    found = service.current(code)
    if found is None:
        raise NotFound
    return found


def _keeps() -> bool:
    return bool(current_user.is_authenticated and current_user.can(P.MATTERS_KEEP))


def _bodies(matter: Matter) -> str:
    if matter.everybody:
        return _("所有办理单位")
    return _("、").join(body.name for body in matter.bodies) or _("没有")


def _state(matter: Matter) -> tuple[str, str]:
    if matter.state is MatterState.IN_FORCE:
        return _("现行版本"), "good"
    return _("已从清单中去掉"), "closed"


def _facts(matter: Matter) -> list[tuple[Any, Any]]:
    return [
        (_("事项类别"), MATTER_KIND_NAMES[matter.kind]),
        (_("必须核查的单位"), _bodies(matter)),
        (_("执行的措施"), _("、").join(matter.families) or _("没有")),
        (_("依据"), matter.legal_basis),
        (_("开始日期"), i18n.day(matter.since)),
        (_("停用日期"), i18n.day(matter.until)),
    ]


COLUMNS = {
    "name": _l("事项名称"),
    "kind": _l("事项类别"),
    "measures": _l("执行的措施"),
    "everybody": _l("必须核查的单位"),
    "bodies": _l("必须核查的单位"),
    "legal_basis": _l("依据"),
}


def _changes(matter: Matter) -> str | None:
    """What a proposal changes of the version in force, in the names of its columns."""
    old = service.current(matter.code) if matter.state is MatterState.PROPOSED else None
    if old is None or matter.ending:
        return None
    said = {name: getattr(matter, name) for name in service.CONTENT}
    names = [str(COLUMNS[name]) for name in service.differences(old, said, matter.bodies)]
    return _("、").join(dict.fromkeys(names))
