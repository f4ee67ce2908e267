"""A file is checked before it is sent: nothing of it is kept, and what fails can be taken back."""

import io
from typing import Any

from flask import render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField
from wtforms.validators import InputRequired

from integrity.base import clock
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.credit.publicity.blueprint import bp
from integrity.credit.publicity.imports import IMPORTERS, NAMES
from integrity.credit.publicity.models import LAYOUT_NAMES
from integrity.files import imports
from integrity.pages.evidence import SheetField
from integrity.pages.form_pages import form_page
from integrity.pages.forms import ChosenField, PostForm

SHOWN = 200
"""Cells that the page names; the file of rows that fail has all of them."""
PAGE, FILE = "page", "file"


class CheckForm(PostForm):
    kind = ChosenField(
        _l("信息类别"),
        choices=lambda: [(name, LAYOUT_NAMES[layout]) for layout, name in NAMES.items()],
    )
    file = SheetField(
        _l("表格文件"),
        description=_l("只检查，不保存文件，也不改动任何数据。"),
        validators=[InputRequired(_l("请选择文件。"))],
    )
    answer = RadioField(
        _l("检查结果"),
        choices=lambda: [
            (PAGE, _l("在页面上查看")),
            (FILE, _l("取回未通过的行（CSV，逐格写明原因，可以退回科室改正）")),
        ],
        validators=[InputRequired(_l("请选择。"))],
    )


@bp.route("/check", methods=["GET", "POST"])
@requires(Permission.POSTINGS_KEEP)
def check() -> ResponseReturnValue:
    """Check a file of one of the four templates against everything, and keep nothing."""
    form = CheckForm()

    def carry_out() -> ResponseReturnValue:
        importer = IMPORTERS[form.kind.data]
        with imports.received(form.file.data) as sheet:
            report = imports.run(importer, sheet, by=current_user, at=clock.now(), dry_run=True)
        if form.answer.data == FILE and report.rejected:
            return _rejects(report)
        return _page(report, form.kind.data)

    return form_page(
        form, carry_out, heading=_("报送前检查文件"), submit=_("检查"),
        intro=_("按全国统一的数据标准逐格检查，并与已经公示的信息比对。"),
        back=url_for("publicity.own"),
    )  # fmt: skip


def _rejects(report: imports.Report) -> ResponseReturnValue:
    name = f"rejects-{clock.today():%Y%m%d}.csv"
    made = io.BytesIO(report.rejects())
    return send_file(made, mimetype="text/csv", download_name=name, as_attachment=True)


def _page(report: imports.Report, kind: str) -> ResponseReturnValue:
    found: dict[str, Any] = report.as_json(SHOWN)
    page = render_template(
        "publicity/checked.html",
        report=found,
        shown=SHOWN,
        column_name=report.importer.name,
        again=url_for("publicity.check"),
        send=url_for("importing.new", kind=kind),
    )
    return page, 200
