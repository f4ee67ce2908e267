"""Lists of many, checked at once: nominees for an honour, bidders; one receipt for all of them."""

from typing import Any

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.credit.checks import result_files, service
from integrity.credit.checks.list_forms import ListForm, NomineesForm
from integrity.credit.checks.views import bp, found
from integrity.pages.form_pages import form_page
from integrity.pages.tables import download

PURPOSE = "评先评优"


@bp.route("/nominees", methods=["GET", "POST"])
@requires(Permission.CHECKS_MAKE)
def nominees() -> ResponseReturnValue:
    """Check everybody who is nominated; the receipt answers for each of them."""
    return _checked(
        NomineesForm(),
        heading=_("评先评优名单核查"),
        intro=_("一次核查整份名单；在取消评先评优资格期限内的，回执写明到哪一天、依据是什么。"),
    )


@bp.route("/list", methods=["GET", "POST"])
@requires(Permission.CHECKS_MAKE)
def listed() -> ResponseReturnValue:
    """Check everybody on a list, by code or by name."""
    return _checked(
        ListForm(),
        heading=_("成批核查"),
        intro=_("一次核查整份名单，例如全部投标人；所有结果在一份回执里，可以下载 XLSX 和 PDF。"),
    )


@bp.get("/<ref>/results.xlsx")
@requires(Permission.CHECKS_READ)
def results(ref: str) -> Response:
    """Every answer of a check in one table."""
    made = found(ref)
    return download(result_files.as_workbook(made), result_files.MEDIA, "checks", "xlsx")


def _checked(form: ListForm, **page: Any) -> ResponseReturnValue:
    """The page of a list; it leads to the receipt."""

    def check() -> str:
        made = service.check(
            form.asked,
            purpose=form.purpose.data if form.purpose else PURPOSE,
            matter=form.matter.data,
            case_no=form.case_no.data or "",
            authorisation=form.authorisation.data,
            authorised_by=form.authorised_by.data or "",
            body=current_user.body,
            by=current_user,
            at=clock.now(),
        )
        return url_for("checks.item", ref=made.ref)

    return form_page(form, check, submit=_("核查"), back=url_for("checks.index"), **page)
