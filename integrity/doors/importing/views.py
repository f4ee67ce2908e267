"""The pages of imports: what was sent, sending a file, its check, importing it for real."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import (
    Blueprint,
    Response,
    flash,
    get_template_attribute,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField
from wtforms.validators import Optional

from integrity.base import clock, i18n, progress, queue
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import demand, requires
from integrity.casework.acts import Act, perform
from integrity.doors.importing import kinds, mappings, service
from integrity.doors.importing.forms import UploadForm
from integrity.doors.importing.models import STATE_NAMES, TONES, Upload
from integrity.files import imports, storage
from integrity.files.exports import EXPORTS
from integrity.pages.form_pages import form_page
from integrity.pages.forms import FilterForm
from integrity.pages.tables import Column, Table, choices, download

bp = Blueprint("importing", __name__, url_prefix="/imports")
CONFIRM = Act(_l("正式导入"), service.confirm)
TO_IMPORT_AGAIN = ("csv", "xlsx")
"""Exports that an import takes."""
SAID_AGAIN = 10
"""Warnings that the last page before the import repeats."""


class UploadFilters(FilterForm):
    kind = SelectField(_l("种类"), validators=[Optional()])
    state = SelectField(_l("状态"), choices=lambda: choices(STATE_NAMES), validators=[Optional()])

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        found = kinds.open_to(current_user)
        self.kind.choices = choices({name: importer.title for name, importer in found.items()})


@bp.get("/")
@requires(Permission.DESK, also=kinds.open_to)
def index() -> ResponseReturnValue:
    """What this person's body has sent; the office sees all of its kinds."""
    badge = get_template_attribute("macros/states.html", "badge")
    table = Table(
        title=_("导入导出"),
        rows=sa.select(Upload).where(service.visible(current_user)),
        columns=[
            Column("name", _("文件"), lambda upload: upload.name, sort=Upload.name),
            Column("kind", _("种类"), lambda upload: kinds.title(upload.kind)),
            Column("by", _("上传人"), lambda upload: upload.by_name, sort=Upload.by_name),
            Column("at", _("上传时间"), lambda u: u.at, lambda u: i18n.moment(u.at), Upload.at),
            Column(
                "state",
                _("状态"),
                lambda upload: STATE_NAMES[upload.state],
                lambda upload: badge(STATE_NAMES[upload.state], TONES[upload.state]),
                Upload.state,
            ),
            Column("counts", _("结果"), _counted),
        ],
        link=lambda upload: url_for("importing.item", number=upload.id),
        search=(Upload.name, Upload.by_name),
        filters=UploadFilters,
        narrow={
            "kind": lambda kind: Upload.kind == kind,
            "state": lambda state: Upload.state == state,
        },
        order=(Upload.at.desc(), Upload.id.desc()),
        name="imports",
        empty=_("还没有导入过文件。请选择种类，下载模板，填写后上传。"),
    )
    acts = [
        (importer.title, url_for("importing.new", kind=name), False, False)
        for name, importer in kinds.open_to(current_user).items()
    ]
    return table.respond(
        "desk/list.html",
        intro=_("选择要导入的种类。文件先检查、不改动数据，确认后才正式导入。"),
        acts=acts,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.DESK, also=kinds.open_to)
def new() -> ResponseReturnValue:
    """Send a file of one kind; what its columns mean, a template, and what is there already."""
    kind = request.args.get("kind") or next(iter(kinds.open_to(current_user)))
    importer, form = kinds.named(kind, current_user), UploadForm()

    def receive() -> str:
        made = service.receive(kind, form.file.data, by=current_user, at=clock.now())
        return url_for("importing.item", number=made.id)

    return form_page(
        form,
        receive,
        template="imports/new.html",
        importer=importer,
        kind=kind,
        columns=kinds.explained(importer),
        exports=TO_IMPORT_AGAIN if importer.dump else (),
    )


@bp.get("/template/<kind>.xlsx")
@requires(Permission.DESK)
def template(kind: str) -> ResponseReturnValue:
    """An empty file of a kind, with explanations."""
    importer = kinds.named(kind, current_user)
    return _download(kinds.template(importer), f"{kind}-template.xlsx", EXPORTS["xlsx"][1])


@bp.get("/export/<kind>.<form>")
@requires(Permission.DESK)
def export(kind: str, form: str) -> ResponseReturnValue:
    """What is there, as it can be imported again; of one's own where the kind says so."""
    importer = kinds.named(kind, current_user)
    if form not in TO_IMPORT_AGAIN:
        raise NotFound
    said = {"why": str(kinds.title(kind)), "list": kind, "format": form}
    audit.read(current_user, "export", by=current_user, at=clock.now(), **said)
    made = imports.export(importer, form, current_user)
    return download(made, EXPORTS[form][1], kind, form)


@bp.get("/<int:number>")
@requires(Permission.DESK)
def item(number: int) -> ResponseReturnValue:
    """How far a file is, what its check found, what can be done now."""
    upload = own(number)
    return render_template(
        "imports/item.html",
        upload=upload,
        title=kinds.title(upload.kind),
        state=STATE_NAMES[upload.state],
        tone=TONES[upload.state],
        known=progress.read(service.JOB, number) if upload.is_waiting else None,
        queued=not upload.is_waiting or queue.ping(),
        report=upload.report,
        shown=service.SHOWN,
        column_name=kinds.column_names(upload.kind),
        may=service.FLOW.open_to(current_user, upload),
        said_on=date.fromisoformat(upload.meaning["on"]) if upload.meaning else None,
        kept=mappings.known(upload, upload.meaning["words"]) if upload.meaning else None,
        again=url_for("importing.new", kind=upload.kind),
    )


@bp.get("/<int:number>/status")
@requires(Permission.DESK)
def status(number: int) -> ResponseReturnValue:
    """The same for the page's script: whether it is over, and rows read of about how many."""
    upload = own(number)
    done, total = (progress.read(service.JOB, number) or (0, 0)) if upload.is_waiting else (0, 0)
    words = _("已读取 %(done)s 行，共约 %(total)s 行", done=done, total=total) if total else ""
    return {"over": not upload.is_waiting, "done": done, "total": total, "words": words}


@bp.get("/<int:number>/rejects.csv")
@requires(Permission.DESK)
def rejects(number: int) -> ResponseReturnValue:
    """Every rejected row, to be corrected and imported again."""
    return _stored(own(number), "rejects", f"rejects-{number}.csv")


@bp.get("/<int:number>/changes.csv")
@requires(Permission.DESK)
def changes(number: int) -> ResponseReturnValue:
    """Every change of something known, to be read before it is confirmed."""
    return _stored(own(number), "changes", f"changes-{number}.csv")


@bp.route("/<int:number>/confirm", methods=["GET", "POST"])
@requires(Permission.DESK)
def confirm(number: int) -> ResponseReturnValue:
    """Import it for real, after one more look."""
    upload = own(number)
    demand(Permission.DESK, upload)
    service.FLOW.check(upload, "confirm")
    counts = upload.report or {}
    return perform(
        CONFIRM,
        upload,
        back=url_for("importing.item", number=number),
        template="streams/confirm.html",
        facts=[(_("文件"), upload.name), (_("种类"), kinds.title(upload.kind))],
        consequences=[
            _(
                "新增 %(added)s 行，更新 %(updated)s 行；%(unchanged)s 行没有变化。",
                added=counts.get("added"),
                updated=counts.get("updated"),
                unchanged=counts.get("unchanged"),
            ),
            _("%(refused)s 行未通过检查，不会导入。", refused=counts.get("refused")),
            *_doubts(counts),
            _("办理人和时间写入操作记录。"),
        ],
        undo=_("导入后不能整批撤回，只能按各自的程序逐项更正。"),
    )


@bp.post("/<int:number>/choose")
@requires(Permission.DESK)
def choose(number: int) -> ResponseReturnValue:
    """Say which sheet of a workbook is meant."""
    upload = own(number)
    demand(Permission.DESK, upload)
    service.choose(upload, request.form.get("sheet", ""), by=current_user, at=clock.now())
    return redirect(url_for("importing.item", number=number))


@bp.post("/<int:number>/abandon")
@requires(Permission.DESK)
def abandon(number: int) -> ResponseReturnValue:
    """Leave it at the check; nothing was changed."""
    upload = own(number)
    demand(Permission.DESK, upload)
    service.abandon(upload, by=current_user, at=clock.now())
    flash(_("已放弃，未作任何改动。"), "success")
    return redirect(url_for("importing.index"))


def own(number: int) -> Upload:
    """An upload that the person logged in may see; raises NotFound."""
    wanted = sa.select(Upload).where(Upload.id == number, service.visible(current_user))
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotFound
    return found


def _stored(upload: Upload, which: str, name: str) -> Response:
    """A CSV file that a run left; raises NotFound."""
    stored = getattr(upload, which)
    path = storage.path_of(stored) if stored else None
    if path is None or not path.exists():
        raise NotFound
    who = {"by": current_user, "at": clock.now()}
    audit.read(current_user, "download", why=name, upload=upload.id, **who)
    return _download(path.read_bytes(), name, "text/csv")


def _download(content: bytes, name: str, media: str) -> Response:
    response = Response(content, mimetype=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _doubts(report: dict[str, Any]) -> list[str]:
    """What was warned about, once more before it is imported for real."""
    return [
        _("请核对：第 %(line)s 行 %(what)s", line=said["line"], what=said["words"])
        for said in report.get("warnings", ())[:SAID_AGAIN]
    ]


def _counted(upload: Upload) -> str:
    """The counts of the last run, in one line."""
    if upload.report is None:
        return upload.why
    return str(
        _(
            "新增 %(added)s，更新 %(updated)s，未变 %(unchanged)s，拒绝 %(refused)s",
            added=upload.report["added"],
            updated=upload.report["updated"],
            unchanged=upload.report["unchanged"],
            refused=upload.report["refused"],
        )
    )
