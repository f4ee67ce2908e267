"""The page on which the office says where a breach in procurement was announced."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.permissions import Permission
from integrity.base.stamps import requires, to_move
from integrity.credit.records import announcements
from integrity.credit.records.confirm_views import bp
from integrity.credit.records.models import CreditRecord
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import DayField, PostForm, WebAddress


class AnnouncementForm(PostForm):
    """Where and on which day it was announced."""

    medium = StringField(
        _l("公告媒体"),
        description=_l("政府采购监督管理部门指定的媒体，例如“中国山东政府采购网”。"),
        validators=[InputRequired(_l("请填写公告媒体。")), Length(max=120)],
    )
    address = StringField(
        _l("公告网址"),
        validators=[InputRequired(_l("请填写公告网址。")), WebAddress()],
    )
    announced_on = DayField(_l("公告日期"), validators=[InputRequired(_l("请填写公告日期。"))])


@bp.route("/<int:number>/announce", methods=["GET", "POST"])
@requires(Permission.RECORDS_DECIDE)
def announce(number: int) -> ResponseReturnValue:
    """Say where a record of procurement was announced."""
    record = to_move(CreditRecord, number)
    announcements.demand(record)
    form = AnnouncementForm()
    return form_page(
        form,
        lambda: _announce(record, form),
        heading=_("登记政府采购失信公告"),
        intro=_(
            "%(summary)s。须在政府采购监督管理部门指定的媒体公告，期限 %(day)s。",
            summary=record.summary,
            day=i18n.day(announcements.due_on(record)),
        ),
        submit=_("登记公告"),
        back=url_for("records.item", number=number),
        done=_("已登记公告。"),
    )


def _announce(record: CreditRecord, form: AnnouncementForm) -> None:
    announcements.announce(record, **answers(form), by=current_user, at=clock.now())
