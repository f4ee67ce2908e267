"""Who is late with answers to pushes: the numbers for everybody, and a reminder by hand."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import clock
from integrity.base.errors import Forbidden
from integrity.base.permissions import Permission
from integrity.base.stamps import public, requires
from integrity.casework.urging import service as urging
from integrity.casework.urging.ladder import Late
from integrity.casework.urging.models import UrgingKind
from integrity.casework.urging.service import Demand
from integrity.credit.sanctions.blueprint import bp
from integrity.credit.sanctions.pushes import owed, urged
from integrity.credit.sanctions.pushes.views import of_number
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm
from integrity.pages.tables import Column, Table


class RemindForm(PostForm):
    words = TextAreaField(
        _l("催办要求"),
        default=_l("期限已过，请立即反馈。"),
        validators=[InputRequired(_l("请写明要求。")), Length(max=2000)],
    )


@bp.get("/lists/late")
@public
def late_pushes() -> ResponseReturnValue:
    """How many answers and removals each receiving body is late with; about whom, nowhere."""
    today = clock.today()
    rows = owed.late_by_body(today).subquery()
    return Table(
        title=_("接收单位逾期未反馈"),
        name="late-pushes",
        rows=sa.select(rows),
        columns=[
            Column("body", _("接收单位"), lambda row: row.body, _linked, sort=rows.c.body),
            Column(
                "answers",
                _("逾期未反馈的推送"),
                lambda row: row.answers,
                sort=rows.c.answers,
                align="right",
            ),
            Column(
                "removals",
                _("移出后逾期未确认停止措施"),
                lambda row: row.removals,
                sort=rows.c.removals,
                align="right",
            ),
            Column(
                "notes",
                _("逾期未知悉的变动"),
                lambda row: row.notes,
                sort=rows.c.notes,
                align="right",
            ),
            Column("days", _("最长逾期天数"), lambda row: _days(row, today), align="right"),
        ],
        search=(rows.c.body,),
        order=(rows.c.first, rows.c.id),
        empty=_("没有逾期未反馈的推送。"),
        entities=False,
    ).respond(
        intro=_("收到名单推送、移出通知后，期限已过没有反馈、没有确认停止措施的单位。只公布件数。")
    )


@bp.route("/pushes/<int:number>/remind", methods=["GET", "POST"])
@requires(Permission.SANCTIONS_FIND)
def remind_push(number: int) -> ResponseReturnValue:
    """Who leads the listing reminds the body that has not answered."""
    found = of_number(number)
    if not urged.may_remind(current_user, found):
        raise Forbidden
    form = RemindForm()

    def remind() -> None:
        now = clock.now()
        day = found.due_on if urged.is_late(found) else None
        late = [Late(owed.PUSHES, found, day)] if day else []
        demand = Demand(UrgingKind.REMINDER, form.words.data)
        urging.urge(late, demand, by=current_user, at=now)

    return form_page(
        form,
        remind,
        heading=_("催办"),
        intro=found.title,
        submit=_("催办"),
        back=url_for("sanctions.push", number=number),
        done=_("已催办，接收单位已收到消息。"),
    )


def _linked(row: Any) -> Markup | str:
    if not row.slug:
        return str(row.body)
    address = url_for("site.body", slug=row.slug)
    return Markup('<a href="{}">{}</a>').format(address, row.body)


def _days(row: Any, today: date) -> int:
    return (today - row.first).days
