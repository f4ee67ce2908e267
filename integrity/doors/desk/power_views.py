"""Whether an account of one of the three powers is switched off: another power decides."""

from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import ROLE_NAMES, Permission
from integrity.base.stamps import requires
from integrity.doors.desk.blueprint import bp
from integrity.pages.form_pages import form_page
from integrity.pages.forms import ChosenField, PostForm
from integrity.people.accounts import powers
from integrity.people.accounts.powers import SwitchOff


class AnswerForm(PostForm):
    """Two buttons; whoever sends neither has not answered."""

    answer = ChosenField(_l("答复"), choices=[("agree", _l("同意停用")), ("decline", _l("不同意"))])


@bp.route("/accounts/switch-off/<int:number>", methods=["GET", "POST"])
@requires(Permission.DESK)
def switch_off(number: int) -> ResponseReturnValue:
    """Who asked to disable whom and why, and the two answers."""
    asked = db.session.get(SwitchOff, number)
    if asked is None or not powers.may_decide(current_user, asked):
        raise NotFound
    form = AnswerForm()

    def decide() -> None:
        agreed = form.answer.data == "agree"
        powers.decide(asked, agreed, by=current_user, at=clock.now())
        flash(_("账号已停用。") if agreed else _("已决定不停用，账号照常使用。"), "success")

    facts: list[tuple[Any, Any]] = [
        (_("姓名"), asked.user.name),
        (_("用户名"), asked.user.username),
        (_("角色"), ROLE_NAMES[asked.user.role]),
        (_("提请人"), asked.asked_by.name),
        (_("理由"), asked.why),
    ]
    return form_page(
        form,
        decide,
        template="desk/switch_off.html",
        back=url_for("desk.today"),
        facts=facts,
        open=asked.decided_at is None,
    )
