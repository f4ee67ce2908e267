"""The page on which somebody says what the columns of a file are, and how it is forgotten."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from integrity.base import clock
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import demand, requires
from integrity.casework.acts import Act, move_page
from integrity.doors.importing import kinds, mappings, service
from integrity.doors.importing.models import Upload
from integrity.doors.importing.views import bp, own
from integrity.pages.forms import PostForm

__all__ = ["bp"]


@bp.route("/<int:number>/columns", methods=["GET", "POST"])
@requires(Permission.DESK)
def columns(number: int) -> ResponseReturnValue:
    """Say what each column is: what is known or likely is chosen already, no more than that."""
    upload = own(number)
    if not upload.columns:
        raise NotFound
    form = _form(upload)
    return move_page(
        {"map": Act(_l("指定各列的含义"), service.say_columns, form)},
        service.FLOW,
        upload,
        "map",
        url_for("importing.item", number=number),
        intro=_("选好以后重新检查文件，仍不改动任何数据。"),
        said=[(_("文件"), upload.name), (_("列名所在的行"), upload.columns["line"])],
        frame="desk/frame.html",
    )


@bp.post("/<int:number>/columns/forget")
@requires(Permission.DESK)
def forget_columns(number: int) -> ResponseReturnValue:
    """Let files with the same header be asked about again."""
    upload = own(number)
    demand(Permission.DESK, upload)
    mappings.forget(upload, by=current_user, at=clock.now())
    flash(_("已取消：以后同样列名的文件不再这样读取。"), "success")
    return redirect(url_for("importing.item", number=number))


def _form(upload: Upload) -> type[PostForm]:
    """A choice for every column of the file."""
    heads = kinds.importers()[upload.kind].heads
    found = (upload.columns or {})["columns"]
    known = [(h.key, _("%(name)s（必填）", name=h.name) if h.required else h.name) for h in heads]
    fields = {}
    for place, guess in enumerate(mappings.guesses(found, heads)):
        column = found[place]
        fields[f"c{place}"] = SelectField(
            column["name"] or _("第 %(n)s 列（没有列名）", n=place + 1),
            description=_("例如：%(values)s", values=_("、").join(column["examples"]) or "—"),
            choices=[("", _("不读取")), *known],
            default=guess,
            validators=[Optional()],
        )
    fields["keep"] = BooleanField(
        _l("以后同样列名的文件也这样读取"),
        description=_l("对本单位同一种类的文件有效，随时可以取消。"),
        default=True,
    )
    return type("ColumnsForm", (PostForm,), fields)
