"""The pages of batches: made, downloaded, handed over, answered, taken back; and comparing."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import flash, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.errors import NotFound
from integrity.base.stamps import requires, to_move
from integrity.doors.exchange import batch_files, batches
from integrity.doors.exchange.batches import comes_in, is_incoming
from integrity.doors.exchange.models import ExchangeBatch, ExchangedRow, Platform
from integrity.doors.exchange.views import MANAGE, bp, rows_table
from integrity.files import imports
from integrity.pages.evidence import SheetField
from integrity.pages.form_pages import form_page
from integrity.pages.forms import DayField, PostForm, WhyForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table

NEEDED = InputRequired(_l("请填写此项。"))


class HandOverForm(PostForm):
    handed_to = StringField(
        _l("接收单位和经办人"), validators=[NEEDED, Length(max=100)],
    )  # fmt: skip
    handed_on = DayField(_l("交付日期"), validators=[NEEDED])


class ReceiptForm(PostForm):
    file = SheetField(
        _l("回执文件"),
        description=_l("批次文件中的 receipt.csv，由平台逐条填写；读取后不保存文件。"),
        validators=[InputRequired(_l("请选择文件。"))],
    )


class HeldForm(PostForm):
    file = SheetField(
        _l("对账清单"),
        description=_l("平台现有的全部信息，列名：目录事项、信息、版本；读取后不保存文件。"),
        validators=[InputRequired(_l("请选择文件。"))],
    )


@bp.get("/<int:number>/batches/")
@requires(MANAGE)
def batch_index(number: int) -> ResponseReturnValue:
    """The batches of a platform that takes files."""
    found = to_move(Platform, number)
    table = Table(
        title=_("批次：%(name)s", name=found.name),
        name="exchange-batches",
        rows=sa.select(ExchangeBatch).where(ExchangeBatch.platform_id == number),
        link=lambda row: url_for("exchange.batch", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("rows", _("条数"), lambda row: row.rows, align="right"),
            Column("made", _("生成"), lambda row: i18n.moment(row.made_at)),
            Column("by", _("生成人"), lambda row: row.made_by_name),
            Column("handed", _("交付日期"), lambda row: row.handed_on),
            Column("by-day", _("回执期限"), lambda row: row.answer_by),
            Column("state", _("状态"), standing),
        ],
        order=(ExchangeBatch.id.desc(),),
        empty=_("还没有生成批次。"),
    )
    acts = [_first(found), Button(_("返回平台"), url_for("exchange.platform", number=number))]
    return table.respond(acts=acts, intro=_about(found))


def _first(found: Platform) -> Button:
    """What begins a batch of a platform."""
    if is_incoming(found):
        to = url_for("exchange.take_file", number=found.id)
        return Button(_("导入变动文件"), to, primary=True)
    return Button(_("生成批次"), url_for("exchange.make_batch", number=found.id), primary=True)


def _about(found: Platform) -> str:
    if is_incoming(found):
        return _("平台送来的每个文件是一个批次；逐条回执，以回执文件交付平台。")
    return _("等待交付 %(count)d 条。", count=batches.loose(found))


@bp.route("/<int:number>/batches/new", methods=["GET", "POST"])
@requires(MANAGE)
def make_batch(number: int) -> ResponseReturnValue:
    """Put what waits into a batch."""
    found, form = to_move(Platform, number), PostForm()

    def make() -> str:
        made = batches.make(found, by=current_user, at=clock.now())
        return url_for("exchange.batch", number=made.id)

    return form_page(
        form, make, heading=_("生成批次"), submit=_("生成"),
        intro=_("等待交付 %(count)d 条。", count=batches.loose(found)),
        back=url_for("exchange.batch_index", number=number), done=_("已生成批次，请下载并交付。"),
    )  # fmt: skip


@bp.get("/batches/<int:number>")
@requires(MANAGE)
def batch(number: int) -> ResponseReturnValue:
    """One batch: its rows with their receipts, and what may be done with it."""
    found = to_move(ExchangeBatch, number)
    rows = sa.select(ExchangedRow).where(ExchangedRow.batch_id == number)
    acts = [
        Button(label, url_for(f"exchange.{name}", number=number)) for name, label in _open(found)
    ]
    acts.append(Button(_("全部批次"), url_for("exchange.batch_index", number=found.platform_id)))
    said = [str(standing(found))]
    if found.handed_on:
        said.append(_("%(day)s交付%(to)s", day=i18n.day(found.handed_on), to=found.handed_to))
    if found.answer_by:
        said.append(_("回执期限：%(day)s", day=i18n.day(found.answer_by)))
    title = _("%(name)s（%(note)s）", name=found.ref, note=found.platform.name)
    return rows_table(title, rows).respond(intro=_("；").join(said), acts=acts)


def _open(found: ExchangeBatch) -> list[tuple[str, Any]]:
    """What may be done with it now."""
    if found.taken_back_at:
        return []
    if comes_in(found):
        told = [] if found.handed_on else [("tell", _("登记交付回执"))]
        return [("receipts", _("下载回执文件")), *told]
    acts = [("batch_file", _("下载批次文件"))]
    if not found.handed_on:
        acts.append(("hand_over", _("登记交付")))
    elif not found.answered_at:
        acts.append(("answer", _("导入回执")))
    return acts if found.answered_at else [*acts, ("take_back", _("收回批次"))]


@bp.get("/batches/<int:number>/file.zip")
@requires(MANAGE)
def batch_file(number: int) -> ResponseReturnValue:
    """The file that is handed over."""
    found = to_move(ExchangeBatch, number)
    if comes_in(found):
        raise NotFound
    made = batch_files.packed(found)
    name = f"{found.ref}.zip"
    return send_file(made, mimetype="application/zip", download_name=name, as_attachment=True)


@bp.route("/batches/<int:number>/hand-over", methods=["GET", "POST"])
@requires(MANAGE)
def hand_over(number: int) -> ResponseReturnValue:
    """Note to whom it was handed over, and when."""
    form = HandOverForm()

    def note(found: ExchangeBatch) -> None:
        batches.hand_over(
            found, form.handed_to.data, form.handed_on.data, by=current_user, at=clock.now()
        )

    return act(number, form, note, _("登记交付"), done=_("已登记交付。"))


@bp.route("/batches/<int:number>/receipts", methods=["GET", "POST"])
@requires(MANAGE)
def answer(number: int) -> ResponseReturnValue:
    """Enter the receipts that the platform gave."""
    form = ReceiptForm()

    def note(found: ExchangeBatch) -> None:
        with imports.received(form.file.data) as sheet:
            report = batches.answer(found, sheet, by=current_user, at=clock.now())
        flash(report.summary(), "warning" if report.rejected else "success")

    return act(number, form, note, _("导入回执"))


@bp.route("/batches/<int:number>/take-back", methods=["GET", "POST"])
@requires(MANAGE)
def take_back(number: int) -> ResponseReturnValue:
    """What has no receipt goes with another batch."""
    form = WhyForm()

    def note(found: ExchangeBatch) -> None:
        batches.take_back(found, form.why.data, by=current_user, at=clock.now())

    return act(number, form, note, _("收回批次"), done=_("已收回，没有回执的信息重新等待交付。"))


@bp.route("/<int:number>/compare", methods=["GET", "POST"])
@requires(MANAGE)
def compare(number: int) -> ResponseReturnValue:
    """Compare with what a platform says it holds."""
    found, form = to_move(Platform, number), HeldForm()

    def do() -> None:
        with imports.received(form.file.data) as sheet:
            count = batches.compare(found, sheet, by=current_user, at=clock.now())
        flash(_("已对账，不一致 %(count)d 条，重新等待交付。", count=count), "success")

    return form_page(
        form, do, heading=_("导入对账清单"), submit=_("对账"), intro=found.name,
        back=url_for("exchange.platform", number=number),
    )  # fmt: skip


def standing(found: ExchangeBatch) -> Any:
    """Where a batch is, in words."""
    if found.taken_back_at:
        return _("已收回")
    if comes_in(found):
        return _("已交付回执") if found.handed_on else _("待交付回执")
    if found.answered_at:
        return _("回执齐全")
    if found.answer_by and found.answer_by < clock.today():
        return _("逾期没有回执")
    return _("已交付，待回执") if found.handed_on else _("待交付")


def act(
    number: int,
    form: PostForm,
    verb: Callable[[ExchangeBatch], None],
    label: Any,
    done: Any = "",
) -> ResponseReturnValue:
    found = to_move(ExchangeBatch, number)
    return form_page(
        form, lambda: verb(found), heading=label, submit=label,
        intro=_("%(name)s（%(note)s）", name=found.ref, note=found.platform.name),
        back=url_for("exchange.batch", number=number), done=done,
    )  # fmt: skip
