"""The register of public bodies: added, renamed, placed, divided, closed; every change is kept."""

from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import aliased, contains_eager
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework import streams, successions
from integrity.doors.desk.blueprint import bp
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import ChosenField, DayField, FilterForm, PostForm
from integrity.pages.items import Badge, Button, Event, Fact, Item, Link
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects import standings
from integrity.people.subjects.choosing import SubjectField
from integrity.people.subjects.code_columns import code_column
from integrity.people.subjects.models import BodyStanding, BodyType, Subject, SubjectKind
from integrity.people.subjects.standings import TYPE_NAMES, WHAT_NAMES, BodyChange

P = Permission
NEEDED = InputRequired(_l("请填写。"))


class BodyFilters(FilterForm):
    type = SelectField(_l("类型"), choices=lambda: choices(TYPE_NAMES), validators=[Optional()])


class ChangeForm(PostForm):
    """From which day on, and on what it rests."""

    on = DayField(_l("自哪一天起"), validators=[NEEDED])
    basis = StringField(
        _l("依据"),
        description=_l("机构改革方案、机构编制文件的名称和文号。"),
        validators=[NEEDED, Length(max=500)],
    )


class PlaceForm(ChangeForm):
    type_ = ChosenField(
        _l("类型"),
        coerce=lambda value: BodyType(value) if value else None,
        choices=[(kind.value, TYPE_NAMES[kind]) for kind in BodyType],
    )
    parent = SubjectField(_l("上级单位"), validators=[Optional()])
    area = StringField(_l("所在区域"), validators=[Length(max=100)])


class BodyForm(PlaceForm):
    name = StringField(_l("名称"), description=_l("全称。"), validators=[NEEDED, Length(max=200)])
    uscc = StringField(
        _l("统一社会信用代码"),
        description=_l("机关没有代码的可以不填。"),
        validators=[Length(max=30)],
    )


class RenameForm(ChangeForm):
    name = StringField(_l("新名称"), validators=[NEEDED, Length(max=200)])


class HandOverForm(ChangeForm):
    names = SelectMultipleField(_l("划转哪些事项"), validators=[InputRequired(_l("请选择。"))])
    successor = SubjectField(_l("承接单位"))


class CloseForm(ChangeForm):
    successor = SubjectField(
        _l("承接单位"),
        description=_l("未办结的事项全部转由它承担；没有未办结事项的可以不填。"),
        validators=[Optional()],
    )


ACTS: dict[str, tuple[Any, type[PostForm], Any, Any]] = {
    "rename": (
        _l("更名"),
        RenameForm,
        standings.rename,
        _l("按曾用名仍能找到；已经发出的文书不变。"),
    ),
    "place": (_l("调整类型、上级或者区域"), PlaceForm, standings.place, ""),
    "hand-over": (
        _l("职责划转"),
        HandOverForm,
        successions.hand_over,
        _l("未办结的事项连同期限转由承接单位承担，每一项都留下记录；已办结的和信用记录不变。"),
    ),
    "close": (
        _l("撤销单位"),
        CloseForm,
        successions.close,
        _l("撤销后不能再选用。公开页面、以往的事项和信用记录保留，并写明由谁承接。"),
    ),
}
"""What is done with a body: its name, its form, its verb, what follows."""


@bp.get("/bodies/")
@requires(P.IMPORT)
def register() -> ResponseReturnValue:
    """Every public body, those that were closed too."""
    parent = aliased(Subject)
    rows: Any = (
        sa.select(Subject, BodyStanding, parent.name.label("parent"))
        .outerjoin(BodyStanding, BodyStanding.body_id == Subject.id)
        .outerjoin(parent, parent.id == BodyStanding.parent_id)
        .where(Subject.kind == SubjectKind.BODY, Subject.merged_into_id.is_(None))
    )
    table = Table(
        title=_("单位登记"),
        name="bodies",
        rows=rows,
        link=lambda row: url_for("desk.body", number=row.Subject.id),
        columns=[
            Column("name", _("单位"), lambda row: row.Subject.name, sort=Subject.slug),
            code_column(lambda row: row.Subject.uscc, "uscc", sort=Subject.uscc),
            Column("type", _("类型"), _type),
            Column("parent", _("上级单位"), lambda row: row.parent),
            Column("area", _("所在区域"), lambda row: row.Subject.area, sort=Subject.area),
            Column("closed", _("撤销日期"), lambda r: r.BodyStanding and r.BodyStanding.closed_on),
        ],
        search=(Subject.name, Subject.uscc, Subject.area),
        filters=BodyFilters,
        narrow={"type": lambda value: BodyStanding.type == value},
        order=(Subject.slug,),
        empty=_("没有符合条件的单位。"),
        entities=False,
    )
    acts = [
        Button(_("新增单位"), url_for("desk.new_body"), primary=True),
        Button(_("用表格导入"), url_for("importing.new", kind="subjects")),
        Button(_("机构变动"), url_for("desk.body_changes")),
    ]
    intro = _("设立、更名、调整、划转、撤销都写明依据并留存；撤销的单位不再选用，以往的记录不变。")
    return table.respond(intro=intro, acts=acts)


@bp.get("/bodies/changes")
@requires(P.IMPORT)
def body_changes() -> ResponseReturnValue:
    """What became of which body, when and on which basis."""
    table = Table(
        title=_("机构变动"),
        name="body-changes",
        rows=sa.select(BodyChange).join(BodyChange.body),
        options=(contains_eager(BodyChange.body),),
        link=lambda row: url_for("desk.body", number=row.body_id),
        columns=[
            Column("on", _("日期"), lambda row: row.on, sort=BodyChange.on),
            Column("body", _("单位"), lambda row: row.body.name, sort=Subject.slug),
            Column("what", _("变动"), lambda row: WHAT_NAMES[row.what], sort=BodyChange.what),
            Column("words", _("说明"), lambda row: row.words),
            Column("basis", _("依据"), lambda row: row.basis),
            Column("by", _("办理人"), lambda row: row.by_name),
        ],
        search=(BodyChange.words, BodyChange.basis, Subject.name),
        order=(BodyChange.on.desc(), BodyChange.id.desc()),
        empty=_("没有机构变动。"),
    )
    return table.respond(intro=_("每一次变动一行，不能修改。"))


@bp.route("/bodies/new", methods=["GET", "POST"])
@requires(P.IMPORT)
def new_body() -> ResponseReturnValue:
    """Register one."""
    form = BodyForm()

    def add() -> str:
        made = standings.add(**answers(form), by=current_user, at=clock.now())
        return url_for("desk.body", number=made.id)

    return form_page(
        form, add, frame="desk/frame.html", heading=_("新增单位"), submit=_("保存"),
        back=url_for("desk.register"), done=_("已登记。"),
    )  # fmt: skip


@bp.get("/bodies/<int:number>")
@requires(P.IMPORT)
def body(number: int) -> ResponseReturnValue:
    """One body: how it stands, what it still owes, what became of it."""
    found = _one(number)
    standing = standings.of(found)
    owed = successions.open_numbers(found)
    facts = [
        (_("统一社会信用代码"), found.uscc),
        (_("类型"), TYPE_NAMES[standing.type] if standing.type else None),
        (_("上级单位"), standing.parent and standing.parent.name),
        (_("所在区域"), found.area),
        (_("曾用名"), _("、").join(former.name for former in found.former_names)),
        (_("前身"), _("、").join(one.name for one in standings.predecessors(found))),
        (_("承接单位"), standing.successor and standing.successor.name),
        (_("未办结的事项"), _("、").join(f"{_title(n)} {owed[n]}" for n in owed)),
    ]
    acts = [] if standing.closed_on else list(ACTS)
    page = Item(
        heading=found.name,
        kicker=_("单位登记"),
        badges=[Badge(_("已撤销"), "closed") if standing.closed_on else Badge(_("在册"))],
        facts=[Fact(label, value or _("暂无")) for label, value in facts],
        acts=[
            Button(ACTS[act][0], _address(number, act), danger=act == "close")
            for act in acts
            if act != "hand-over" or owed
        ],
        timeline=_history(found),
        links=[
            Link(_("公开页面"), url_for("site.body", slug=found.slug)),
            Link(_("返回列表"), url_for("desk.register")),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/bodies/<int:number>/<move>", methods=["GET", "POST"])
@requires(P.IMPORT)
def change_body(number: int, move: str) -> ResponseReturnValue:
    """One change of a body."""
    found = _one(number)
    if move not in ACTS or standings.of(found).closed_on:
        raise NotFound
    label, form_class, verb, warning = ACTS[move]
    standing = standings.of(found)
    known: dict[str, Any] = {"name": found.name, "area": found.area}
    known |= {"type_": standing.type, "parent": standing.parent} if move == "place" else {}
    form = form_class(data=known)
    if isinstance(form, HandOverForm):
        form.names.choices = [(n, _title(n)) for n in successions.open_numbers(found)]
    return form_page(
        form,
        lambda: _carried_out(verb, found, form),
        frame="desk/frame.html",
        heading=label,
        intro=found.name,
        warning=warning,
        danger=move == "close",
        submit=_("保存"),
        done=_("已保存。"),
        back=url_for("desk.body", number=number),
    )


def _carried_out(verb: Any, found: Subject, form: PostForm) -> None:
    verb(found, **answers(form), by=current_user, at=clock.now())


def _history(found: Subject) -> list[Event]:
    wanted = sa.select(BodyChange).where(BodyChange.body_id == found.id)
    newest = wanted.order_by(BodyChange.on.desc(), BodyChange.id.desc())
    return [
        Event(
            WHAT_NAMES[row.what],
            on=row.on,
            who=row.by_name,
            why=_("；").join((row.words, row.basis)),
        )
        for row in db.session.scalars(newest)
    ]


def _title(name: str) -> str:
    return str(streams.named(name).title)


def _type(row: Any) -> Any:
    kind = row.BodyStanding and row.BodyStanding.type
    return TYPE_NAMES[kind] if kind else ""


def _address(number: int, move: str) -> str:
    return url_for("desk.change_body", number=number, move=move)


def _one(number: int) -> Subject:
    found = db.session.get(Subject, number)
    if found is None or found.kind is not SubjectKind.BODY or found.merged_into_id:
        raise NotFound
    return found
