"""The page on which a remedy is asked for, by the subject or for it with what is on paper."""

from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms.validators import InputRequired

from integrity.base import clock
from integrity.base.db import SAFE
from integrity.credit.records.models import CreditRecord
from integrity.credit.records.remedies import Remedy, address_of
from integrity.credit.sanctions.models import ListEntry
from integrity.files.attached import save
from integrity.pages.evidence import EvidenceField
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import DayField, PostForm


def file_page(
    remedy: Remedy, thing: CreditRecord | ListEntry, *, on_paper: bool = False
) -> ResponseReturnValue:
    """The form of a remedy against a thing; without one, why it cannot be asked for now."""
    reasons, guide = remedy.hindrances(thing, clock.today()), remedy.guide(thing)
    page = {"heading": remedy.heading, "intro": thing.title, "back": address_of(thing)}
    if reasons and request.method in SAFE and (remedy.waits or not on_paper):
        return render_template("remedies/hindered.html", reasons=reasons, guide=guide, **page)
    asked = remedy.form(thing, on_paper)
    form = _paper_form(asked)() if on_paper else asked()
    return form_page(
        form,
        partial(_filed_with_files, remedy, thing, form),
        template="remedies/form.html",
        guide=guide,
        warning=" ".join(reasons),
        submit=remedy.heading,
        done=remedy.thanks,
        **page,
    )


def _filed_with_files(remedy: Remedy, thing: CreditRecord | ListEntry, form: PostForm) -> None:
    """File what was typed; each file stays with it under the label of its field."""
    said, at = answers(form), clock.now()
    files = {str(f.label.text): said.pop(f.name) for f in form if isinstance(f, EvidenceField)}
    found = remedy.file(thing, **said, by=current_user, at=at)
    for label, upload in files.items():
        if upload:
            save(upload, found, public=False, by=current_user, at=at, note=label)


def _paper_form(form: type[PostForm]) -> type[PostForm]:
    """The same form for what the subject handed in on paper, with the day it was received."""

    class OnPaper(form):  # type: ignore[misc,valid-type]
        received_on = DayField(
            _l("收到书面材料的日期"),
            description=_l("当事人没有账号、书面提出的，由工作人员代为登记；期限从这一天起算。"),
            validators=[InputRequired(_l("请填写收到书面材料的日期。"))],
        )

    return OnPaper
