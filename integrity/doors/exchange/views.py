"""Platforms: set up, paused, watched; and what was refused, for the body that owns it."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import requires, to_move
from integrity.doors.exchange import service
from integrity.doors.exchange.connectors import connectors
from integrity.doors.exchange.models import DIRECTION_NAMES, ROW_NAMES, ExchangedRow, Platform
from integrity.doors.exchange.models import RowState as S
from integrity.pages.form_pages import form_page
from integrity.pages.forms import ChosenField, FilterForm, PostForm, WhyForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table, choices

bp = Blueprint("exchange", __name__, url_prefix="/desk/exchange")
MANAGE = Permission.RECEIVERS_MANAGE
NEEDED = InputRequired(_l("请填写此项。"))


class EditForm(PostForm):
    name = StringField(_l("平台名称"), validators=[NEEDED, Length(max=100)])
    url = StringField(
        _l("平台接口地址"),
        description=_l("只向这个地址发送和读取，不跟随跳转；交换文件的不填。"),
        validators=[Length(max=500)],
    )
    items = StringField(
        _l("目录事项"),
        description=_l("公共信用信息目录的编号，多个用空格隔开；目录规定不予共享的不能填写。"),
        validators=[NEEDED, Length(max=1000)],
    )


class PlatformForm(EditForm):
    connector = ChosenField(
        _l("接入方式"),
        choices=lambda: [(name, one.title) for name, one in connectors().items()],
    )


class RowFilters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(ROW_NAMES), default="")


@bp.get("/")
@requires(MANAGE)
def index() -> ResponseReturnValue:
    """Every platform, with how it stands."""
    table = Table(
        title=_("平台交换"),
        name="platforms",
        rows=sa.select(Platform),
        link=lambda row: url_for("exchange.platform", number=row.id),
        columns=[
            Column("name", _("平台名称"), lambda row: row.name),
            Column("connector", _("接入方式"), lambda row: connectors()[row.connector].title),
            Column("direction", _("方向"), _direction),
            Column("items", _("目录事项"), lambda row: "、".join(row.items)),
            Column("standing", _("状态"), _standing),
        ],
        order=(Platform.id.desc(),),
        empty=_("还没有接入其他平台。"),
    )
    new = Button(_("接入平台"), url_for("exchange.new"), primary=True)
    return table.respond(acts=[new], intro=_("按目录事项与其他信用平台交换信息，逐条回执。"))


@bp.route("/new", methods=["GET", "POST"])
@requires(MANAGE)
def new() -> ResponseReturnValue:
    """Another platform, with its secret."""
    form = PlatformForm()

    def add() -> Any:
        made, text = service.add(
            form.connector.data,
            form.name.data,
            form.url.data or "",
            form.items.data,
            by=current_user,
            at=clock.now(),
        )
        if connectors()[made.connector].is_called:
            return _shown_once(made, text)
        return url_for("exchange.platform", number=made.id)

    return form_page(
        form,
        add,
        heading=_("接入平台"),
        submit=_("保存"),
        back=url_for("exchange.index"),
    )


@bp.get("/<int:number>")
@requires(MANAGE)
def platform(number: int) -> ResponseReturnValue:
    """One platform: its rows with receipts, what both sides hold, and what went wrong."""
    found = _one(number)
    rows = sa.select(ExchangedRow).where(ExchangedRow.platform_id == number)
    paused = found.paused_at is not None
    acts = [
        Button(
            _("恢复交换") if paused else _("暂停交换"),
            url_for("exchange.resume" if paused else "exchange.pause", number=number),
        ),
        Button(_("修改设置"), url_for("exchange.edit", number=number)),
        *_ways(found),
        Button(_("全部平台"), url_for("exchange.index")),
    ]
    return rows_table(found.name, rows).respond(intro=_told(found), acts=acts)


@bp.get("/refused")
@requires(Permission.CATALOGUE_DELIVER)
def refused() -> ResponseReturnValue:
    """What was refused of one's own body; the office sees all."""
    rows = sa.select(ExchangedRow).where(ExchangedRow.standing == S.REFUSED)
    if current_user.role not in REACH_ALL:
        rows = rows.where(ExchangedRow.body_id == (current_user.body_id or 0))
    intro = _("更正原信息以后，会自动重新交换，不需要另行报送。")
    return rows_table(_("被平台退回的信息"), rows).respond(intro=intro)


@bp.route("/<int:number>/edit", methods=["GET", "POST"])
@requires(MANAGE)
def edit(number: int) -> ResponseReturnValue:
    """Another name, address or other items."""
    found = _one(number)
    form = EditForm(name=found.name, url=found.url, items=" ".join(found.items))
    return form_page(
        form,
        lambda: service.edit(
            found,
            form.name.data,
            form.url.data or "",
            form.items.data,
            by=current_user,
            at=clock.now(),
        ),
        heading=_("修改平台设置"),
        intro=found.name,
        warning=_("新增的事项从头报送；不再交换的事项，只继续通知撤下。"),
        submit=_("保存"),
        back=url_for("exchange.platform", number=number),
        done=_("已保存。"),
    )


@bp.route("/<int:number>/secret", methods=["GET", "POST"])
@requires(MANAGE)
def rotate(number: int) -> ResponseReturnValue:
    """Another secret."""
    found, form = _one(number), PostForm()

    def change() -> Any:
        return _shown_once(found, service.rotate(found, by=current_user, at=clock.now()))

    return form_page(
        form,
        change,
        heading=_("更换密钥"),
        intro=found.name,
        warning=_("更换后的一段时间内，每个请求同时带有新旧两个签名，请平台在此期间换用。"),
        submit=_("更换密钥"),
        back=url_for("exchange.platform", number=number),
    )


@bp.route("/<int:number>/pause", methods=["GET", "POST"])
@requires(MANAGE)
def pause(number: int) -> ResponseReturnValue:
    """Exchange nothing for a while."""
    return _act(number, service.pause, _("暂停交换"))


@bp.route("/<int:number>/resume", methods=["GET", "POST"])
@requires(MANAGE)
def resume(number: int) -> ResponseReturnValue:
    """Go on where it stopped."""
    return _act(number, service.resume, _("恢复交换"))


def _act(number: int, verb: Callable[..., None], label: Any) -> ResponseReturnValue:
    found, form = _one(number), WhyForm()
    return form_page(
        form,
        lambda: verb(found, form.why.data, by=current_user, at=clock.now()),
        heading=label,
        intro=found.name,
        submit=label,
        back=url_for("exchange.platform", number=number),
        done=_("已办理：%(act)s", act=label),
    )


def _one(number: int) -> Platform:
    return to_move(Platform, number)


def _shown_once(found: Platform, text: str) -> ResponseReturnValue:
    page = render_template(
        "desk/secret.html",
        heading=_("平台密钥"),
        facts=[(_("平台名称"), found.name)],
        label=_("密钥"),
        secret=text,
        note=_("请立即交给平台保存，用于核对每个请求的签名。遗失后只能更换。"),
        back=url_for("exchange.platform", number=found.id),
    )
    return page, 201


def _ways(found: Platform) -> list[Button]:
    """What is done only with platforms that are called, or only with those that take files."""
    if connectors()[found.connector].is_called:
        return [Button(_("更换密钥"), url_for("exchange.rotate", number=found.id))]
    return [
        Button(_("批次文件"), url_for("exchange.batch_index", number=found.id), primary=True),
        Button(_("导入对账清单"), url_for("exchange.compare", number=found.id)),
    ]


def rows_table(title: Any, rows: sa.Select[Any]) -> Table:
    """Rows that are exchanged, with what became of each."""
    return Table(
        title=title,
        name="exchange-rows",
        rows=rows,
        options=(joinedload(ExchangedRow.body), joinedload(ExchangedRow.platform)),
        columns=[
            Column("id", _("序号"), lambda row: row.id, align="right"),
            Column("item", _("目录事项"), lambda row: row.item),
            Column("key", _("信息"), lambda row: row.key),
            Column("kind", _("内容"), lambda row: _("撤下") if row.removal else _("新增或者变更")),
            Column("body", _("信息所属单位"), lambda row: row.body.name if row.body else ""),
            Column("state", _("状态"), _row_state),
            Column("receipt", _("回执"), lambda row: row.receipt),
            Column("reason", _("退回理由"), lambda row: row.reason),
            Column("made", _("生成"), lambda row: i18n.moment(row.made_at)),
        ],
        filters=RowFilters,
        narrow={"state": lambda value: ExchangedRow.standing == value},
        order=(ExchangedRow.id.desc(),),
        empty=_("没有交换的信息。"),
    )


def _row_state(row: ExchangedRow) -> Any:
    with_a_batch = row.standing is S.WAITING and row.batch_id is not None
    return _("在批次中，待回执") if with_a_batch else ROW_NAMES[row.standing]


def _direction(found: Platform) -> Any:
    return DIRECTION_NAMES[connectors()[found.connector].direction]


def _standing(found: Platform) -> Any:
    if found.paused_at:
        return _("已暂停")
    return _("上次失败，将自动再试：%(error)s", error=found.error) if found.error else _("正常")


def _told(found: Platform) -> str:
    """How it stands, how many rows stand how, and what both sides hold."""
    said = [str(_standing(found))]
    said += [f"{ROW_NAMES[state]} {count}" for state, count in service.counts(found).items()]
    for code, one in (found.differences or {}).items():
        said.append(
            _(
                "%(code)s：本系统 %(ours)d 条，对方 %(theirs)d 条，不一致 %(all)d 条",
                code=code, ours=one["ours"], theirs=one["theirs"], all=one["all"],
            )
        )  # fmt: skip
    return _("；").join(said)
