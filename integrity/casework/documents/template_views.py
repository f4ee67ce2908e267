"""The texts of papers: which there are, a new version with a preview, from a day on."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework.documents import kinds, pieces, templates, versions, writing
from integrity.casework.documents.blueprint import bp
from integrity.casework.documents.forms import TemplateForm
from integrity.pages.form_pages import form_page, shown


@bp.get("/desk/documents/templates/")
@requires(Permission.DOCUMENTS_TEMPLATES)
def template_index() -> ResponseReturnValue:
    """Every kind of paper with the version in force today."""
    today = clock.today()
    rows = [
        (kind.title, versions.in_force(kind.template, today)[0], _address(kind.name))
        for kind in {k.template: k for k in kinds.registered().values()}.values()
    ]
    return render_template("documents/templates.html", rows=rows)


@bp.route("/desk/documents/templates/<name>", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_TEMPLATES)
def template(name: str) -> ResponseReturnValue:
    """Edit the text of a kind; the preview shows every field by its name."""
    kind = kinds.named(name)
    today = clock.today()
    text = versions.in_force(kind.template, today)[1]
    form = TemplateForm(text=text)
    page = {
        "template": "documents/template.html",
        "heading": _("模板：%(kind)s", kind=kind.title),
        "intro": _("可用的字段：%(names)s。", names="、".join(sorted(kind.names))),
        "submit": _("保存或者预览"),
        "back": url_for("documents.template_index"),
    }

    def save() -> ResponseReturnValue | None:
        if not form.preview.data:
            at = clock.now()
            versions.save(kind, form.text.data, form.valid_from.data, by=current_user, at=at)
            return None
        templates.check(form.text.data, kind.names)
        sample = writing.sample(kind, form.text.data, today)
        return shown(form, preview=pieces.text(sample), **page)

    known = versions.later(kind.template)
    return form_page(form, save, done=_("模板已保存。"), more=lambda: {"known": known}, **page)


def _address(name: str) -> str:
    return url_for("documents.template", name=name)
