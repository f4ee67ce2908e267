"""Files of up to a million codes at the desk: sent, watched until they are answered, fetched."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, get_template_attribute, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField
from wtforms.validators import InputRequired, Optional

from integrity.base import clock, i18n, queue
from integrity.base.audit import service as audit
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.security import takes_bytes
from integrity.base.stamps import requires
from integrity.credit.checks.file_checks import parts, reading, service
from integrity.credit.checks.file_checks.models import (
    FILE_STATE_NAMES,
    FILE_STATE_TONES,
    CheckFile,
    FileState,
)
from integrity.credit.checks.forms import CheckForm
from integrity.credit.checks.models import TONES, VERDICT_NAMES, Verdict
from integrity.credit.matters import here as matters
from integrity.files import storage
from integrity.pages.evidence import SheetField
from integrity.pages.form_pages import form_page
from integrity.pages.forms import FilterForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table, choices

bp = Blueprint("check_files", __name__, url_prefix="/checks/files")
WHOLE = 100
"""Percent."""


class FileForm(CheckForm):
    """For what, and the file; who is meant stands in it, and only by codes."""

    code = name = kind = authorisation = authorised_by = as_of = None
    file = SheetField(
        _l("代码文件"),
        description=_l(
            "XLSX（不含宏）或者 CSV，最多一百万个代码、60 MB；列名中须有且只有一列“代码”"
            "或者“统一社会信用代码”，设为文本。其他列不读取，文件不保存；不核查自然人。"
        ),
        validators=[InputRequired(_l("请选择文件。"))],
    )


class Filters(FilterForm):
    state = SelectField(
        _l("状态"), choices=lambda: choices(FILE_STATE_NAMES), validators=[Optional()]
    )


@bp.get("/")
@requires(Permission.CHECKS_READ)
def index() -> ResponseReturnValue:
    """The files of one's own body; the office sees those of all bodies."""
    badge = get_template_attribute("macros/states.html", "badge")
    rows = sa.select(CheckFile)
    if current_user.role not in REACH_ALL:
        rows = rows.where(CheckFile.body_id == (current_user.body_id or 0))
    may = current_user.can(Permission.CHECKS_MAKE)
    new = url_for("check_files.new")
    return Table(
        title=_("代码文件核查"),
        name="check-files",
        rows=rows,
        link=lambda made: url_for("check_files.item", ref=made.ref),
        columns=[
            Column("matter", _("办理事项"), lambda made: made.matter),
            Column(
                "state",
                _("状态"),
                lambda made: FILE_STATE_NAMES[made.state],
                lambda made: badge(FILE_STATE_NAMES[made.state], FILE_STATE_TONES[made.state]),
            ),
            Column("codes", _("代码个数"), lambda made: made.codes, align="right"),
            Column("at", _("时间"), lambda f: f.at, lambda f: i18n.moment(f.at), CheckFile.at),
            Column("purpose", _("用途"), lambda made: made.purpose),
            Column("case", _("办件编号"), lambda made: made.case_no),
            Column("body", _("查询单位"), lambda made: made.body.name),
            Column("officer", _("查询人"), lambda made: made.officer),
            Column("ref", _("回执编号"), lambda made: made.ref, shown=False),
        ],
        search=(CheckFile.purpose, CheckFile.matter, CheckFile.case_no, CheckFile.ref),
        filters=Filters,
        narrow={"state": lambda value: service.stands(FileState(value))},
        order=(CheckFile.at.desc(), CheckFile.id.desc()),
        empty=(_("还没有核查过代码文件。"), _("上传代码文件"), new) if may else "",
        options=(joinedload(CheckFile.body),),
    ).respond(
        acts=[Button(_("上传代码文件"), new, primary=True)] if may else [],
        intro=_("一个文件至多一百万个代码；每个代码都登记，结果以文件下载。"),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.CHECKS_MAKE)
@takes_bytes(reading.LARGEST)
def new() -> ResponseReturnValue:
    """Send a file; its receipt is given at once, a worker answers it."""
    form = FileForm(matters.choices(current_user.body_id or 0, clock.today()))

    def receive() -> str:
        with NamedTemporaryFile() as kept:
            form.file.data.save(kept)
            kept.flush()
            made = service.receive(
                reading.of_table(Path(kept.name)),
                purpose=form.purpose.data,
                matter=form.in_hand,
                case_no=form.case_no.data or "",
                body_id=current_user.body_id,
                by=current_user,
                at=clock.now(),
            )
        return url_for("check_files.item", ref=made.ref)

    return form_page(
        form,
        receive,
        heading=_("核查代码文件"),
        intro=_("上传后立即得到回执编号，可以离开页面；答复后在回执页下载结果。"),
        submit=_("上传并核查"),
        back=url_for("check_files.index"),
    )


@bp.get("/<ref>")
@requires(Permission.CHECKS_READ)
def item(ref: str) -> ResponseReturnValue:
    """The receipt of a file: how far it is, and what was answered."""
    made = _found(ref)
    waits, done = _stands(made)
    given = [Verdict(name) for name in made.counts or {}]
    return render_template(
        "checks/file.html",
        file=made,
        waits=waits,
        state=FILE_STATE_NAMES[made.state],
        tone=FILE_STATE_TONES[made.state],
        facts=_facts(made),
        parts=parts.of(made),
        verdicts=[(VERDICT_NAMES[v], TONES[v], (made.counts or {})[v]) for v in given],
        done=done,
        words=_said(done),
        queued=not waits or queue.ping(),
    )


@bp.get("/<ref>/status")
@requires(Permission.CHECKS_READ)
def status(ref: str) -> ResponseReturnValue:
    """The same for the page's script: whether it is over, and about how much is done."""
    made = _found(ref)
    waits, done = _stands(made)
    total = WHOLE if done else 0
    return {"over": not waits, "done": done, "total": total, "words": _said(done)}


@bp.get("/<ref>/results.csv")
@requires(Permission.CHECKS_READ)
def results(ref: str) -> Response:
    """What each code was answered; the SHA-256 of the file stands in the receipt."""
    made = _found(ref)
    if made.stored is None:
        raise NotFound
    name = f"check-{made.ref}.csv"
    audit.read(made, "download", why=name, by=current_user, at=clock.now())
    path = storage.path_of(made.stored)
    return send_file(path, mimetype="text/csv", as_attachment=True, download_name=name)


def _found(ref: str) -> CheckFile:
    """A file that the person may read about; raises NotFound."""
    made = service.by_ref(ref)
    if made is None or not current_user.can(Permission.CHECKS_READ, made):
        raise NotFound
    return made


def _stands(made: CheckFile) -> tuple[bool, int]:
    """Whether it waits, and about how many percent are done."""
    waits = made.state is FileState.WAITING
    return waits, service.begun(made) if waits else 0


def _said(done: int) -> str:
    return _("已办理约 %(percent)d%%", percent=done) if done else ""


def _facts(made: CheckFile) -> list[tuple[Any, Any]]:
    return [
        (_("回执编号"), made.ref),
        (_("查询时间"), i18n.moment(made.at)),
        (_("查询单位"), made.body.name),
        (_("查询人"), made.officer),
        (_("查询用途"), made.purpose),
        (_("办理事项"), made.matter),
        (_("办件编号"), made.case_no),
        (_("代码个数"), f"{made.codes:,}"),
        (_("核查时点"), made.as_of and i18n.day(made.as_of)),
        (_("名单版本"), made.list_version),
        (_("答复时间"), made.finished_at and i18n.moment(made.finished_at)),
        (_("结果文件摘要（SHA-256）"), made.answer_digest),
    ]
