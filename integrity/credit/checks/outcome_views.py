"""What the office did with one result, measure by measure: the form, and how a page shows it."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock
from integrity.base.permissions import Permission
from integrity.base.stamps import demand, requires
from integrity.credit.checks import outcomes, views
from integrity.credit.checks.models import Check
from integrity.credit.checks.outcome_forms import OutcomesForm, outcomes_form
from integrity.credit.checks.pairing_views import bp
from integrity.files import attached
from integrity.pages.form_pages import form_page

__all__ = ["bp"]


@bp.route("/<ref>/outcome", methods=["GET", "POST"])
@requires(Permission.CHECKS_MAKE)
def outcome(ref: str) -> ResponseReturnValue:
    """What the office did with one result; said again, it corrects what was said."""
    made = views.found(ref)
    demand(Permission.CHECKS_MAKE, made)
    key = request.args.get("key", views.ONE)
    lines = outcomes.asked(made.given.get(key, {}))
    form = outcomes_form(lines, outcomes.standing(made).get(key, {}))
    return form_page(
        form,
        lambda: _report(made, key, form),
        heading=_("登记核查结果的使用情况"),
        intro=_("逐项说明所列措施在本次办理中是否采用。登记有误的再次登记，原来的登记保留。"),
        submit=_("登记"),
        back=url_for("checks.item", ref=ref),
        done=_("已登记。"),
    )


def _report(made: Check, key: str, form: OutcomesForm) -> None:
    """Keep what was typed, with the files; of each measure one may send one."""
    at = clock.now()
    outcomes.report(made, key, form.said, by=current_user, at=at)
    known = outcomes.standing(made)[key]
    for code, upload in form.uploads.items():
        if code not in known:
            raise outcomes.WrongOutcome(_("请先选择办理结果，再提交文书文件。"))
        more: dict[str, Any] = {"by": current_user, "at": at, "body_id": made.body_id}
        attached.save(upload, known[code], public=False, **more)
