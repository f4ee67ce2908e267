"""The relations that the office keeps: entered, ended; of a person only the mask is shown."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import contains_eager, joinedload

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.credit.relations import imports, service
from integrity.credit.relations.forms import EndForm, RelationForm, RelationsForm
from integrity.credit.relations.models import ROLE_NAMES, Relation
from integrity.pages.form_pages import answers, form_page
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject

bp = Blueprint("relations", __name__, url_prefix="/relations")
FRAME = "desk/frame.html"


@bp.get("/")
@requires(Permission.IMPORT)
def index() -> ResponseReturnValue:
    """Every relation by whose it is; nobody is found here by a person's name."""
    table = Table(
        title=_("关联关系"),
        name="relations",
        rows=sa.select(Relation).join(Relation.subject),
        options=(contains_eager(Relation.subject), joinedload(Relation.related)),
        link=lambda row: url_for("relations.end", number=row.id) if row.until is None else None,
        columns=[
            Column("subject", _("单位或者企业"), lambda row: row.subject.name, sort=Subject.name),
            Column("role", _("关系"), lambda row: ROLE_NAMES[row.role]),
            Column("related", _("关联人"), lambda row: row.related.name),
            Column("since", _("开始日期"), lambda row: row.since, sort=Relation.since),
            Column("until", _("结束日期"), lambda row: row.until),
            Column("source", _("来源"), lambda row: row.source),
        ],
        search=(Subject.name, Subject.uscc),
        order=(Subject.name, Relation.id),
        empty=_("没有登记关联关系。"),
    )
    acts = [
        Button(_("登记关联关系"), url_for("relations.new"), primary=True),
        Button(_("成批登记"), url_for("relations.load")),
    ]
    return table.respond(acts=acts, intro=_("自然人只显示姓氏；不公开，不导出姓名和号码。"))


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.IMPORT)
def new() -> ResponseReturnValue:
    """One relation; a person is sealed at once."""
    form = RelationForm()

    def enter() -> None:
        said = answers(form)
        other = service.related(said.pop("name"), said.pop("code"))
        service.enter(other=other, **said, by=current_user, at=clock.now())

    return _form(form, enter, _("登记关联关系"), _("已登记。"))


@bp.route("/import", methods=["GET", "POST"])
@requires(Permission.IMPORT)
def load() -> ResponseReturnValue:
    """Several from a table of the market register that is not kept."""
    form = RelationsForm()

    def enter() -> Any:
        report = imports.run(form.file.data, by=current_user, at=clock.now())
        return render_template("relations/loaded.html", report=report), 200

    return _form(form, enter, _("成批登记关联关系"))


@bp.route("/<int:number>/end", methods=["GET", "POST"])
@requires(Permission.IMPORT)
def end(number: int) -> ResponseReturnValue:
    """The last day of a relation."""
    found = db.session.get(Relation, number)
    if found is None:
        raise NotFound
    form = EndForm()

    def finish() -> None:
        service.end(found, **answers(form), by=current_user, at=clock.now())

    return _form(form, finish, _("登记关系结束：%(what)s", what=found.title), _("已登记。"))


def _form(form: Any, do: Any, heading: Any, done: Any = "") -> ResponseReturnValue:
    return form_page(
        form, do, frame=FRAME, heading=heading, submit=_("保存"), done=done,
        intro=_("自然人的姓名和号码即时密封；文件不保存，结果只按行号说明。"),
        back=url_for("relations.index"),
    )  # fmt: skip
