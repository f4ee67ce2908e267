"""What bodies are called in papers (市教育局): the office says once whom it means."""

from functools import partial

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import requires
from integrity.casework import acts
from integrity.casework.acts import Act, buttons
from integrity.doors.desk.blueprint import bp
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm, PostForm, WhyForm
from integrity.pages.items import Badge, Button, Item, Link, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.accounts.models import User
from integrity.people.subjects import aliases
from integrity.people.subjects.aliases import ALIAS_NAMES, FLOW, Alias
from integrity.people.subjects.choosing import SubjectField
from integrity.people.subjects.models import SubjectKind

P = Permission


def concerns(user: User) -> bool:
    """The office, and every body, which may be meant by a name."""
    body = user.body
    own = body is not None and body.kind is SubjectKind.BODY
    return user.can(P.RECORDS_DECIDE) or (own and user.can(P.REPORTS_OWN))


class Filters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(ALIAS_NAMES), default="")


class NameForm(PostForm):
    """A name, and where it is used."""

    word = StringField(
        _l("简称或者别名"), validators=[InputRequired(_l("请填写。")), Length(max=100)]
    )
    place = StringField(
        _l("在哪个区域使用"),
        description=_l("例如：济南市、济南市历下区；不填的，不分区域。"),
        validators=[Length(max=100)],
    )


class MeaningForm(PostForm):
    """Whom a name means, and on which grounds that is said."""

    subject = SubjectField(_l("所指单位"))
    why = TextAreaField(
        _l("理由"),
        description=_l("依据什么确认的，例如来文、机构编制文件；所指单位可以看到。"),
        validators=[InputRequired(_l("请写明理由。")), Length(max=2000)],
    )


class NewAliasForm(NameForm, MeaningForm):
    """The same of a name that no paper brought."""


ACTS = {
    "confirm_alias": Act(_l("确认所指单位"), aliases.confirm, MeaningForm),
    "dismiss_alias": Act(_l("不予采用"), aliases.dismiss, WhyForm, primary=False),
    "contest_alias": Act(_l("提出异议"), aliases.contest, WhyForm, primary=False),
    "keep_alias": Act(_l("维持"), aliases.keep, WhyForm, primary=False),
    "end_alias": Act(_l("停止采用"), aliases.end, WhyForm, primary=False, danger=True),
}


@bp.get("/aliases/")
@requires(P.RECORDS_READ, also=concerns)
def aliases_index() -> ResponseReturnValue:
    """All of them for the office; those that mean oneself for a body."""
    rows = sa.select(Alias)
    if current_user.role not in REACH_ALL:
        rows = rows.where(Alias.subject_id == (current_user.body_id or 0))
    may = current_user.can(P.RECORDS_DECIDE)
    table = Table(
        title=_("单位简称"),
        name="aliases",
        rows=rows,
        options=(joinedload(Alias.subject), joinedload(Alias.source)),
        link=lambda row: url_for("desk.alias", number=row.id),
        columns=[
            Column("word", _("简称或者别名"), lambda row: row.word, sort=Alias.word),
            Column("place", _("使用区域"), lambda row: row.place or _("不分区域")),
            Column("subject", _("所指单位"), lambda row: row.subject and row.subject.name),
            Column("source", _("出现在哪个单位的来文"), lambda row: row.source and row.source.name),
            Column("at", _("提出时间"), lambda row: clock.local_day(row.at), sort=Alias.at),
            Column("state", _("状态"), lambda row: ALIAS_NAMES[row.state], sort=Alias.state),
        ],
        search=(Alias.word, Alias.place),
        filters=Filters,
        narrow={"state": lambda value: Alias.state == value},
        order=(Alias.id.desc(),),
        empty=_("没有单位简称。"),
    )
    new = [Button(_("登记简称"), url_for("desk.new_alias"), primary=True)] if may else []
    return table.respond(
        acts=new,
        intro=_(
            "来文中没有登记的单位名称，经办公室确认一次以后，在同一区域的导入和填报中采用；"
            "没有确认的一律退回，不作猜测。"
        ),
    )


@bp.route("/aliases/new", methods=["GET", "POST"])
@requires(P.RECORDS_DECIDE)
def new_alias() -> ResponseReturnValue:
    """Say whom a name means before any paper brings it."""
    form = NewAliasForm()

    def enter() -> str:
        made = aliases.enter(**answers(form), by=current_user, at=clock.now())
        return url_for("desk.alias", number=made.id)

    return form_page(
        form, enter, heading=_("登记简称"), submit=_("保存"),
        back=url_for("desk.aliases_index"), done=_("已登记，此后采用。"),
    )  # fmt: skip


@bp.get("/aliases/<int:number>")
@requires(P.RECORDS_READ, also=concerns)
def alias(number: int) -> ResponseReturnValue:
    """One name: where it came from, whom it may mean, whom it means."""
    found = _one(number)
    area = found.source.area if found.source else found.place
    likely = aliases.candidates(found.word, area) if found.subject is None else ()
    page = Item(
        heading=found.word,
        kicker=_("单位简称"),
        badges=[Badge(ALIAS_NAMES[found.state])],
        facts=known(
            (_("使用区域"), found.place or _("不分区域")),
            (_("所指单位"), found.subject and found.subject.name),
            (_("可能是"), _("、").join(body.name for body in likely)),
            (_("出现在哪个单位的来文"), found.source and found.source.name),
            (_("提出时间"), i18n.moment(found.at)),
            (_("确认人"), found.by_name),
            (_("理由"), found.why),
        ),
        acts=buttons(_acts_on(found), FLOW, found, partial(_address, found)),
        timeline=acts.timeline(found),
        links=[Link(_("返回列表"), url_for("desk.aliases_index"))],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/aliases/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P.RECORDS_READ, also=concerns)
def alias_act(number: int, move: str) -> ResponseReturnValue:
    """Say whom it means, that it means nobody, that it does not mean oneself."""
    found, back = _one(number), url_for("desk.alias", number=number)
    said = [(_("简称或者别名"), found.word), (_("使用区域"), found.place or _("不分区域"))]
    return acts.move_page(_acts_on(found), FLOW, found, move, back, intro="", said=said)


def _acts_on(found: Alias) -> dict[str, Act]:
    """A body contests what is said of itself; it never decides, and no office contests for it."""
    mine = found.subject_id is not None and found.subject_id == current_user.body_id
    return {name: act for name, act in ACTS.items() if mine or name != "contest_alias"}


def _address(found: Alias, move: str) -> str:
    return url_for("desk.alias_act", number=found.id, move=move)


def _one(number: int) -> Alias:
    """One that means one's own body, any for the office; raises NotFound."""
    wanted = for_change(sa.select(Alias).where(Alias.id == number), Alias)
    if current_user.role not in REACH_ALL:
        wanted = wanted.where(Alias.subject_id == (current_user.body_id or 0))
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotFound
    return found
