"""Anybody objects to a candidate that is shown, by a receipt, and reads what became of it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import i18n, repeats
from integrity.casework.informants import receipts
from integrity.casework.informants.forms import TrackForm
from integrity.casework.informants.receipt_views import (
    FILED,
    TooOften,
    of_receipt,
    today,
    unkept,
    wait,
)
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm


class DoubtForm(PostForm):
    text = TextAreaField(
        _l("异议的事实和理由"),
        description=_l(
            "写明候选主体有什么失信行为，何时何地，有什么线索。不用写您是谁，候选主体看不到这段文字。"
        ),
        validators=[
            InputRequired(_l("请写明事实和理由。")),
            Length(10, 5000, _l("请写 10 到 5000 个字。")),
        ],
        render_kw={"rows": 8},
    )
    once = HiddenField(default=repeats.token, validators=[Length(max=200)])


def doubt_page(
    candidate: Any, name: str, file: Callable[..., receipts.Receipt], *, track: str, back: str
) -> ResponseReturnValue:
    """The form against a candidate, whoever one is; a good one is answered with the receipt.

    track: the address at which the receipt is asked for.
    """
    form = DoubtForm()

    def save() -> ResponseReturnValue:
        if until := FILED.free_at():
            raise TooOften(wait(until))
        made = file(candidate, form.text.data, once=form.once.data, at=today())
        page = render_template("informants/doubt_receipt.html", receipt=made, track=track)
        return FILED.spend_with(make_response(page, 201))

    page = form_page(
        form,
        save,
        heading=_("对候选主体提出异议"),
        intro=_("%(name)s（公示到 %(day)s）", name=name, day=i18n.day(candidate.shown_until)),
        submit=_("提出异议"),
        back=back,
    )
    return unkept(page)


def doubt_tracked(model: Any, names: Mapping[Any, Any], *, back: str) -> ResponseReturnValue:
    """What became of an objection, for whoever has its receipt; `names` are those of its states."""
    form = TrackForm()

    def progress() -> ResponseReturnValue:
        found = of_receipt(partial(receipts.find, model), form)
        receipts.noted(found, at=today())
        page = {"found": found, "state": names[found.state]}
        return make_response(render_template("informants/doubt_progress.html", **page))

    page = form_page(
        form,
        progress,
        heading=_("查询公示异议"),
        intro=_("填写回执上的编号和查询密码。"),
        submit=_("查询"),
        back=back,
    )
    return unkept(page)
