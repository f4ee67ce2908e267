"""What was signed on paper: the scan is sent in by one person and compared by another."""

from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import Forbidden, NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework.documents import on_paper
from integrity.casework.documents.blueprint import bp
from integrity.casework.documents.forms import SignatureForm
from integrity.casework.documents.scans import Shows, StampedScan
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm, WhyForm


@bp.route("/desk/signatures/<thing>/<int:number>", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_HANDLE)
def signature(thing: str, number: int) -> ResponseReturnValue:
    """Send in the scan of what the head has signed on paper."""
    found = on_paper.load(thing, number)
    if found is None:
        raise NotFound
    kind, form = on_paper.registered()[thing], SignatureForm()
    if not kind.enters(current_user, found):
        raise Forbidden

    def enter() -> None:
        said = (form.upload.data, form.day.data, form.signer.data)
        on_paper.enter(found, *said, by=current_user, at=clock.now())

    return form_page(
        form,
        enter,
        heading=kind.title,
        intro=getattr(found, "title", ""),
        warning=_(
            "纸质件须与系统中的文本完全一致，由主要负责人签名并加盖公章；另一人核对后才算签署。"
        ),
        submit=_("上传"),
        back=kind.url(found),
    )


@bp.route("/desk/signatures/<int:number>/<move>", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_HANDLE)
def compare(number: int, move: str) -> ResponseReturnValue:
    """Compare the scan with the text: it says the same, or it does not."""
    wanted = sa.select(StampedScan).where(
        StampedScan.id == number, StampedScan.shown == Shows.SIGNATURE
    )
    scan = db.session.scalars(for_change(wanted, StampedScan)).first()
    thing = scan.owner if scan else None
    if scan is None or thing is None or move not in ("agree", "refuse"):
        raise NotFound
    kind = on_paper.registered()[scan.thing]
    if not kind.compares(current_user, thing):
        raise NotFound
    form: Any = PostForm() if move == "agree" else WhyForm()

    def decide() -> None:
        at = clock.now()
        if move == "refuse":
            on_paper.refuse(scan, form.why.data, by=current_user, at=at)
        else:
            on_paper.agree(scan, by=current_user, at=at)

    return form_page(
        form,
        decide,
        heading=_("核对一致") if move == "agree" else _("核对不一致"),
        intro=_("请打开扫描件，与所签署的文本逐字核对，并核对签名、公章和日期。"),
        brief=_brief(scan, kind.url(thing), move),
        submit=_("确认"),
        danger=move == "refuse",
        back=kind.url(thing),
    )


def _brief(scan: StampedScan, page: str, move: str) -> list[tuple[str, Any]]:
    """What is compared with what, and the way to the other answer."""
    link = Markup('<a href="{}">{}</a>').format
    other = "refuse" if move == "agree" else "agree"
    label = _("核对不一致") if other == "refuse" else _("核对一致")
    return [
        (_("扫描件"), Markup(" ").join(link(file.url, file.name) for file in scan.files)),
        (_("所签署的文本"), link(page, getattr(scan.owner, "title", page))),
        (_("签署人"), scan.signer),
        (_("纸质件上的日期"), i18n.day(scan.day)),
        (_("上传人"), scan.entered_by_name),
        (_("另一种结果"), link(url_for("documents.compare", number=scan.id, move=other), label)),
    ]
