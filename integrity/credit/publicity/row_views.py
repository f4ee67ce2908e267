"""One licence or penalty entered or corrected by page, with the checks of the template."""

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import demand, requires, to_move
from integrity.credit.publicity import single
from integrity.credit.publicity.blueprint import bp
from integrity.credit.publicity.flow import FLOW
from integrity.credit.publicity.models import LAYOUT_NAMES, PENALTIES, Layout, Posting
from integrity.credit.publicity.row_forms import FORMS, LayoutForm, cells_of, correcting
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm

P = Permission


@bp.route("/own/new", methods=["GET", "POST"])
@requires(P.POSTINGS_KEEP)
def new_row() -> ResponseReturnValue:
    """Which of the four templates it is."""
    form = LayoutForm()
    return form_page(
        form,
        lambda: url_for("publicity.enter_row", layout=form.layout.data),
        heading=_("逐条录入"),
        submit=_("继续"),
        intro=_("条数多的，用文件报送。"),
        back=url_for("publicity.own"),
    )


@bp.route("/own/new/<layout>", methods=["GET", "POST"])
@requires(P.POSTINGS_KEEP)
def enter_row(layout: str) -> ResponseReturnValue:
    """Enter one of a template, which is public at once."""
    if layout not in list(Layout):
        raise NotFound
    which = Layout(layout)
    form = FORMS[which](**_own_body(which))

    def carry_out() -> str:
        cells = cells_of(form, which)
        made = _said(form, lambda: single.enter(which, cells, by=current_user, at=clock.now()))
        if made is None:
            flash(_("同样的内容已经公示，没有变化。"), "info")
            return url_for("publicity.own")
        flash(_("已录入，超过七个工作日，计为迟报。") if made.is_late else _("已录入。"), "success")
        return url_for("publicity.item", number=made.id)

    return form_page(
        form,
        carry_out,
        heading=LAYOUT_NAMES[which],
        submit=_("录入"),
        intro=_("按全国统一的数据标准逐格检查；自然人的信息不公示。"),
        back=url_for("publicity.own"),
    )


@bp.route("/<int:number>/correct", methods=["GET", "POST"])
@requires(P.POSTINGS_KEEP)
def correct_row(number: int) -> ResponseReturnValue:
    """Say something of it otherwise; what it said before stays on its own page."""
    found = to_move(Posting, number)
    demand(P.POSTINGS_KEEP, found)
    FLOW.check(found, "correct")
    fixed = single.fixed_cells(found)
    form = correcting(found.layout, fixed, _typed(found))

    def carry_out() -> str:
        cells = cells_of(form, found.layout)
        made = _said(form, lambda: single.correct(found, cells, by=current_user, at=clock.now()))
        return url_for("publicity.item", number=made.id)

    return form_page(
        form,
        carry_out,
        heading=_("更正公示信息"),
        submit=_("更正"),
        intro=found.number,
        warning=_(
            "更正后的内容立即公示；公示日期仍为首次公示的日期。涉及个人的格子不填的，保持不变。"
        ),
        back=url_for("publicity.item", number=number),
        done=_("已更正。"),
    )


def _said(form: PostForm, do: Callable[[], Any]) -> Any:
    """What a verb makes of the cells; what is wrong with one of them stands at its field."""
    try:
        return do()
    except single.NotConforming as refused:
        for key, message in refused.faults.items():
            if key in form:
                form[key].errors = [*form[key].errors, message]
        raise


def _own_body(layout: Layout) -> dict[str, str]:
    """Who decided and who sends it: mostly the body of who types."""
    body = current_user.body
    if body is None:
        return {}
    names = ("cf_cfjg", "cf_sjly") if layout in PENALTIES else ("xk_xkjg", "xk_lydw")
    return dict.fromkeys(names, body.name) | {f"{key}dm": body.uscc or "" for key in names}


def _typed(found: Posting) -> dict[str, Any]:
    """What is public, as the form holds it."""
    return {
        key: value if isinstance(value, list) else str(value) for key, value in found.said.items()
    }
