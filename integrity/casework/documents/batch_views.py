"""Issuing many papers of one kind at once: a named person signs them, with one block of numbers."""

from typing import Any

import sqlalchemy as sa
from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm import selectinload

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework.documents import kinds, service
from integrity.casework.documents.blueprint import bp
from integrity.casework.documents.forms import BatchForm
from integrity.casework.documents.models import Document, DocumentState
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm

PAGE = 100
"""Papers that one page shows."""
WARNING = _l("签发后文字不再改变，编内部编号，并同时送达有工作台的单位。签发的人对文书负责。")


@bp.get("/desk/documents/sign/")
@requires(Permission.DOCUMENTS_SIGN)
def sign_batches() -> ResponseReturnValue:
    """The kinds of which papers wait for this person's signature, and how many."""
    wanted = (
        sa.select(Document.kind, sa.func.count(), sa.func.min(Document.step_due_on))
        .where(service.signable(current_user))
        .group_by(Document.kind)
        .order_by(Document.kind)
    )
    rows = [
        {
            "title": kinds.named(kind).title,
            "number": number,
            "due_on": day,
            "url": url_for("documents.sign_batch", kind=kind),
        }
        for kind, number, day in db.session.execute(wanted)
    ]
    return render_template("documents/batches.html", rows=rows)


@bp.route("/desk/documents/sign/<kind>", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_SIGN)
def sign_batch(kind: str) -> ResponseReturnValue:
    """The papers of one kind that wait: choose some, or all, and issue them."""
    title = kinds.named(kind).title
    mine = (Document.kind == kind, service.signable(current_user))
    wanted = sa.select(Document).where(*mine).options(selectinload(Document.deliveries))
    found = db.session.scalars(wanted.order_by(Document.id).limit(PAGE)).all()
    form = BatchForm()
    form.documents.choices = [(d.id, _line(d)) for d in found]

    def sign() -> None:
        chosen: Any = form.documents.data or []
        if form.whole.data:
            chosen = db.session.scalars(sa.select(Document.id).where(*mine)).all()
        count = service.sign_all(chosen, by=current_user, at=clock.now())
        flash(ngettext("已签发 %(num)d 份文书。", "已签发 %(num)d 份文书。", count), "success")

    return form_page(
        form,
        sign,
        heading=_("批量签发：%(kind)s", kind=title),
        warning=WARNING if found else "",
        submit=_("签发选中的文书"),
        back=url_for("documents.sign_batches"),
    )


@bp.route("/desk/documents/archive", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_HANDLE)
def archive_served() -> ResponseReturnValue:
    """Put away everything that was served."""
    mine = (Document.state == DocumentState.SERVED, service.ours(current_user))
    number = db.session.scalar(sa.select(sa.func.count(Document.id)).where(*mine)) or 0

    def archive() -> None:
        ids = db.session.scalars(sa.select(Document.id).where(*mine)).all()
        count = service.archive_all(ids, by=current_user, at=clock.now())
        flash(ngettext("已归档 %(num)d 份文书。", "已归档 %(num)d 份文书。", count), "success")

    return form_page(
        PostForm(),
        archive,
        heading=_("成批归档"),
        intro=_("本单位已经送达、尚未归档的文书 %(number)d 份。", number=number),
        submit=_("全部归档"),
        back=url_for("documents.index"),
    )


def _line(document: Document) -> str:
    names = "、".join(delivery.name for delivery in document.deliveries)
    return f"{document.title}　{names}"
