"""The pages of files that a platform brings: entered, their receipts downloaded and handed over."""

from flask import flash, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms.validators import InputRequired

from integrity.base import clock
from integrity.base.errors import NotFound
from integrity.base.stamps import requires, to_move
from integrity.doors.exchange import incoming_files
from integrity.doors.exchange.batch_views import HandOverForm, act
from integrity.doors.exchange.batches import comes_in
from integrity.doors.exchange.models import ROW_NAMES, ExchangeBatch, Platform
from integrity.doors.exchange.views import MANAGE, bp
from integrity.files import imports
from integrity.pages.evidence import SheetField
from integrity.pages.form_pages import form_page
from integrity.pages.forms import ChosenField, PostForm

__all__ = ["bp"]


class ChangesForm(PostForm):
    """One item's changes, as the platform wrote them."""

    item = ChosenField(_l("目录事项"), choices=[])
    file = SheetField(
        _l("变动文件"),
        description=_l(
            "XLSX（不含宏）或者 CSV。列名：信息（平台的编号）、版本（整数，后来的更大）、"
            "内容（撤下的填写“撤下”），以及目录事项的数据项、信用主体的统一社会信用代码、"
            "报送单位。逐条核对，不符合的逐条退回；读取后不保存文件。"
        ),
        validators=[InputRequired(_l("请选择文件。"))],
    )

    def __init__(self, platform: Platform) -> None:
        super().__init__()
        self.item.choices = [(code, code) for code in platform.items]


@bp.route("/<int:number>/files/new", methods=["GET", "POST"])
@requires(MANAGE)
def take_file(number: int) -> ResponseReturnValue:
    """Enter a file of changes; the batch that it became has a receipt for each row."""
    found = to_move(Platform, number)
    form = ChangesForm(found)

    def take() -> str:
        with imports.received(form.file.data) as sheet:
            item = form.item.data
            made = incoming_files.take(found, item, sheet, by=current_user, at=clock.now())
        flash(_said(made), "warning" if made.unread else "success")
        return url_for("exchange.batch", number=made.batch.id)

    return form_page(
        form, take, heading=_("导入变动文件"), submit=_("导入"), intro=found.name,
        back=url_for("exchange.batch_index", number=number),
    )  # fmt: skip


@bp.get("/batches/<int:number>/receipts.csv")
@requires(MANAGE)
def receipts(number: int) -> ResponseReturnValue:
    """What became of each row of a file, to be handed to the platform."""
    found = to_move(ExchangeBatch, number)
    if not comes_in(found):
        raise NotFound
    made, name = incoming_files.receipts(found), f"{found.ref}.csv"
    return send_file(made, mimetype="text/csv", download_name=name, as_attachment=True)


@bp.route("/batches/<int:number>/tell", methods=["GET", "POST"])
@requires(MANAGE)
def tell(number: int) -> ResponseReturnValue:
    """Note to whom the receipts were handed over, and when."""
    form = HandOverForm()

    def note(found: ExchangeBatch) -> None:
        to, on = form.handed_to.data, form.handed_on.data
        incoming_files.tell(found, to, on, by=current_user, at=clock.now())

    return act(number, form, note, _("登记交付回执"), done=_("已登记交付。"))


def _said(made: incoming_files.Taken) -> str:
    said = [
        f"{ROW_NAMES[state]} {count}" for state, count in incoming_files.counts(made.batch).items()
    ]
    if made.known:
        said.append(_("以前已接收 %(count)d", count=made.known))
    if made.unread:
        lines = _("、").join(map(str, made.unread[:20]))
        said.append(_("没有写明信息和版本或者内容有误的：第 %(lines)s 行", lines=lines))
    return _("；").join(said)
