"""The policy library for everybody, and the pages on which the office keeps it."""

import sqlalchemy as sa
from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from integrity.base import clock, i18n
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import public, requires
from integrity.casework.rules.models import VERIFIED_NAMES
from integrity.credit.policies import service
from integrity.credit.policies.models import BASIS_NAMES, PolicyDocument
from integrity.files import attached
from integrity.pages.evidence import EvidenceField, shown_to
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import ChosenField, DayField, FilterForm, PostForm, WebAddress, WhyForm
from integrity.pages.items import Badge, Button, Event, Item, Link, Section, known
from integrity.pages.tables import Column, Table, choices

bp = Blueprint("library", __name__, url_prefix="/library")
KEEP = Permission.MEASURES_DECIDE
NEEDED = InputRequired(_l("请填写。"))
FORCE = {"yes": _l("现行有效"), "no": _l("未施行、已失效或者日期不明")}


class Filters(FilterForm):
    level = SelectField(_l("依据层级"), choices=lambda: choices(BASIS_NAMES), default="")
    force = SelectField(_l("今日效力"), choices=lambda: choices(FORCE), default="")


class DocumentForm(PostForm):
    cited_as = StringField(
        _l("引用方式"),
        description=_l("各项依据怎样写它，例如文号；同一文件的新版本用新的写法。"),
        validators=[NEEDED, Length(max=200)],
    )
    title = StringField(_l("文件名称"), validators=[NEEDED, Length(max=400)])
    number = StringField(_l("文号"), default="", validators=[Length(max=200)])
    organ = StringField(_l("发文机关"), validators=[NEEDED, Length(max=200)])
    level = ChosenField(_l("依据层级"), choices=lambda: list(BASIS_NAMES.items()))
    effective_from = DayField(_l("施行日期"), validators=[NEEDED])
    url = StringField(_l("原文网址"), default="", validators=[Optional(), WebAddress()])
    file = EvidenceField(_l("原文文件"))
    seen = BooleanField(_l("已核对依据文件原文"))


class EndForm(WhyForm):
    effective_to = DayField(_l("失效日期"), validators=[NEEDED])


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """Every document, by number, organ, level and validity."""
    table = Table(
        title=_("信用政策文件库"),
        name="policy-documents",
        rows=sa.select(PolicyDocument),
        options=(joinedload(PolicyDocument.replaced_by),),
        link=lambda row: url_for("library.item", number=row.id),
        columns=[
            Column("title", _("文件名称"), lambda row: row.title, sort=PolicyDocument.title),
            Column("number", _("文号"), lambda row: row.number),
            Column("organ", _("发文机关"), lambda row: row.organ),
            Column("level", _("依据层级"), lambda row: BASIS_NAMES[row.level]),
            Column(
                "from", _("施行日期"), lambda row: row.effective_from,
                sort=PolicyDocument.effective_from,
            ),
            Column("to", _("失效日期"), lambda row: row.effective_to),
            Column("after", _("由何文件代替"), _after),
        ],
        search=(PolicyDocument.title, PolicyDocument.number, PolicyDocument.organ),
        filters=Filters,
        narrow={"level": lambda value: PolicyDocument.level == value, "force": _in_force},
        order=(PolicyDocument.effective_from.desc().nulls_last(), PolicyDocument.id),
        empty=_("没有符合条件的文件。"),
    )  # fmt: skip
    new = []
    if current_user.is_authenticated and current_user.can(KEEP):
        new = [Button(_("登记文件"), url_for("library.new"), primary=True)]
    new.append(Button(_("联合奖惩备忘录"), url_for("library.memorandum_index")))
    return table.respond(acts=new, intro=_("期限规则、措施和名单所依据的文件，及其效力。"))


@bp.get("/<int:number>")
@public
def item(number: int) -> ResponseReturnValue:
    """One document, its versions, and everything that rests on it."""
    found = _one(number)
    page = Item(
        heading=found.title,
        kicker=_("信用政策文件库"),
        ref=found.number or None,
        badges=[state_of(found)],
        facts=known(
            (_("文号"), found.number),
            (_("发文机关"), found.organ),
            (_("依据层级"), BASIS_NAMES[found.level]),
            (_("施行日期"), i18n.day(found.effective_from) or _("未登记")),
            (_("失效日期"), i18n.day(found.effective_to) or _("现行有效")),
            (_("核对情况"), VERIFIED_NAMES[found.verified]),
        ),
        acts=_acts(found),
        timeline=[Event(move_name(e.move), at=e.at, why=e.why) for e in audit.history(found)],
        evidence=shown_to(attached.of(found.__tablename__, [found.id]), current_user),
        parts=[Section("library/_resting.html", {"groups": resting(found)})],
        links=_links(found),
    )
    return render_template("streams/item.html", page=page)


@bp.route("/new", methods=["GET", "POST"])
@requires(KEEP)
def new() -> ResponseReturnValue:
    """A document that was not known."""
    return _entry(None)


@bp.route("/<int:number>/replace", methods=["GET", "POST"])
@requires(KEEP)
def replace(number: int) -> ResponseReturnValue:
    """The next version of a document, or another that takes its place."""
    return _entry(_one(number))


@bp.route("/<int:number>/end", methods=["GET", "POST"])
@requires(KEEP)
def end(number: int) -> ResponseReturnValue:
    """A document is no longer in force, and nothing takes its place."""
    found, form = _one(number), EndForm()
    return form_page(
        form,
        lambda: service.end(found, **answers(form), by=current_user, at=clock.now()),
        heading=_("登记失效"), intro=found.title, submit=_("登记失效"), danger=True,
        warning=_("失效后，只以它为依据的措施不能再采用，并列入台账。"),
        back=url_for("library.item", number=number), done=_("已登记失效日期。"),
    )  # fmt: skip


def _entry(old: PolicyDocument | None) -> ResponseReturnValue:
    form = DocumentForm(data={"level": old.level, "organ": old.organ} if old else None)

    def enter() -> str:
        made = service.enter(**answers(form), replaces=old, by=current_user, at=clock.now())
        return url_for("library.item", number=made.id)

    intro = _("代替《%(title)s》，原文件于新文件施行前一日失效。", title=old.title) if old else ""
    back = url_for("library.item", number=old.id) if old else url_for("library.index")
    return form_page(
        form, enter, heading=_("登记文件"), intro=intro, submit=_("保存"), back=back,
        done=_("已登记。"),
    )  # fmt: skip


def _after(document: PolicyDocument) -> str:
    return document.replaced_by.title if document.replaced_by else ""


def _in_force(value: str) -> sa.ColumnElement[bool]:
    today = clock.today()
    begun = sa.func.coalesce(PolicyDocument.effective_from <= today, sa.false())
    ended = sa.func.coalesce(PolicyDocument.effective_to < today, sa.false())
    found = sa.and_(begun, sa.not_(ended))
    return found if value == "yes" else sa.not_(found)


def state_of(found: PolicyDocument) -> Badge:
    """Whether it is in force today."""
    today = clock.today()
    if found.effective_to and found.effective_to < today:
        return Badge(_("已失效"), "closed")
    if found.effective_from is None or found.effective_from > today:
        return Badge(_("未施行、已失效或者日期不明"), "soon")
    return Badge(_("现行有效"), "good")


def resting(found: PolicyDocument) -> list[tuple[object, list[tuple[str, str, str]]]]:
    """Rules of time, and what the features above say of themselves."""
    limits = [(limit.code, limit.what, "") for limit in service.limits_of(found)]
    groups = [(kind.name, list(kind.rows(found))) for kind in service.RESTING]
    return [(name, rows) for name, rows in [(_("期限规则"), limits), *groups] if rows]


def _acts(found: PolicyDocument) -> list[Button]:
    if found.effective_to or not (current_user.is_authenticated and current_user.can(KEEP)):
        return []
    return [
        Button(_("登记代替它的文件"), url_for("library.replace", number=found.id), primary=True),
        Button(_("登记为备忘录"), url_for("library.memorandum_new", number=found.id)),
        Button(_("登记失效"), url_for("library.end", number=found.id), danger=True),
    ]


def _links(found: PolicyDocument) -> list[Link]:
    before = sa.select(PolicyDocument).where(PolicyDocument.replaced_by_id == found.id)
    links = [Link(_("查看全部文件"), url_for("library.index"))]
    if found.url:
        links.append(Link(_("查看原文"), found.url))
    if found.replaced_by:
        address = url_for("library.item", number=found.replaced_by_id)
        links.append(Link(_("由《%(title)s》代替", title=found.replaced_by.title), address))
    for old in db.session.scalars(before):
        words = _("代替《%(title)s》", title=f"{old.title} {old.number}".strip())
        links.append(Link(words, url_for("library.item", number=old.id)))
    return links


def _one(number: int) -> PolicyDocument:
    found = db.session.get(PolicyDocument, number)
    if found is None:
        raise NotFound
    return found
