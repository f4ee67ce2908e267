"""A letter that a person decides to write: to whom and by when it is asked, then it is a draft."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import Length, Optional

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.stamps import demand
from integrity.casework.documents import kinds, making
from integrity.casework.documents.kinds import Addressee
from integrity.casework.documents.models import Document
from integrity.pages.form_pages import form_page
from integrity.pages.forms import DayField, PostForm
from integrity.people.subjects.choosing import SubjectField

UNTIL = "答复期限"
"""The field of a text that names the day to answer."""


class WrongLetter(Refused):
    """It goes to nobody, or the day to answer has passed."""

    title = _l("不能拟函")


class LetterForm(PostForm):
    """To whom, and by when an answer is asked."""

    to = SubjectField(_l("收函单位"), validators=[])
    to_name = StringField(
        _l("收函单位名称"),
        description=_l("收函单位没有在本系统登记的，填写它的名称，文书用其他方式送达。"),
        default="",
        validators=[Length(max=200)],
    )
    answer_until = DayField(
        _l("答复期限"), description=_l("不填的，函中不写期限。"), validators=[Optional()]
    )


def draft(
    name: str,
    item: Any,
    to: Addressee,
    answer_until: date | None = None,
    *,
    by: audit.Actor,
    at: datetime,
) -> Document:
    """Draft a letter of a kind about a thing; raises WrongLetter."""
    if not to.name:
        raise WrongLetter(_("请选择收函单位，或者填写它的名称。"))
    if answer_until and answer_until <= local_day(at):
        raise WrongLetter(_("答复期限须晚于今天。"))
    kind = kinds.named(name)
    fields = {**kind.fields, UNTIL: lambda thing: answer_until}
    addressed = replace(kind, addressees=lambda thing: [to], fields=fields)
    made = making.draft(addressed, [item], by=by, at=at, answer_until=answer_until)[0]
    made.content = replace(made.paper, addressee=to.name).text()
    return made


def letter_page(name: str, item: Any, back: str) -> ResponseReturnValue:
    """Ask what only a person knows, and draft it; it then goes the way of every paper."""
    demand(Permission.DOCUMENTS_HANDLE)
    form = LetterForm()

    def write() -> str:
        subject, at = form.to.data, clock.now()
        to = Addressee(subject.name, subject.id) if subject else Addressee(form.to_name.data or "")
        made = draft(name, item, to, form.answer_until.data, by=current_user, at=at)
        return url_for("documents.item", number=made.id)

    return form_page(
        form,
        write,
        frame="desk/frame.html",
        heading=kinds.named(name).title,
        intro=getattr(item, "title", None),
        submit=_("拟稿"),
        done=_("已拟稿，可以修改；核稿、签发后送达。"),
        back=back,
    )
