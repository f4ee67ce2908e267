"""What everybody reads of what somebody typed: the text that a second person read and released.

The full text stays beside it for who handles the thing. Whoever releases gets a draft without the
traces of persons that were found, and is told each that is left, with its place.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.casework.acts import Act, perform
from integrity.files.traces import masked
from integrity.pages.forms import PostForm, WhyForm
from integrity.pages.telling import CHECKED, demand_nobody, places, telling


class HasPublicText:
    """`public_text` is what everybody reads; empty: nothing was released."""

    public_text: Mapped[str] = mapped_column(default="", server_default="")


def releasing(
    label: Any, full: Callable[[Any], str], form: type["ReleaseForm"]
) -> Callable[..., ResponseReturnValue]:
    """What answers an act by which a text goes public: the full one stands above the form."""

    def page(act: Act, thing: Any, back: str, **context: Any) -> ResponseReturnValue:
        drafted = partial(form, thing.public_text or full(thing))
        said = [(label, full(thing))]
        return perform(replace(act, form=drafted), thing, back, said=said, **context)

    return page


class ReleaseForm(PostForm):
    """The text that goes public, read by who releases it; what is left of persons is confirmed."""

    public_text = TextAreaField(
        _l("向社会公开的文字"),
        validators=[InputRequired(_l("请填写向社会公开的文字。")), Length(max=5000)],
    )
    checked = BooleanField(CHECKED)

    def __init__(self, full: str, **more: Any) -> None:
        super().__init__(data={"public_text": masked(full)}, **more)
        found = places(full)
        hint = _("只公开这里的文字，原文不公开。")
        if found:
            hint = _("%(hint)s原文中可能涉及个人信息：%(places)s。", hint=hint, places=found)
        self.public_text.description = hint

    def validate_public_text(self, field: Any) -> None:
        """What was found must be taken out, or looked at. Raises ValidationError."""
        demand_nobody(field.data or "", self.checked.data)


class _Answering(WhyForm):
    """An answer with its reasons, for who asked; what everybody reads of it is said by itself."""

    public_text = TextAreaField(
        _l("向社会公开的答复"),
        description=_l("公开记录的，随记录公开；不填的只公开结果。理由不公开。"),
        validators=[Length(max=2000)],
    )


AnswerForm = telling(_Answering, ("public_text",))
